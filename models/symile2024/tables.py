r"""Random laws of three modalities, as tables of probabilities.

Tables have shape (trials, m_1, ..., m_M), one axis a modality; what their information is, `theoremcheck.numerics` says.
A smaller table stands in the first letters of a larger one, whose others have no probability: so tables of all sizes
share a batch, and no bound and no gradient sees the difference.
"""

from collections.abc import Sequence
from dataclasses import replace

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
        letters: How many letters each modality has, at most `MOST_LETTERS`; each of shape (trials, *).
        concentration: $\alpha$ of every entry, shape (trials, *).
        streams: One stream a trial.
        label: Address of the draw.
        floor: Added to the probability of every entry.

    Returns:
        Probabilities, shape (trials, *, 4, ..., 4), float64.
    """
    there, axes = _there(letters), len(letters)
    levels = _levels(streams, label, there)
    alpha = _column(concentration.double(), axes).expand_as(levels).cpu().numpy()
    # Special functions of SciPy are most of what a table costs: entries that are not there need none.
    gammas, asked = np.zeros(levels.shape), there.cpu().numpy()
    gammas[asked] = gammaincinv(alpha[asked], levels.cpu().numpy()[asked])
    return _normalised(_normalised(torch.from_numpy(gammas).to(levels.device), axes) + floor * there.double(), axes)


def latent_class(classes: Tensor, letters: Sequence[Tensor], streams: Streams, label: str, floor: float) -> Tensor:
    r"""Tables of three views that are independent given a class: $p(x, y, z) = \sum_c p(c) p(x|c) p(y|c) p(z|c)$.

    Class law and views are Dirichlet of concentration 1/2. Gamma variates of that shape are halves of squares of normal
    ones, so the inverse distribution function is $\mathrm{erf}^{-1}(u)^2$.

    Args:
        classes: How many there are, shape (trials, *).
        letters: As for `dirichlet`.
        streams: One stream a trial.
        label: Address of the draws.
        floor: Added to the probability of every entry.

    Returns:
        Probabilities, shape (trials, *, 4, 4, 4), float64.
    """
    law = _halves(streams, f"{label}/classes", _there([classes]))
    every = torch.full_like(classes, MOST_LETTERS)
    views = [_halves(streams, f"{label}/view {axis}", _there([every, count])) for axis, count in enumerate(letters)]
    mixed = torch.einsum("...c,...cx,...cy,...cz->...xyz", law, *views)
    return _normalised(mixed + floor * _there(letters).double(), 3)


def drawn_sizes(streams: Streams, label: str, shape: tuple[int, ...] = ()) -> Tensor:
    """Uniform on 2, 3, 4, shape (trials, *shape), float64."""
    return 2 + (3 * replace(streams, dtype=torch.float64).uniform(label, shape)).floor()


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


def _there(letters: Sequence[Tensor]) -> Tensor:
    """Which entries a table of so many letters has, shape (trials, *, 4, ..., 4)."""
    letter = torch.arange(MOST_LETTERS, device=letters[0].device)
    first, *others = (letter < count[..., None] for count in letters)
    for place, each in enumerate(others, start=1):
        first = first[..., None] & each[(..., *[None] * place, slice(None))]
    return first


def _levels(streams: Streams, label: str, there: Tensor) -> Tensor:
    """A uniform number for each entry, float64."""
    return replace(streams, dtype=torch.float64).uniform(label, tuple(there.shape[1:]))


def _halves(streams: Streams, label: str, there: Tensor) -> Tensor:
    """Dirichlet laws of concentration 1/2 along the last axis."""
    return _normalised(_levels(streams, label, there).erfinv().square() * there, 1)


def _normalised(tables: Tensor, axes: int) -> Tensor:
    return tables / tables.sum(dim=tuple(range(-axes, 0)), keepdim=True)


def _column(values: Tensor, axes: int) -> Tensor:
    return values[(..., *[None] * axes)]
