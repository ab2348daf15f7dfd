r"""Contrastive learning is robust where the core feature varies inside its class.

Data model 1, prompts $(\pm 1, 0)$, $p = p_{spu}$. With high probability the accuracy under P*, where the spurious
attribute says nothing of the class, is
$$ \mathrm{Acc}_{OOD} \ge 1 - \tfrac12 \Phi(\kappa_1) - \tfrac12 \Phi(\kappa_2) - o(1) , \qquad
   \kappa_1 = \frac{2p - 2 - \sigma_{core}^2}{B} , \quad \kappa_2 = \frac{-2p - \sigma_{core}^2}{B} , $$
$B^2 = (1 + \sigma_{core}^2)^2 \sigma_{core}^2 + (2p - 1)^2 \sigma_{spu}^2$: as much as the rule $C e_{core}$ has
without noise. At fixed d the noise of the test images adds $((1 + \sigma_{core}^2)^2 + (2p - 1)^2)\, \sigma_\xi^2 / d$
to $B^2$, and the accuracy stays below the printed value whatever n is; so o(1) is read as n and d growing together. A
tolerance at one size is no reading of it.

Operational: along (n, d) = (200, 20), (800, 80), (3200, 320), (12800, 1280) the shortfall, root mean square over 32
training sets, falls with a slope of -0.4 or less. Accuracies are exact given what is learned. An oracle that reads the
core feature alone has no shortfall at all; that training finds the weights of C is another page,
core-outweighs-spurious-by-the-cross-covariance.
"""

import torch

from claims.xue2024.intra_class.ladder import LADDER, RE_PAIRED, REGIMES, TRAINED, observe
from claims.xue2024.paper import REQUIRED, falls_like_root_n, source
from theoremcheck import Claim

CLAIM = Claim(
    name="xue2024.contrastive-accuracy-reaches-the-bound",
    statement=__doc__,
    source=source("Theorem 4.4 (formula recalled and derived; the rate of o(1) derived)"),
    regimes=REGIMES,
    scale=LADDER,
    experiment=observe,
    prediction=falls_like_root_n("shortfall"),
    required=REQUIRED,
    controls=(RE_PAIRED,),
    dtype=torch.float64,
    study=TRAINED,
)
