r"""Symile's optimum is at least as accurate as pairwise CLIP's in retrieval.

The true y stands among K - 1 others drawn from p(y), and the largest score wins, ties by lot. The posterior that
candidate j is the true one is proportional to $r(x, y_j, z)$, so $\log r$ is optimal without a prior, for every law
and every K. The guarantee of the README with a condition that it lacks, in another reading.

Operational: K = 2, 4, 8, and accuracies in closed form.
"""

from functools import partial

import torch

from claims.symile2024.guarantee.comparison import NO_WORSE, accuracies, controls, knowing_nothing
from claims.symile2024.paper import source
from models.symile2024.guarantee import retrieval
from strategies.symile2024.guarantee import retrievals
from theoremcheck import Claim

CLAIM = Claim(
    name="symile2024.at-least-as-accurate-in-retrieval",
    statement=__doc__,
    source=source("README of the reference implementation (condition added)"),
    kind="corollary",
    regimes=retrievals(),
    experiment=partial(accuracies, protocol=retrieval),
    prediction=NO_WORSE,
    required=0.99,  # always
    controls=controls(protocol=retrieval),
    reading_of="symile2024.at-least-as-accurate",
    baselines=knowing_nothing(protocol=retrieval),
    dtype=torch.float64,
)
