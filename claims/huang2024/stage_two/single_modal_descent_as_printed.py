r"""As printed, each step of single-modal stage 2 comes closer to the reference by what the loss exceeds $\epsilon$.

With $w^*_r = w_r(0) + 2 \tau \log(2M/\epsilon) \sum_i \xi_i / \|\xi_i\|^2$ (and the square that is missing in print),
$$ \|W(t) - W^*\|_F^2 - \|W(t+1) - W^*\|_F^2 \ge \eta\, (L(t) - \epsilon) \quad\text{for } t \ge T_1 . $$
Asked of every step from $T_1 = \log(20/s) / \log(1 + 0.96 \kappa)$ on, at $\epsilon = 0.01$; the loss is 0.05 at
$T_1$ and 0.005 in the end. The temperature is at most $1 / \alpha$, $\alpha = \log(3 M T)$: by Cauchy and Schwarz the
mean of $\langle w_r, \xi_i \rangle$ over neurons is at most $\sqrt{\tau \alpha}$, and Lemma C.16, on which this rests,
needs more than 1. At larger $\tau$ the inequality is kept more often, at $\tau = 1$ in all of 8 draws.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import observe_single
from strategies.huang2024.stage_two import stage_two_regimes, warm_stages
from theoremcheck import AtLeast, Claim, Control, Flaw, PositiveControl, Verdict, uniform

COLD = uniform(0.05, 0.095)
r"""$\tau \le 1 / \alpha$; $\alpha$ is 10.3 at most."""

CLAIM = Claim(
    name="huang2024.single-modal-descent-as-printed",
    statement=__doc__,
    source=source("Lemma C.17"),
    kind="lemma",
    regimes=stage_two_regimes(temperature=COLD),
    experiment=observe_single,
    prediction=AtLeast("single_descent", 0.0, unit="nat"),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is of order one and below 2 (here: 4 to 10, so that the signal serves the samples)",
            regimes=stage_two_regimes(max_boosted=100.0, signal_strength=uniform(4.0, 10.0), temperature=COLD),
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
    reason="it rests on the first part of Lemma C.16, which does not hold. The loss converges all the same",
    trust=TRUST,
    dtype=torch.float64,
)
