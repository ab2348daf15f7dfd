r"""Contrastive learning is more accurate under P* than supervised learning, however little the core feature varies.

Ours, not printed: the comparison of the abstract, taken without the condition $\sigma_{core} \ge 1$ that stands in
Theorem 4.3 and in the corollary. Where the core feature hardly varies inside its class it all but separates the
classes; the maximum-margin separator then needs no spurious feature, and is nearly perfect. The contrastive rule
$(1 + \sigma_{core}^2) \mu_{core} + (2p - 1) \mu_{spu}$ is not.

Operational: both learners on one training set of 500 to 4,000 samples with $\sigma_{core}$ from 0.2 to 0.5, in the
limit of infinitely many noise dimensions; accuracies are exact given the weights.
"""

from functools import partial

import torch

from claims.xue2024.intra_class.same_data import CONTRASTIVE_IS_BETTER, LITTLE_DETAIL, MUCH_DETAIL, observe
from claims.xue2024.paper import ANOTHER_IMAGE, REQUIRED, source
from theoremcheck import Claim, Control, Flaw, PositiveControl, Verdict

CLAIM = Claim(
    name="xue2024.contrastive-beats-supervised",
    statement=__doc__,
    source=source("the comparison of the abstract, without a condition (our reading, not printed)", "reconstructed"),
    kind="empirical",
    regimes=LITTLE_DETAIL,
    experiment=observe,
    prediction=CONTRASTIVE_IS_BETTER,
    required=REQUIRED,
    controls=(Control(breaks=ANOTHER_IMAGE, experiment=partial(observe, own_detail=False)),),
    positive_controls=(
        PositiveControl(
            adds="the core feature varies as much as the classes differ (sigma_core from 1 to 2)", regimes=MUCH_DETAIL
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason="where the core feature all but separates the classes, the maximum-margin separator is nearly perfect",
    dtype=torch.float64,
)
