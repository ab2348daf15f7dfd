r"""From the end of multi-modal stage 1 on, the average loss falls like $1/t$, towards $2 \epsilon$ at most.

With $W^*$ the reference of stage 2 at $\epsilon = 0.01$ and
$T_1 = \log(20/\sigma_0\|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$,
$$ \frac{1}{t - T_1 + 1} \sum_{s = T_1}^{t} L(s) \le \frac{\|W(T_1) - W^*\|_F^2}{\eta\, (t - T_1 + 1)} + 2 \epsilon
   \quad\text{for all } T_1 \le t \le T . $$
Observed is the greatest ratio of the left side to the right; a bound that is kept easily, by a factor of 100 and
more. The distance is that of both networks, and $W^*$ has the signs on which they settle.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import DIVERGING, PATHS, REGIMES, UNTRAINED, observe_both, observe_multi
from theoremcheck import AtMost, Claim

CLAIM = Claim(
    name="huang2024.multi-modal-average-loss",
    statement=__doc__,
    source=source("Lemma D.15, second part", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtMost("multi_average", 1.0),
    required=0.95,
    controls=(DIVERGING(experiment=observe_multi),),
    baselines=(UNTRAINED,),
    reading_of="huang2024.single-modal-average-loss",
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
