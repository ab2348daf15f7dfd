r"""As printed, negatives agree little with the single-modal reference.

$$ \langle \nabla F_j, W^* \rangle \le \log\frac{2M}{\epsilon} \quad \text{for all i and j with } y_j \ne y_i , $$
where $F_j = \mathrm{Sim}(x_i, x_j) / \tau$ and
$w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \xi_i / \|\xi_i\|^2$.

Asked at the last step, at $\epsilon = 0.01$, of the pair with the largest product. The coefficients that break the
bound grow like $\sqrt\tau$, so it is asked at temperatures $\tau$ from 0.4 up to the $\alpha / 20$,
$\alpha = \log(3 M T)$, of Proposition C.13, of the $n^2 / 2$ pairs of n = 80 samples, for $d \le 4 n^2$. Far from
there it is kept more often: for $d \ge 4 n^2$ and $s \le 0.02$ some pair broke it in 13 of 512 draws.
"""

import torch

from claims.huang2024.lemmas.references import observe_single_modal
from claims.huang2024.paper import TRUST, source
from strategies.huang2024.lemmas import late_stages
from theoremcheck import AtMost, Claim, Control, Flaw, Verdict, log_uniform, uniform

LARGE = {"samples": 80, "temperature": uniform(0.4, 0.48), "dim_ratio": log_uniform(1.0, 4.0)}
"""Where no draw sits at the bound, whose sign half the step would then change."""

CLAIM = Claim(
    name="huang2024.negatives-agree-little-as-printed",
    statement=__doc__,
    source=source("Lemma C.16, second part"),
    kind="lemma",
    regimes=late_stages(**LARGE),
    experiment=observe_single_modal,
    prediction=AtMost("slope", 1.0, unit="of the bound"),
    required=0.95,
    controls=(
        Control(
            breaks="the start is small (here: s of 10 to 30)",
            regimes=late_stages(**LARGE, start_size=uniform(10.0, 30.0), horizon=16.0),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason="the bound drops the leading term, 2 log(2M / eps) times the mean over the neurons that are active on x_i "
    "of their response to x_j, which grows with the coefficients",
    trust=TRUST,
    dtype=torch.float64,
)
