r"""Symile's optimum is at least as accurate as pairwise CLIP's where the target is uniform.

With rich encoders and infinite data Symile's score is $\log r$, $r = p(x, y, z) / p(x) p(y) p(z)$, and pairwise
CLIP's is $PMI(x, y) + PMI(y, z)$. If $p(y)$ is uniform, the largest $\log r$ is the largest $p(y | x, z)$: Bayes'
rule (Neyman and Pearson), and no score is more accurate on any law.

The guarantee of the README with the condition that it lacks; two more readings of it add the prior to the scores, or
retrieve. Equality is common, since both rules may be Bayes', and holds.
"""

from functools import partial

import torch

from claims.symile2024.guarantee.comparison import NO_WORSE, accuracies, controls, knowing_nothing
from claims.symile2024.paper import source
from models.symile2024.guarantee import uniform_target
from strategies.symile2024.guarantee import many_laws
from theoremcheck import Claim

CLAIM = Claim(
    name="symile2024.at-least-as-accurate",
    statement=__doc__,
    source=source("README of the reference implementation (condition added)"),
    kind="corollary",
    regimes=many_laws(),
    experiment=partial(accuracies, target=uniform_target),
    prediction=NO_WORSE,
    required=0.99,  # always
    controls=controls(target=uniform_target),
    repairs="symile2024.at-least-as-accurate-as-printed",
    baselines=knowing_nothing(target=uniform_target),
    dtype=torch.float64,
)
