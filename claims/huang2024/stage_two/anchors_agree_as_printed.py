r"""As printed, positives agree with the single-modal reference.

$$ \langle \nabla F_0, W^* \rangle \ge 2 \log\frac{2M}{\epsilon} , $$
where $F_0 = \mathrm{Sim}(x_i, \hat x_i) / \tau$ and
$$ w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \frac{\xi_i}{\|\xi_i\|^2} . $$
The bound is claimed for every sample and every step of stage 2; asked at the last step, at $\epsilon = 0.01$, of the
sample with the smallest product.

The second part, $\langle \nabla F_j, W^* \rangle \le \log(2M/\epsilon)$ for $F_j = \mathrm{Sim}(x_i, x_j) / \tau$ with
$y_j \ne y_i$, is recorded as well; some pair breaks it in a third of the draws, which is an effect of few neurons in
few dimensions (single-modal-negatives-agree-little). About half of the neurons are active on $x_i$, so its left side is
about half of what the first part bounds from below for $x_j$: the two leave each other no room.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import PATHS, REGIMES, observe_both, observe_single
from strategies.huang2024.stage_two import stage_two_regimes, warm_stages
from theoremcheck import AtLeast, Claim, Control, Flaw, PositiveControl, Verdict, uniform

CLAIM = Claim(
    name="huang2024.anchors-agree-as-printed",
    statement=__doc__,
    source=source("Lemma C.16, first part"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("single_anchor_slope", 1.0, unit="of the bound"),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is of order one and below 2 (here: 4 to 10, so that the signal serves the samples)",
            regimes=stage_two_regimes(max_boosted=100.0, signal_strength=uniform(4.0, 10.0)),
            experiment=observe_single,
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="tau is at least m / log(M / eps) (here: 13 to 20)", regimes=warm_stages(), experiment=observe_single
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason="the product is 2 log(2M / eps) times the mean over neurons of <w_r, xi_i>, which would have to reach 1; "
    "the weights 1 - l_i collapse once its mean square is tau alpha, and the few neurons that serve a sample "
    "stop there",
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
