r"""With many negatives the contrastive loss reaches its limit at least as fast as $M^{-1/2}$.

For fixed $\tau > 0$, as $M \to \infty$, the loss less $\log M$ converges to
$- \frac1\tau E\, f(x)^T f(y) + E_x \log E_{x'} e^{f(x')^T f(x) / \tau}$, and the absolute deviation from it decays in
$O(M^{-1/2})$.

Operational: encoders that are uniform on the sphere, where the deviation is one quadrature, exact at any M, and a
positive of a given cosine. The slope of its logarithm on that of M is -1/2 at most, on M from where the second term of
its expansion is at most a thirtieth of the first to 16 times that: below, the positive dominates the sum, and any rate
is one of small sizes. The true rate is contrastive-limit-rate-is-one. A collapsed encoder has it as well: the
rate says nothing of quality.
"""

import torch

from claims.wang2020.limits.deviations import FROM_A_BANK, LADDER, STUDY, observe
from claims.wang2020.paper import ALWAYS, source
from models.wang2020.limits import Negatives
from strategies.wang2020.limits import cooling, fixed_temperature
from theoremcheck import Baseline, Claim, Control, Observables, SlopeBetween, Streams


def collapsed(negatives: Negatives, streams: Streams) -> Observables:
    """All points are one: the sum is M + 1 times the same number, and its limit M times."""
    count = negatives.count()
    return Observables(deviation=torch.log1p(1 / count), negatives=count)


CLAIM = Claim(
    name="wang2020.contrastive-limit-rate",
    statement=__doc__,
    source=source("Theorem 1, item 3"),
    regimes=fixed_temperature(),
    scale=LADDER,
    experiment=observe,
    prediction=SlopeBetween("deviation", "negatives", rate=-0.5, high=-0.5),
    required=ALWAYS,
    controls=(
        FROM_A_BANK,
        Control(
            breaks="the temperature is fixed (here: its inverse is M^(2/(d - 1)))",
            regimes=cooling(),
        ),
    ),
    baselines=(Baseline(when="where all points are one", experiment=collapsed),),
    dtype=torch.float64,
    study=STUDY,
)
