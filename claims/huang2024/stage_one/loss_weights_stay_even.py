r"""Single-modal loss weights stay near those of the start as long as all coefficients are small.

With $\ell_i$ the weight of a sample's positive in the softmax of its loss, and $\ell_{ij}$ those of its M negatives,
$$ \frac{1}{C_\ell (1 + M)} \le \ell_i, \ell_{ij} \le \frac{C_\ell}{1 + M} $$
for a constant $C_\ell > 1$ while $\gamma$ and $\rho$ are of order one.

Operational: $C_\ell = 1.01$, the number that the appendix uses, while coefficients stay below $0.1 \sqrt\tau$. An
average over neurons of products of two of them is at most 0.01, and it is much less, since most are far smaller than
the largest. At coefficients of order one $C_\ell$ is not 1.01 any more, but a larger constant.
Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import SINGLE_MODAL, STAGE_IS_OVER, STAGES, observe_single_modal
from strategies.huang2024.stage_one import single_modal_stages
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.loss-weights-stay-even",
    statement=__doc__,
    source=source("Lemma C.2, with the constant 1.01 of Lemma D.8"),
    kind="lemma",
    regimes=SINGLE_MODAL,
    experiment=observe_single_modal,
    prediction=AllOf((AtMost("unevenness", 1.01), STAGE_IS_OVER)),
    required=0.95,  # no probability of its own: it follows from the sizes of coefficients, known up to delta
    controls=(
        Control(
            breaks="the coefficients are small (here: training goes on until they are 50 times as large)",
            regimes=single_modal_stages(reach=5.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
