r"""In single-modal stage 2 the signal hardly grows.

$$ \max_r |\gamma_r(t)| \le 3 \max_r |\gamma_r(T_1)| \quad\text{for } T_1 \le t \le T . $$
Here $T_1 = \log(20/s) / \log(1 + 0.96 \kappa)$ with $s = \sigma_0 \sigma_\xi \sqrt d$ and
$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, and T is the end of training, where $L \le 0.01$, the precision of
stage 2. The factor 3 is the paper's.
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, UNTRAINED_WITH_GRADIENTS, source
from claims.huang2024.stage_two.trajectory import (
    PATHS,
    REGIMES,
    SINGLE_IS_TRAINED,
    after_one_step,
    observe_both,
    observe_single,
)
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.signal-stalls",
    statement=__doc__,
    source=source("Lemma C.18, first part"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AllOf((AtMost("single_signal_growth", 3.0), SINGLE_IS_TRAINED)),
    required=0.95,
    controls=(
        Control(
            breaks="stage 1 is over (here: counted from the second step on)",
            experiment=partial(observe_single, stage=after_one_step),
        ),
    ),
    baselines=(UNTRAINED_WITH_GRADIENTS,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
