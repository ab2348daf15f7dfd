r"""A learned temperature leaves a gap between those of its first and its last temperature, each frozen.

For matched pairs the inverse temperature only rises, from $\beta_0$ to $\beta_T$, and with $\beta_0$ above the best
fixed one, $\beta^*$, the gap closes the more slowly the larger it is. So
$$ \gamma_{\text{frozen at } \beta_T} > \gamma_{\text{learned}} > \gamma_{\text{frozen at } \beta_0} $$
at the same time, from the same start. It names no horizon. The paper's table has a learned temperature between the
fixed ones of 0.02 and 0.04; whether that is so depends on how long one trains, and is no claim.

Derived, a reading of best-fixed-temperature. Measured before: also from random starts, 12 of 12, where $\beta$ first
dips. The regime begins at $2\beta^*$: features that have not spread yet have a smaller margin, hence a larger best
inverse temperature.
"""

import torch

from claims.yaras2025.mitigations.arms import TRUST, before_training, closings
from claims.yaras2025.paper import source
from models.yaras2025.flows.temperature import EXPONENTIAL
from models.yaras2025.mitigations.parallel import Spread, follow_arms, follow_frozen, matched_start
from strategies.yaras2025.mitigations import above_the_best
from theoremcheck import AllOf, Claim, Control, LessThan, Observables, Streams


def experiment(spread: Spread, streams: Streams) -> Observables:
    """Closing of the gap learned and frozen at either end, and the multiple of the best that was reached."""
    beta, gap, tolerance = (torch.as_tensor(field) for field in (spread.beta, spread.gap, spread.tolerance))
    start, first, times = matched_start(spread, streams), spread.best * beta, torch.as_tensor(spread.duration)[:, None]
    learned = follow_arms(start, first, gap, times, tolerance, (EXPONENTIAL,))
    last = learned.beta[:, -1]
    frozen = follow_frozen(start, torch.stack([last, first], dim=1), gap, times, tolerance)
    return Observables(
        **closings(spread, learned, ("closing_learned",)),
        **closings(spread, frozen, ("closing_frozen_last", "closing_frozen_first")),
        multiple_reached=last / spread.best,
    )


CLAIM = Claim(
    name="yaras2025.learned-between-its-own-temperatures",
    statement=__doc__,
    source=source("Appendix D, fixed against learned temperature, without a horizon (derived)", "reconstructed"),
    kind="corollary",
    regimes=above_the_best(),
    experiment=experiment,
    prediction=AllOf(
        (
            LessThan("closing_frozen_last", "closing_learned"),
            LessThan("closing_learned", "closing_frozen_first"),
        )
    ),
    required=0.95,
    controls=(
        Control(
            # At T = 30 it would hold again: beta has passed the best one by then.
            breaks="beta_0 is above the best inverse temperature (here: a fifth of it, until T = 10)",
            regimes=above_the_best().with_(beta=0.2, duration=10.0),
        ),
    ),
    reading_of="yaras2025.best-fixed-temperature",
    baselines=(before_training(("closing_learned", "closing_frozen_last", "closing_frozen_first")),),
    dtype=torch.float64,
    trust=TRUST,
)
