r"""With $\sigma_{core} = 1$ contrastive learning has 81 % under P*, and supervised learning two thirds at most.

For $\sigma_{spu} \to 0$ and $p_{spu} \to 1$ the bound of Theorem 4.4 is
$1 - \frac12 \Phi(-\frac12) - \frac12 \Phi(-\frac32) = 0.8123$, and by Theorem 4.3 the separator's accuracy is at most
2/3. The two halves are special cases of those theorems; here both hold in one regime.

Operational: at the literal constants of Theorem 4.3 with $\sigma_{core} = 1$, contrastive accuracy at least 0.81 (the
reserve of 0.0022 is the paper's rounding, 25 standard deviations at n = 200,100) and supervised at most 2/3, with 0.95
on the majority, so that it has learned. The separator stands in infinitely many noise dimensions, the contrastive
minimiser in $d = 10^4$ to $10^7$, on training sets of the same law.
"""

from functools import partial

import torch

from claims.xue2024.intra_class.groups import AS_MANY_CONTRADICT, both_learners
from claims.xue2024.paper import ANOTHER_IMAGE, LEARNED, REQUIRED, source
from models.xue2024.intra_class.contrastive import Captioning
from strategies.xue2024.intra_class import corollary
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control

CLAIM = Claim(
    name="xue2024.contrastive-at-81-and-supervised-at-two-thirds",
    statement=__doc__,
    source=source("Corollary 4.5 (numbers recalled, and derived)"),
    kind="corollary",
    regimes=corollary(),
    experiment=both_learners,
    prediction=AllOf(
        (AtLeast("contrastive", 0.81), AtMost("supervised", 2 / 3), AtLeast("majority_accuracy", LEARNED))
    ),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the core feature varies as much as the classes differ, sigma_core = 1 (here: 0.3)",
            regimes=corollary(core_spread=0.3),
        ),
        Control(
            breaks=ANOTHER_IMAGE,
            experiment=partial(both_learners, captioning=Captioning(own_detail=False)),
        ),
        Control(breaks=AS_MANY_CONTRADICT, regimes=corollary(odds=1)),
    ),
    dtype=torch.float64,
)
