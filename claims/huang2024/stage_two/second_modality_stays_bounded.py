r"""No coefficient of multi-modal training exceeds $\sqrt{C_\mu m \tau \log(6 M T^*)}$, in either network.

With two modalities the similarity over temperature is $u = \sum_r \gamma_r \tilde\gamma_r / (m \tau)$ with
$\tilde\gamma_r = C_\mu \gamma_r$ (stage 1 aligns them so), and it obeys $u' = \kappa C_\mu c\, u (1 - \ell_i)$,
$c = n\,\mathrm{SNR}^2$, $1 - \ell_i = M e^{-u}$. With $\kappa \le 1/12$, $C_\mu c \le 6$ and $u \le 12$ this gives
$u \le \log(6 M T^*)$, and one neuron's share of it $\tilde\gamma_r \le \sqrt{C_\mu m \tau u}$: larger than in one
modality by $\sqrt{C_\mu}$.

Training has to end at $L \le 0.01$, the precision of stage 2.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import (
    DIVERGING,
    MULTI_IS_TRAINED,
    PATHS,
    REGIMES,
    UNTRAINED,
    observe_both,
    observe_multi,
)
from theoremcheck import AllOf, AtMost, Claim

CLAIM = Claim(
    name="huang2024.second-modality-stays-bounded",
    statement=__doc__,
    source=source("mirror image of Proposition C.13, bound corrected (derived)", "reconstructed"),
    kind="proposition",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AllOf((AtMost("multi_coefficient", "multi_bound"), MULTI_IS_TRAINED)),
    required=0.95,
    controls=(DIVERGING(experiment=observe_multi),),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
