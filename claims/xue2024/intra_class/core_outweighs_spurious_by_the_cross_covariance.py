r"""The learned rule weighs the core feature $(1 + \sigma_{core}^2) / (2p - 1)$ times as much as the spurious one.

That is the mechanism of Theorem 4.4: the rule for the prompts $(\pm 1, 0)$ is $C e_{core}$, C the cross-covariance of
the latents of image and caption, $[[1 + \sigma_{core}^2, 2p - 1], [2p - 1, 1 + \sigma_{spu}^2]]$. What a caption says
of its own image inside the class adds $\sigma_{core}^2$ to the core feature's weight and nothing to the spurious one's.

Operational: along the ladder of contrastive-accuracy-reaches-the-bound the error of the ratio, relative and root mean
square over 32 training sets, falls with a slope of -0.4 or less.
"""

import torch

from claims.xue2024.intra_class.ladder import LADDER, RE_PAIRED, REGIMES, TRAINED, observe
from claims.xue2024.paper import REQUIRED, falls_like_root_n, source
from theoremcheck import Claim

CLAIM = Claim(
    name="xue2024.core-outweighs-spurious-by-the-cross-covariance",
    statement=__doc__,
    source=source("Theorem 4.4, its mechanism (derived)", "reconstructed"),
    regimes=REGIMES,
    scale=LADDER,
    experiment=observe,
    prediction=falls_like_root_n("ratio_error"),
    required=REQUIRED,
    controls=(RE_PAIRED,),
    reading_of="xue2024.contrastive-accuracy-reaches-the-bound",
    dtype=torch.float64,
    study=TRAINED,
)
