r"""Negatives agree with the single-modal reference as much as the neurons of the anchor respond to them.

For $F_j = \mathrm{Sim}(x_i, x_j) / \tau$, $y_j \ne y_i$, and
$w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \xi_i / \|\xi_i\|^2$,
$$ \langle \nabla F_j, W^* \rangle = 2 \log\frac{2M}{\epsilon} \cdot \frac1m \sum_r
   1[\langle w_r, \xi_i \rangle > 0]\, \mathrm{relu}\langle w_r, \xi_j \rangle
   \; (1 + O((nK)^{-1/2})) , \qquad K = \frac d{n^2} , $$
which is the term that the printed bound drops. Derived: $\langle w^*_r, \xi_i \rangle$ is the same for every r,
$2 \tau \log(2M/\epsilon) (1 + e_i)$ with $e_i = \sum_{k \ne i} \langle \xi_k, \xi_i \rangle / \|\xi_k\|^2$ of standard
deviation $(nK)^{-1/2}$, but for $\langle w_r(0), \xi_i \rangle$ of order s.

Operational: within 0.4 of 1 for every pair that has a leading term, at $nK \ge 200$ and $s \le 0.02$: five standard
deviations of $e_i$, 0.36, and $4 s / (2 \tau \log(2M/\epsilon)) \le 0.05$ for the largest of Gaussian starts, at
$\tau \ge 0.1$. The last step is one of small loss, $L \le \epsilon$.
"""

import torch

from claims.huang2024.lemmas.references import LOSS_IS_SMALL, observe_single_modal
from claims.huang2024.paper import TRUST, UNTRAINED, source
from strategies.huang2024.lemmas import memorised_references
from theoremcheck import AllOf, AtMost, Claim, Control, log_uniform, uniform

CLAIM = Claim(
    name="huang2024.negatives-agree-with-the-reference",
    statement=__doc__,
    source=source("Lemma C.16, second part, with its leading term restored (derived)", "reconstructed"),
    kind="lemma",
    regimes=memorised_references(),
    experiment=observe_single_modal,
    prediction=AllOf((AtMost("remainder", 0.4), LOSS_IS_SMALL)),
    required=0.95,
    controls=(
        Control(
            breaks="the start is small (here: s of 10 to 30)",
            regimes=memorised_references(start_size=uniform(10.0, 30.0), horizon=16.0),
        ),
        Control(
            breaks="the dimension is at least n^2 (here: about a twentieth of it)",
            regimes=memorised_references(dim_ratio=log_uniform(0.045, 0.06)),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
)
