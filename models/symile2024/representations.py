r"""Encoders trained on Symile's or pairwise CLIP's population objective, and what they know of each modality.

Saporta et al. 2024, arXiv:2411.01053, reconstructed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.symile2024.population import (
    Encoders,
    Training,
    clip_gradient,
    fit,
    summed_scores,
    symile_gradient,
    symile_scores,
    tabular_start,
)
from models.symile2024.tables import MOST_LETTERS, accuracy, conditional, dirichlet, posterior_accuracy, prior_of
from theoremcheck.numerics import log_density_ratio, total_correlation
from theoremcheck.streams import Streams

__all__ = [
    "CubicTable",
    "Learner",
    "accuracy_loss",
    "clip_learner",
    "divergence_shares",
    "one_anchor_learner",
    "residual_share",
    "symile_learner",
]


@dataclass(frozen=True)
class CubicTable:
    """A random law of three modalities of the same size, and a training; floats are tensors of shape (trials,)."""

    letters: float  # m
    concentration: float  # alpha of the Dirichlet law
    dim: int  # d
    steps: int

    def law(self, streams: Streams) -> Tensor:
        """Probabilities, shape (trials, 4, 4, 4)."""
        return dirichlet((self.letters,) * 3, self.concentration, streams, "table")

    def start(self, streams: Streams) -> Encoders:
        """Unit vectors with a scale of 1."""
        return tabular_start((MOST_LETTERS,) * 3, self.dim, True, streams)


Learner = Callable[[CubicTable, Tensor, Streams], Tensor]
"""(regimes, tables, streams) -> scores, shape (trials, 4, 4, 4)."""


def symile_learner(table: CubicTable, joint: Tensor, streams: Streams) -> Tensor:
    """Symile, all anchors."""
    return symile_scores(fit(table.start(streams), symile_gradient(joint), Training(table.steps)))


def one_anchor_learner(table: CubicTable, joint: Tensor, streams: Streams) -> Tensor:
    """Symile with the first modality as its only anchor."""
    return symile_scores(fit(table.start(streams), symile_gradient(joint, anchors=(0,)), Training(table.steps)))


def clip_learner(table: CubicTable, joint: Tensor, streams: Streams) -> Tensor:
    """Pairwise CLIP, and the sum of its pairs' scores."""
    return summed_scores(fit(table.start(streams), clip_gradient(joint), Training(table.steps)))


def divergence_shares(joint: Tensor, scores: Tensor) -> Tensor:
    r"""$KL(p(t | o) \| \mathrm{softmax}_t(g + \log p(t))) / I(t; o)$ of each modality t, o the others; (trials, 3)."""
    shares = []
    for target in range(3):
        predicted = (scores + prior_of(joint, target).log()).log_softmax(dim=target + 1)
        exact = conditional(joint, target)
        terms = torch.where(joint > 0, joint * (exact.log() - predicted), torch.zeros_like(joint))
        information = total_correlation(joint.movedim(target + 1, 1).flatten(start_dim=2))
        shares.append(terms.sum(dim=(1, 2, 3)) / information)
    return torch.stack(shares, dim=1)


def residual_share(joint: Tensor, scores: Tensor) -> Tensor:
    r"""Variance of $g - \log r$ over that of $\log r$, under the joint law; shape (trials,)."""
    optimal = log_density_ratio(joint, 3)
    return _variance(joint, scores - optimal) / _variance(joint, optimal)


def accuracy_loss(joint: Tensor, scores: Tensor) -> Tensor:
    """By how much deciding by score + log prior falls short of Bayes, the worst of three targets; shape (trials,)."""
    losses = [
        posterior_accuracy(joint, target) - accuracy(joint, scores + prior_of(joint, target).log(), target)
        for target in range(3)
    ]
    return torch.stack(losses, dim=1).amax(dim=1)


def _variance(joint: Tensor, values: Tensor) -> Tensor:
    mean = (joint * values).sum(dim=(1, 2, 3), keepdim=True)
    return (joint * (values - mean).square()).sum(dim=(1, 2, 3))
