r"""Contrastive learning is more accurate under P* than supervised learning where the core feature's classes overlap.

Ours: the condition $\sigma_{core} \ge 1$ of Theorem 4.3 is the one that the comparison needs. With $p_{spu}$ near 1 the
contrastive rule has about $1 - \frac12 \Phi(\kappa_1) - \frac12 \Phi(\kappa_2)$, 0.84 to 0.69 for $\sigma_{core}$ from
0.5 to 2. The maximum-margin separator has nearly 1 while the core feature all but separates the classes, and little
more than one half where it does not. The order flips at $\sigma_{core}$ about 0.6 to 0.7; `theoremcheck boundary
xue2024.contrastive-beats-supervised-where-classes-overlap --along core_spread=0.3:1.5 --along correlation=0.8:0.995`
draws the line over the plane of both.

Operational: both learners on one training set of 500 to 4,000 samples, in the limit of infinitely many noise
dimensions; accuracies are exact given the weights.
"""

import torch

from claims.xue2024.intra_class.same_data import CONTRASTIVE_IS_BETTER, LITTLE_DETAIL, MUCH_DETAIL, observe
from claims.xue2024.paper import REQUIRED, source
from theoremcheck import Claim, Control

CLAIM = Claim(
    name="xue2024.contrastive-beats-supervised-where-classes-overlap",
    statement=__doc__,
    source=source("Theorems 4.3 and 4.4 at moderate sizes, with the condition on sigma_core (ours)", "reconstructed"),
    kind="empirical",
    regimes=MUCH_DETAIL,
    experiment=observe,
    prediction=CONTRASTIVE_IS_BETTER,
    required=REQUIRED,
    controls=(
        Control(
            breaks="the core feature varies as much as the classes differ, sigma_core >= 1 (here: 0.2 to 0.5)",
            regimes=LITTLE_DETAIL,
        ),
    ),
    repairs="xue2024.contrastive-beats-supervised",
    dtype=torch.float64,
)
