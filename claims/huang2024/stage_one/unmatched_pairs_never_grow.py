r"""In multi-modal stage 1 a pair memorises only where it is active in both modalities.

By the signs of $\langle w_r(0), \xi_i \rangle$ and $\langle \tilde w_r(0), \tilde\xi_i \rangle$:

1. both negative: $\rho_{ri} = \tilde\rho_{ri} = 0$;
2. only the first negative: $\rho_{ri} = 0$ and $\tilde\rho_{ri} \le 0$;
3. only the second negative: $\rho_{ri} \le 0$ and $\tilde\rho_{ri} = 0$.

Operational: at the end of stage 1, for all but 2 % of the pairs of each kind, which cross-talk between samples may
move: the size is that of the single-modal lemma C.7, 0.3 %, and the tolerance its too.
Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import (
    MULTI_MODAL,
    SMALL_DIM_MULTI_MODAL,
    STAGE_IS_OVER,
    STAGES,
    observe_multi_modal,
)
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.unmatched-pairs-never-grow",
    statement=__doc__,
    source=source("Lemma D.9, (1) to (3)"),
    kind="lemma",
    regimes=MULTI_MODAL,
    experiment=observe_multi_modal,
    prediction=AllOf((AtMost("moved", 0.02), STAGE_IS_OVER)),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the dimension is at least n / (sigma_0 sigma_xi) (here: n^2 to 1.5 n^2, which is far less)",
            regimes=SMALL_DIM_MULTI_MODAL,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
