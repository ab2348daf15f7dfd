r"""Two coordinates of the bias of a sigmoid loss, trained from the same free unit vectors.

The score of a pair is $t S_{ij} - b$. The usual loss learns t and b (Zhai et al. 2023); the one that Bangachev et al.
recommend learns t and the relative bias $b / t$. Both have the same values, and other paths.

Bangachev et al. 2025, arXiv:2509.18552, appendix D; sizes and optimiser are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.bangachev2025.separation import least_norm_direction
from models.constellations import extreme
from models.unit_vectors import Descent, centroid_distance, minimise
from theoremcheck.numerics import sigmoid
from theoremcheck.streams import Streams

__all__ = ["CrowdedPairs", "Ended", "train_both"]

DESCENT = Descent(rate=0.03, steps=1000, last=1.0)
"""Adam at a constant rate. With 2,500 steps in place of 1,000 no median of a bias, margin or gap moves by over 0.05."""


@dataclass(frozen=True)
class CrowdedPairs:
    """More pairs than a simplex has room for."""

    dimension: int  # d
    crowding: int  # N / d
    inverse_temperature: float  # t at the start; the bias starts at 0

    @property
    def pairs(self) -> int:
        """N."""
        return self.crowding * self.dimension


@dataclass(frozen=True)
class Ended:
    """Where a training ended; each of shape (trials,).

    Attributes:
        sum_of_losses: N L; below log 2 all pairs are separated.
        bias: $b^*$, the middle between matched scores and others.
        margin: $m^*$.
        separable: 1 where the direction of Theorem 3.6 does what it says there, else 0.
        gap: Distance of the centres.
        inverse_temperature: t.
    """

    sum_of_losses: Tensor
    bias: Tensor
    margin: Tensor
    separable: Tensor
    gap: Tensor
    inverse_temperature: Tensor


def train_both(sizes: CrowdedPairs, streams: Streams) -> tuple[Ended, Ended]:
    """Train with the plain bias, and with the relative one, from the same vectors; both as one batch."""
    starts = [streams.normal(name, (sizes.pairs, sizes.dimension)).repeat(2, 1, 1) for name in ("U", "V")]
    relative = torch.arange(2, device=streams.device).repeat_interleave(streams.trials) == 1

    def loss(first: Tensor, second: Tensor, log_temperature: Tensor, bias: Tensor) -> Tensor:
        inverse_temperature = log_temperature.exp()
        shift = torch.where(relative, inverse_temperature * bias, bias)
        return sigmoid(inverse_temperature[:, None, None] * (first @ second.mT) - shift[:, None, None])

    free = [sizes.inverse_temperature.log().repeat(2), torch.zeros(2 * streams.trials).to(starts[0])]
    (first, second), ended = minimise(loss, starts, DESCENT, free=free)
    found, separable = extreme(first @ second.mT), _separable(first, second)
    read = (
        sizes.pairs * loss(first, second, *ended),
        found.bias,
        found.margin,
        separable.to(first.dtype),
        centroid_distance(first, second),
        ended[0].exp(),
    )
    plain, other = zip(*(values.chunk(2) for values in read), strict=True)
    return Ended(*plain), Ended(*other)


def _separable(first: Tensor, second: Tensor) -> Tensor:
    """Whether all of the first modality and at least N - d of the second lie on their sides, shape (trials,)."""
    direction = least_norm_direction(first)[..., None]
    beyond = ((second @ direction) < 0).sum(dim=(1, 2))
    return ((first @ direction) > 1e-9).all(dim=1)[:, 0] & (beyond >= first.shape[1] - first.shape[2])
