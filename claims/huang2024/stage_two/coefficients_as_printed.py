r"""As printed, no coefficient of single-modal training exceeds $\alpha = \log(3 M T^*)$.

With $w_r(t) = w_r(0) + \gamma_r(t) \mu / \|\mu\|^2 + \sum_i \rho_{ri}(t) \xi_i / \|\xi_i\|^2$: if
$\alpha \ge 20 \tau$ and $\eta \le n m \tau / (12 \sigma_\xi^2 d)$, then with high probability
$$ |\gamma_r(t)|,\ |\rho_{ri}(t)| \le \alpha \quad\text{for all } r,\ i,\ t \le T^* . $$

A constant does not mend it: coefficients are of order $\sqrt{m \tau \alpha}$ (coefficients-stay-bounded), and the ratio
to $\alpha$ grows like $\sqrt m$, of which the theorems ask to be large. So it is the order in m that is lost. They say
little of $\alpha$ themselves where $m = \tilde O(1)$: the theorems stand.

Here $T^*$ is the whole of training, up to $\kappa T = 14 + 1.5 \log(1/s)$,
$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$. Asked at m = 100 and $0.32 \le \tau \le 0.48$, where
$\alpha \ge 20 \tau$ and $m \tau \ge 3 \alpha$; where $m \tau < \alpha$ the bound is kept.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import DIVERGING, observe_single
from strategies.huang2024.stage_two import stage_two_regimes
from theoremcheck import AtMost, Claim, Flaw, PositiveControl, Verdict, log_uniform, uniform

CLAIM = Claim(
    name="huang2024.coefficients-as-printed",
    statement=__doc__,
    source=source("Proposition C.13"),
    kind="proposition",
    regimes=stage_two_regimes(width=100, temperature=uniform(0.32, 0.48)),
    experiment=observe_single,
    prediction=AtMost("single_coefficient", "single_coefficient_printed_bound"),
    required=0.95,
    controls=(DIVERGING(experiment=observe_single),),
    positive_controls=(
        PositiveControl(
            adds="m tau is at most alpha (here: 4 to 9; alpha is 9.8 and more)",
            regimes=stage_two_regimes(width=100, temperature=log_uniform(0.04, 0.09)),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.RATE,
    reason="a similarity is a mean over m neurons, and eq. 27 uses one neuron's size for all of them: a sample that "
    "one neuron serves needs the coefficient sqrt(m tau alpha), which exceeds alpha where m tau > alpha",
    trust=TRUST,
    dtype=torch.float64,
)
