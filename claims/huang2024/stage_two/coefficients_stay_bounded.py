r"""No coefficient of single-modal training exceeds $\sqrt{m \tau \alpha}$, with $\alpha = \log(3 M T^*)$.

Similarities are means over m neurons. The neurons that serve a sample grow in proportion, so its similarity over
temperature, $u = \sum_r \langle w_r, \xi_i \rangle^2 / (m \tau)$, obeys $u' = 2 \kappa u (1 - \ell_i)$ with
$1 - \ell_i = M e^{-u}$: hence $e^u = 2 \kappa u M t$, and $2 \kappa u \le 3$ where $\kappa \le 1/12$, as the
proposition asks, and $u \le 18$. So $u \le \log(3 M T^*)$, and one neuron's share of it gives
$$ |\gamma_r(t)|,\ |\rho_{ri}(t)| \le \sqrt{m \tau \alpha} \quad\text{for all } r,\ i,\ t \le T^* , $$
which is nearly attained: some sample is served by one neuron alone. The printed bound is $\alpha$.

Training has to end at $L \le 0.01$, the precision of stage 2.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import (
    DIVERGING,
    PATHS,
    REGIMES,
    SINGLE_IS_TRAINED,
    UNTRAINED,
    observe_both,
    observe_single,
)
from theoremcheck import AllOf, AtMost, Claim

CLAIM = Claim(
    name="huang2024.coefficients-stay-bounded",
    statement=__doc__,
    source=source("Proposition C.13, bound corrected (derived)", "reconstructed"),
    kind="proposition",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AllOf((AtMost("single_coefficient", "single_bound"), SINGLE_IS_TRAINED)),
    required=0.95,
    controls=(DIVERGING(experiment=observe_single),),
    baselines=(UNTRAINED,),
    repairs="huang2024.coefficients-as-printed",
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
