r"""As printed, positives agree with the multi-modal reference.

$$ \langle \nabla F_0, W^* \rangle \ge 2 \log\frac{2M}{\epsilon} , $$
where $F_0 = \mathrm{Sim}_{h,g}(x_i, \tilde x_i) / \tau$, or the same from the second modality, and
$$ w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon}\, \mathrm{sign}\langle w_r(0), \mu \rangle \frac{\mu}{\|\mu\|^2} . $$
The bound is claimed for every sample and every step of stage 2; asked at the last step, at $\epsilon = 0.01$, of the
sample and the network with the smallest product.

The bound is kept at large temperatures. Half of m neurons are active on a sample, and the signals $\gamma_r$ of the
first network have $\frac12 C_\mu \overline{\gamma^2} = \tau u$ at a loss of $2 M e^{-u}$, so u is 9 at the end. They
grew from sums of two Gaussians, and $W^*$ has the sign of one of these: the product over its bound is
$0.28 \sqrt{2 \tau u / C_\mu}$ in mean, and scatters by $1.5\, (m / 2)^{-1/2}$ of this. At m = 100, $\tau \ge 50$ and
$C_\mu \le 10$ that is 2.7 and more, three deviations above 1.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import PATHS, REGIMES, observe_both, observe_multi
from strategies.huang2024.stage_two import stage_two_regimes, warm_stages
from theoremcheck import AtLeast, Claim, Control, Flaw, PositiveControl, Verdict, uniform

CLAIM = Claim(
    name="huang2024.multi-modal-anchors-agree-as-printed",
    statement=__doc__,
    source=source("Lemma D.13, first part"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("multi_anchor_slope_printed", 1.0, unit="of the bound"),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: C_mu c from 0.3 to 1.2)",
            regimes=stage_two_regimes(min_boosted=0.3, max_boosted=1.2, modality_ratio=uniform(0.3, 1.0)),
            experiment=observe_multi,
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="tau is large against C_mu (here: 50 to 75, at m = 100)",
            regimes=warm_stages(50.0, width=100),
            experiment=observe_multi,
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason="the product is 2 log(2M / eps) times a mean over neurons of the other network's signal, which would have "
    "to reach 1 in both; the weights 1 - l_i collapse before. Lemma D.14, which rests on it, holds all the "
    "same",
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
