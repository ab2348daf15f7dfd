r"""Contrastive learning scores an image and a caption by the cross-covariance of their latents.

With linear encoders of width $p \ge l$ and the linear contrastive loss with penalty
$\frac\rho2 \|W_I^T W_T\|_F^2$, the similarity of an image with latent $\mu'$ and a caption with latent $\mu''$ is
approximately $\frac1\rho \mu'^T C \mu''$, $C = \mathrm{Cov}(\mu_I, \mu_T)$ over the training distribution.

Derived: $\rho W_I^T W_T$ at the minimum is the best approximation of rank p of the sample cross-covariance of images
and captions, so the block that the latents see differs from C by a statistical error of order $n^{-1/2}$.

Operational, in data model 1 with d = 24 or 32 and p = 4: $\|D_I^T \rho W_I^T W_T D_T - C\|_F / \|C\|_F$, root mean
square over 8 training sets, falls along n = 100, 400, 1600, 6400 with a slope of -0.4 or less. (One training set a rung
has slopes of -0.96 to -0.04: the mean square is what a rate can be read from.)
"""

from functools import partial

import torch

from claims.xue2024.lemma.ladder import more_samples, observe
from claims.xue2024.paper import REQUIRED, falls_like_root_n, source
from models.xue2024.lemma import at_random, block_error
from strategies.xue2024.lemma import fixed_dimension
from theoremcheck import Baseline, Claim, Control, Scale

CLAIM = Claim(
    name="xue2024.score-is-the-cross-covariance",
    statement=__doc__,
    source=source("Lemma 3.2, with its rate (derived)"),
    kind="lemma",
    regimes=fixed_dimension(),
    scale=Scale("samples", factors=(1, 4, 16, 64), grow=more_samples),
    experiment=partial(observe, error=block_error),
    prediction=falls_like_root_n("error"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the encoders are as wide as there are latents (here: width 1)",
            experiment=partial(observe, error=block_error, width=1),
        ),
    ),
    baselines=(Baseline(when="before training", experiment=partial(observe, error=block_error, learn=at_random)),),
    dtype=torch.float64,
)
