r"""With many negatives the contrastive loss differs from its limit by $c / M$: the printed rate is not sharp.

Ours, a sharper reading of contrastive-limit-rate; it repairs nothing, since the printed bound is true, and follows from
it draw by draw. For encoders that are uniform on the sphere and a positive of cosine p,
$$ D(M) = \frac{c}{M} + O(M^{-2}), \qquad c = \frac{e^{p/\tau}}{\mu} - \frac12 \Bigl( \frac{\mu_2}{\mu^2} - 1 \Bigr), $$
with $\mu = {}_0F_1(; d/2; 1/4\tau^2)$ and $\mu_2 = {}_0F_1(; d/2; 1/\tau^2)$, by the delta method: the first part is
the positive in the denominator, the second Jensen's gap of the mean of M exponentials. They have opposite signs, and c
passes through 0.

Operational: the exact deviation of contrastive-limit-rate on the same ladder. Its second term $c_2 / M^2$, known too,
is at most a thirtieth of the first at the foot, by which the slope over a factor of 16 can differ from -1 by 0.011 and
$M D / c$ from 1 by 0.033; asked are 0.05 of both.
"""

from functools import partial

import torch

from claims.wang2020.limits.deviations import FROM_A_BANK, LADDER, STUDY, observe
from claims.wang2020.paper import ALWAYS, source
from strategies.wang2020.limits import fixed_temperature
from theoremcheck import AllOf, Claim, Control, Equals, SlopeBetween

CLAIM = Claim(
    name="wang2020.contrastive-limit-rate-is-one",
    statement=__doc__,
    source=source("Theorem 1, item 3 (sharp rate; ours)", "reconstructed"),
    kind="proposition",
    regimes=fixed_temperature(),
    scale=LADDER,
    experiment=observe,
    prediction=AllOf(
        (
            SlopeBetween("deviation", "negatives", rate=-1.0, low=-1.05, high=-0.95),
            Equals("scaled_deviation", "constant", tolerance=0.05),
        )
    ),
    required=ALWAYS,
    controls=(
        FROM_A_BANK,
        Control(
            breaks="the positive stands in the denominator (here: negatives alone)",
            experiment=partial(observe, positive=False),
        ),
    ),
    reading_of="wang2020.contrastive-limit-rate",
    dtype=torch.float64,
    study=STUDY,
)
