r"""Population optima of Symile and of pairwise CLIP in closed form, and how accurately they tell one modality.

With rich encoders and infinite data Symile's score is $\log r = \log p(x, y, z) / p(x) p(y) p(z)$, and pairwise CLIP's,
for y given x and z, is $PMI(x, y) + PMI(y, z)$: nothing is trained. Saporta et al. 2024, arXiv:2411.01053.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log

import torch
from torch import Tensor

from models.symile2024.tables import (
    MOST_LETTERS,
    accuracy,
    dirichlet,
    drawn_sizes,
    latent_class,
    prior_of,
)
from theoremcheck.numerics import log_density_ratio, marginal
from theoremcheck.streams import Streams

__all__ = [
    "ManyLaws",
    "Protocol",
    "Rule",
    "Target",
    "as_drawn",
    "by_scores",
    "by_scores_and_prior",
    "constant",
    "joint_negatives",
    "one_anchor",
    "optimal",
    "pairwise",
    "retrieval",
    "uniform_target",
]

TARGET = 1
_LATENT_FLOOR = 1e-5


@dataclass(frozen=True)
class ManyLaws:
    """Random laws of three modalities in one trial, since a guarantee speaks of all; and the size of a retrieval."""

    dirichlet: int
    latent: int
    candidates: int  # K

    def draw(self, streams: Streams) -> Tensor:
        """Dirichlet tables, then latent-class tables, shape (trials, laws, 4, 4, 4), float64."""
        level = replace(streams, dtype=torch.float64).uniform("concentrations", (self.dirichlet,))
        concentration = torch.exp(log(0.2) + level * log(10))  # log-uniform on [0.2, 2]
        letters = drawn_sizes(streams, "letters", (3, self.dirichlet)).unbind(dim=1)
        classes, *views = drawn_sizes(streams, "latent letters", (4, self.latent)).unbind(dim=1)
        return torch.cat(
            [
                dirichlet(letters, concentration, streams, "tables"),
                latent_class(classes, views, streams, "latent", _LATENT_FLOOR),
            ],
            dim=1,
        )


Target = Callable[[Tensor], Tensor]
"""Changes laws in what they say of the target's marginal alone; shape (laws, 4, 4, 4)."""

Rule = Callable[[Tensor, Streams], Tensor]
"""(laws, streams) -> scores of Symile; shape (laws, 4, 4, 4), with the laws of a trial one after another."""

Protocol = Callable[[Tensor, Tensor, int], Tensor]
"""(laws, scores, K) -> accuracy for y given x and z, shape (laws,)."""


def as_drawn(joint: Tensor) -> Tensor:
    """No change."""
    return joint


def uniform_target(joint: Tensor) -> Tensor:
    """The same $p(x, z | y)$ with a uniform y."""
    prior = prior_of(joint, TARGET)
    there = (prior > 0).to(joint.dtype)
    return joint / prior.clamp(min=torch.finfo(joint.dtype).tiny) * there / there.sum(dim=TARGET + 1, keepdim=True)


def optimal(joint: Tensor, streams: Streams) -> Tensor:
    r"""$\log r$: the optimum of Symile's loss."""
    return log_density_ratio(joint, 3)


def one_anchor(joint: Tensor, streams: Streams) -> Tensor:
    r"""$\log r + \kappa(y)$, of standard deviation 1: an optimum of the loss with the target as its only anchor."""
    laws = len(joint) // streams.trials
    kappa = streams.normal("kappa", (laws, MOST_LETTERS)).to(joint).flatten(end_dim=1)
    return optimal(joint, streams) + kappa[:, None, :, None]


def joint_negatives(joint: Tensor, streams: Streams) -> Tensor:
    r"""$\log p(x, y, z) / p(x) p(y, z)$: the optimum with negatives (y, z) drawn as pairs, for the anchor x."""
    return log_density_ratio(joint.flatten(start_dim=2), 2).reshape(joint.shape)


def constant(joint: Tensor, streams: Streams) -> Tensor:
    """Scores that know nothing."""
    return torch.zeros_like(joint)


def pairwise(joint: Tensor) -> Tensor:
    """What pairwise CLIP's optimum scores y by: the sum of its pointwise mutual informations with x and with z."""
    first, second = (log_density_ratio(marginal(joint, *pair, modalities=3)) for pair in ((0, 1), (1, 2)))
    return first[:, :, :, None] + second[:, None, :, :]


def by_scores(joint: Tensor, scores: Tensor, candidates: int) -> Tensor:
    """Zero-shot: the letter of the largest score among all."""
    return accuracy(joint, scores, TARGET)


def by_scores_and_prior(joint: Tensor, scores: Tensor, candidates: int) -> Tensor:
    r"""The letter of the largest score plus $\log p(y)$."""
    return accuracy(joint, scores + prior_of(joint, TARGET).log(), TARGET)


def retrieval(joint: Tensor, scores: Tensor, candidates: int) -> Tensor:
    r"""The largest score among the true y and K - 1 drawn from p(y), ties broken by lot.

    With $F = P(s(Y') < s)$ and $e = P(s(Y') = s)$ at the true letter's score s, it is found with probability
    $((F + e)^K - F^K) / (K e)$.
    """
    prior = prior_of(joint, TARGET)
    # Letters on axis 2 against rivals on the last.
    rival, law = scores.movedim(TARGET + 1, -1)[:, :, None], prior.movedim(TARGET + 1, -1)[:, :, None]
    below = ((rival < scores[..., None]) * law).sum(dim=-1)
    equal = ((rival == scores[..., None]) * law).sum(dim=-1)
    found = ((below + equal) ** candidates - below**candidates) / (candidates * equal)
    return torch.where(joint > 0, joint * found, torch.zeros_like(joint)).sum(dim=(1, 2, 3))
