"""Free unit vectors of matched pairs that start in two cones, trained at one temperature for a number of steps."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.unit_vectors import Descent, follow
from models.view_encoders import clip_slope
from theoremcheck.numerics import clip
from theoremcheck.streams import Streams

__all__ = ["Cones", "start"]

_SPREAD = 0.6
"""Standard deviation of each coordinate about the axis of its cone."""
_RATE, _LAST = 0.02, 1e-2
"""Adam's learning rate, and the share of it at the end of a cosine schedule."""


@dataclass(frozen=True)
class Cones:
    """Matched pairs whose modalities start about opposite directions."""

    pairs: int  # n
    dimension: int  # d
    offset: float  # of each cone along the common axis, before rows are normalised
    inverse_temperature: float  # 1 / tau
    steps: int

    def train(self, rows: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """Unit rows after the training, each of shape (trials, n, d)."""
        beta = torch.as_tensor(self.inverse_temperature)[:, None, None]

        def slope(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
            by_first, by_second, _ = clip_slope(first, second, beta)
            return by_first, by_second

        return follow(slope, *rows, Descent(_RATE, self.steps, _LAST))

    def loss(self, first: Tensor, second: Tensor) -> Tensor:
        """Symmetric InfoNCE in nats, shape (trials,)."""
        return clip(torch.as_tensor(self.inverse_temperature)[:, None, None] * first @ second.mT)


def start(cones: Cones, streams: Streams) -> tuple[Tensor, Tensor]:
    """Rows at the start, not normalised, each of shape (trials, n, d)."""
    shape = (cones.pairs, cones.dimension)
    axis = torch.zeros(cones.dimension, dtype=streams.dtype, device=streams.device)
    axis[0] = 1.0
    shift = torch.as_tensor(cones.offset)[:, None, None] * axis
    return _SPREAD * streams.normal("x", shape) + shift, _SPREAD * streams.normal("y", shape) - shift
