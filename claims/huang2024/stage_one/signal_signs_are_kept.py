r"""In single-modal stage 1 no neuron changes its mind about the signal.

The sign of $\langle w_r, \mu \rangle$ is that of the start at all times, and $\gamma_r$ moves monotonically in its
direction, for every neuron r.

Operational: for all but one of 50 neurons at least; 0.97 lies between 48 and 49 of them. The products
$\langle \xi_i, \mu \rangle$ are not zero. Through them n / 2 memorised samples, each with $\rho \le 0.1$, move
$\langle w_r, \mu \rangle$ by $0.1 / \sqrt{2 n K s^2}$ of its own spread at most, and a neuron that starts nearer to
zero than that may turn. Hence the theorems' condition $d \ge n / (\sigma_0 \sigma_\xi)$, that is $K s^2 \ge 1$ for
$K = d / n^2$ and $s = \sigma_0 \sigma_\xi \sqrt d$: a move by 1 % or less, and 0.3 % of the neurons or less. That is
0.15 of 50 in the mean, one or more in 14 % of the draws and two or more in 1 %.
Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
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
from theoremcheck import AllOf, AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.signal-signs-are-kept",
    statement=__doc__,
    source=source("Lemma C.3"),
    kind="lemma",
    regimes=SINGLE_MODAL,
    experiment=observe_single_modal,
    prediction=AllOf((AtLeast("kept", 0.97), STAGE_IS_OVER)),
    required=0.95,  # the lemma's delta costs d = n m / (delta s): a constant in its place
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
