r"""In single-modal stage 1 a pair that starts inactive memorises nothing.

If $\langle w_r(0), \xi_i \rangle < 0$, then $\rho_{ri}(t) = 0$ for all t of stage 1.

Operational: for all but 2 % of these pairs. The n / 2 samples that $w_r$ memorises, each with $\rho \le 0.1$, reach
$\xi_i$ through $\langle \xi_i, \xi_j \rangle$ of order $d^{-1/2}$ and move a pair by $0.1 / \sqrt{2 n K s^2}$ of s at
most: by 1 % where $K s^2 \ge 1$ for $K = d / n^2$, which wakes 0.3 % of the inactive pairs. The tolerance is six times
this. Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import (
    SINGLE_MODAL,
    SMALL_DIM_SINGLE_MODAL,
    STAGE_IS_OVER,
    STAGES,
    observe_single_modal,
)
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.inactive-pairs-stay",
    statement=__doc__,
    source=source("Lemma C.7"),
    kind="lemma",
    regimes=SINGLE_MODAL,
    experiment=observe_single_modal,
    prediction=AllOf((AtMost("moved", 0.02), STAGE_IS_OVER)),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the dimension is at least n / (sigma_0 sigma_xi) (here: n^2 to 1.5 n^2, which is far less)",
            regimes=SMALL_DIM_SINGLE_MODAL,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
