r"""Random laws of three modalities, as tables of probabilities.

Tables have shape (trials, m_1, ..., m_M), one axis a modality; what their information is, `theoremcheck.numerics` says.
A smaller table stands in the first letters of a larger one, whose others have no probability: so tables of all sizes
share a batch, and no bound and no gradient sees the difference.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np
import torch
from scipy.special import gammaincinv
from torch import Tensor

from theoremcheck.numerics import marginal
from theoremcheck.streams import Streams

__all__ = [
    "FLOOR",
    "MOST_LETTERS",
    "accuracy",
    "conditional",
    "dirichlet",
    "drawn_sizes",
    "latent_class",
    "posterior_accuracy",
    "prior_of",
]

MOST_LETTERS = 4
FLOOR = 1e-4
"""Added to every entry of a Dirichlet table: it keeps log r finite, and is far below the entries of most."""


def dirichlet(
    letters: Sequence[Tensor], concentration: Tensor, streams: Streams, label: str, floor: float = FLOOR
) -> Tensor:
    r"""Tables from the symmetric Dirichlet law: gamma variates by inverse distribution function, normalised.

    Args:
        letters: How many letters each modality has, at most `MOST_LETTERS`; each of shape (trials,).
        concentration: $\alpha$ of every entry, shape (trials,).
        streams: One stream a trial.
        label: Address of the draw.
        floor: Added to the probability of every entry.

    Returns:
        Probabilities, shape (trials, 4, ..., 4), float64.
    """
    shape = (MOST_LETTERS,) * len(letters)
    levels = replace(streams, dtype=torch.float64).uniform(label, shape)
    alpha = _column(concentration.double(), len(shape)).cpu().numpy()
    gammas = torch.from_numpy(np.asarray(gammaincinv(alpha, levels.cpu().numpy()))).to(levels.device)
    there = torch.ones_like(gammas)
    for axis, count in enumerate(letters):
        column = torch.arange(MOST_LETTERS, device=levels.device)[None, :] < count[:, None]
        there = there * column.reshape(-1, *(MOST_LETTERS if at == axis else 1 for at in range(len(letters))))
    return _normalised(_normalised(gammas * there) + floor * there)


def latent_class(
    classes: Tensor, letters: Sequence[Tensor], concentration: float, streams: Streams, label: str, floor: float
) -> Tensor:
    r"""Tables of three views that are independent given a class: $p(x, y, z) = \sum_c p(c) p(x|c) p(y|c) p(z|c)$.

    Class law and views are Dirichlet of one concentration; shape (trials, 4, 4, 4), float64.
    """
    alpha = torch.full_like(classes, concentration)
    law = dirichlet((classes,), alpha, streams, f"{label}/classes", 0.0)
    views = [
        torch.stack(
            [dirichlet((count,), alpha, streams, f"{label}/view {axis}/{each}", 0.0) for each in range(MOST_LETTERS)],
            dim=1,
        )
        for axis, count in enumerate(letters)
    ]
    mixed = torch.einsum("tc,tcx,tcy,tcz->txyz", law, *views)
    there = prod(
        (view.sum(dim=1) > 0).reshape(-1, *(MOST_LETTERS if at == axis else 1 for at in range(3)))
        for axis, view in enumerate(views)
    )
    return _normalised(mixed + floor * there)


def drawn_sizes(streams: Streams, label: str) -> Tensor:
    """Uniform on 2, 3, 4, shape (trials,), float64."""
    return 2 + (3 * replace(streams, dtype=torch.float64).uniform(label)).floor()


def prior_of(joint: Tensor, target: int) -> Tensor:
    """Marginal of a modality of three, shaped to be added to scores along its axis."""
    law = marginal(joint, target, modalities=3)
    return law.reshape(-1, *(law.shape[1] if at == target else 1 for at in range(3)))


def conditional(joint: Tensor, target: int) -> Tensor:
    """Law of a modality given the other two; 0 where those have no probability."""
    return joint / joint.sum(dim=target + 1, keepdim=True).clamp(min=torch.finfo(joint.dtype).tiny)


def accuracy(joint: Tensor, scores: Tensor, target: int) -> Tensor:
    """Probability that the target is where scores are largest among its letters, given the other two; (trials,)."""
    ranked = scores.masked_fill(prior_of(joint, target) == 0, -torch.inf)
    chosen = ranked.argmax(dim=target + 1, keepdim=True)
    return joint.gather(target + 1, chosen).flatten(start_dim=1).sum(dim=1)


def posterior_accuracy(joint: Tensor, target: int) -> Tensor:
    """Bayes: the largest probability of the target given the other two, averaged; shape (trials,)."""
    return joint.amax(dim=target + 1).flatten(start_dim=1).sum(dim=1)


def _normalised(tables: Tensor) -> Tensor:
    return tables / _column(tables.flatten(start_dim=1).sum(dim=1), tables.dim() - 1)


def _column(values: Tensor, axes: int) -> Tensor:
    return values.reshape(-1, *[1] * axes)
