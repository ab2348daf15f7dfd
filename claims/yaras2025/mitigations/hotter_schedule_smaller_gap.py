r"""A temperature that is scheduled to end higher leaves a smaller gap.

The paper lets the temperature rise linearly in training from 0.01 to 0.02, 0.03, 0.04 and 0.05, and reports gaps of
0.384, 0.198, 0.137 and 0.088. On its own model: from $\tau_0$ to 2, 3, 4 and 5 times that, from one start, the gap at
the end falls along the four. It holds while temperatures stay below the best one, $\tau^* = 1/\beta^*$.

Operational: matched pairs, n = d = 8, gradient flow, $\beta_0 = 1/\tau_0$ of 6 to 12 times $\beta^*$, so that the
hottest schedule ends below $\tau^*$. The paper's $\tau_0$, 58 of that unit, would move no gap that floating point
could see here. A reading of best-fixed-temperature: by -dlog(gamma)/dt = r(beta) only the integral of r counts.
"""

import torch

from claims.yaras2025.mitigations.arms import TRUST, before_training, closings
from claims.yaras2025.paper import source
from models.yaras2025.mitigations.parallel import Spread, follow_schedules, matched_start
from strategies.yaras2025.mitigations import clip_temperatures
from theoremcheck import AllOf, Claim, Control, LessThan, Observables, Streams

ENDS = (2.0, 3.0, 4.0, 5.0)
NAMES = tuple(f"closing_until_{end:g}" for end in ENDS)


def experiment(spread: Spread, streams: Streams) -> Observables:
    """Closing of the gap under each schedule, shape (trials,)."""
    beta, gap, tolerance = (torch.as_tensor(field) for field in (spread.beta, spread.gap, spread.tolerance))
    first = (1 / (spread.best * beta))[:, None].expand(-1, len(ENDS))
    last = first * torch.tensor(ENDS).to(beta)
    horizon = torch.as_tensor(spread.duration)
    curve = follow_schedules(matched_start(spread, streams), (first, last), gap, horizon, tolerance)
    return Observables(**closings(spread, curve, NAMES))


CLAIM = Claim(
    name="yaras2025.hotter-schedule-smaller-gap",
    statement=__doc__,
    source=source("Appendix D, temperature scheduling"),
    kind="empirical",
    regimes=clip_temperatures(),
    experiment=experiment,
    prediction=AllOf(tuple(LessThan(less, more) for less, more in zip(NAMES[:-1], NAMES[1:], strict=True))),
    required=0.9,  # the paper averages three seeds and names no probability
    controls=(
        Control(
            breaks="temperatures stay below the best one (here: they begin at two to five times that)",
            regimes=clip_temperatures(0.2, 0.5),
        ),
    ),
    reading_of="yaras2025.best-fixed-temperature",
    baselines=(before_training(NAMES),),
    dtype=torch.float64,
    trust=TRUST,
)
