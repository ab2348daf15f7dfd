r"""Symile's optimum is at least as accurate as pairwise CLIP's where both add the target's prior.

With $\log p(y)$ added, Symile's optimal score is $\log p(y | x, z)$ up to a constant: Bayes' rule, and no score is more
accurate, whatever is added to it. The guarantee of the README with a condition that it lacks, in another reading.
"""

from functools import partial

import torch

from claims.symile2024.guarantee.comparison import NO_WORSE, accuracies, controls, knowing_nothing
from claims.symile2024.paper import source
from models.symile2024.guarantee import by_scores_and_prior
from strategies.symile2024.guarantee import many_laws
from theoremcheck import Claim

CLAIM = Claim(
    name="symile2024.at-least-as-accurate-with-prior",
    statement=__doc__,
    source=source("README of the reference implementation (condition added)"),
    kind="corollary",
    regimes=many_laws(),
    experiment=partial(accuracies, protocol=by_scores_and_prior),
    prediction=NO_WORSE,
    required=0.99,  # always
    controls=controls(protocol=by_scores_and_prior),
    reading_of="symile2024.at-least-as-accurate",
    baselines=knowing_nothing(protocol=by_scores_and_prior),
    dtype=torch.float64,
)
