r"""Multi-modal loss weights of both modalities stay near those of the start as long as all coefficients are small.

The weights of the loss that is anchored in one modality and takes positive and negatives from the other obey
$$ \frac{1}{C_\ell (1 + M)} \le \ell_i, \ell_{ij} \le \frac{C_\ell}{1 + M} , $$
and so do the other loss's, while all four kinds of coefficients are of order one.

Operational: $C_\ell = 1.01$, as Lemma D.8 has it, while they stay below $0.1 \sqrt\tau$.
Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import MULTI_MODAL, STAGE_IS_OVER, STAGES, observe_multi_modal
from strategies.huang2024.stage_one import multi_modal_stages
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.loss-weights-stay-even-in-both",
    statement=__doc__,
    source=source("Lemma D.1, with the constant 1.01 of Lemma D.8"),
    kind="lemma",
    regimes=MULTI_MODAL,
    experiment=observe_multi_modal,
    prediction=AllOf((AtMost("unevenness", 1.01), STAGE_IS_OVER)),
    required=0.95,  # no probability of its own: it follows from the sizes of coefficients, known up to delta
    controls=(
        Control(
            breaks="the coefficients are small (here: training goes on until they are 50 times as large)",
            regimes=multi_modal_stages(reach=5.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
