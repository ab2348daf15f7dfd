r"""Among fixed temperatures a larger one leaves a smaller gap, up to $\tau^* = 1/\beta^*$; beyond, a larger one.

The paper fixes the temperature at high values to shrink the gap, and its Table 3 has it fall nearly to the end of the
range (0.008, 0.007, 0.009 at 0.2, 0.3, 0.4). Its Appendix C names both sides: "Provided that $\beta_0$ is not too large
or too small, the modality gap closes quickly". Derived: once features have spread to a simplex of margin
$\alpha^* = n/(n-1)$ the gap closes at $r(\beta) = 2\beta\alpha^* / (1 + e^{\beta\alpha^*}/(n-1))$, which is largest at
$\beta^* = x^*/\alpha^*$, $x^* = 1 + (n-1)e^{-x^*}$: $\tau^*$ is 0.83, 0.58 and 0.18 for n = 4, 8 and 1024. So this says
where the paper's two sides meet, and refutes nothing.

Operational: matched pairs with d = n, trained by gradient flow from one start at $4, 2, 1, \frac12, \frac14$ times
$\beta^*$: the gap at the end is smallest at $\beta^*$, and larger the farther away, on both sides.
"""

import torch

from claims.yaras2025.mitigations.arms import TRUST, before_training, closings
from claims.yaras2025.paper import source
from models.yaras2025.mitigations.parallel import Spread, follow_frozen, matched_start
from strategies.yaras2025.mitigations import around_the_best
from theoremcheck import AllOf, Claim, Control, LessThan, Observables, Streams

MULTIPLES = (4.0, 2.0, 1.0, 0.5, 0.25)
NAMES = ("closing_at_4", "closing_at_2", "closing_at_1", "closing_at_half", "closing_at_quarter")


def experiment(spread: Spread, streams: Streams) -> Observables:
    """Closing of the gap at each multiple of the middle temperature, shape (trials,) each."""
    beta, gap, tolerance = (torch.as_tensor(field) for field in (spread.beta, spread.gap, spread.tolerance))
    betas = (spread.best * beta)[:, None] * torch.tensor(MULTIPLES).to(beta)
    times = torch.as_tensor(spread.duration)[:, None]
    curve = follow_frozen(matched_start(spread, streams), betas, gap, times, tolerance)
    return Observables(**closings(spread, curve, NAMES))


CLAIM = Claim(
    name="yaras2025.best-fixed-temperature",
    statement=__doc__,
    source=source("Appendix D, fixed large temperature; the best one is derived", "reconstructed"),
    kind="proposition",
    regimes=around_the_best(),
    experiment=experiment,
    prediction=AllOf(
        (
            *(LessThan(less, more) for less, more in zip(NAMES[:2], NAMES[1:3], strict=True)),
            *(LessThan(less, more) for less, more in zip(NAMES[3:], NAMES[2:4], strict=True)),
        )
    ),
    required=0.95,
    controls=(
        Control(
            breaks="the middle temperature is the best one (here: four times that, so that all but one lie beyond)",
            regimes=around_the_best(0.25),
        ),
        Control(
            breaks="the middle temperature is the best one (here: a quarter of it)",
            regimes=around_the_best(4.0),
        ),
    ),
    baselines=(before_training(NAMES),),
    dtype=torch.float64,
    trust=TRUST,
)
