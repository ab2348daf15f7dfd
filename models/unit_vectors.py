"""Free unit vectors: what an encoder that can put every input anywhere makes of a loss.

Rows are parameters of their own and are normalised in the loss; Adam with a cosine schedule takes them down, every
trial of a batch by itself: the gradient of the summed losses holds each trial's own, and Adam acts entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi

import torch
from torch import Tensor
from torch.nn.functional import normalize

from theoremcheck.streams import Streams

__all__ = ["Descent", "centroid_distance", "minimise", "random_rows", "tangent"]

Loss = Callable[..., Tensor]
"""(unit rows of each modality, then the parameters that are no directions) -> one loss a trial, shape (trials,)."""


@dataclass(frozen=True)
class Descent:
    """Adam with a cosine schedule: the learning rate goes from `rate` to `rate * last` over the steps."""

    rate: float
    steps: int
    last: float = 1e-3

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""
        return self.rate * (self.last + (1 - self.last) * (1 + cos(pi * step / self.steps)) / 2)


def random_rows(streams: Streams, label: str, rows: int, dimension: int) -> Tensor:
    """Independent uniform unit vectors, shape (trials, rows, dimension)."""
    return normalize(streams.normal(label, (rows, dimension)), dim=-1)


def minimise(
    loss: Loss, starts: Sequence[Tensor], descent: Descent, *, free: Sequence[Tensor] = ()
) -> tuple[list[Tensor], list[Tensor]]:
    """Take unit vectors, and parameters beside them, down a loss.

    Args:
        loss: Of unit rows and of the parameters beside them, in the order of `starts` and `free`.
        starts: Rows at the start, each of shape (trials, rows, dimension); their lengths set how far a step turns them.
        descent: Rate and number of steps.
        free: Parameters that are no directions (a temperature, a bias), each of shape (trials, *).

    Returns:
        Unit rows and parameters at the end, neither with a gradient.
    """
    rows = [start.detach().clone().requires_grad_(True) for start in starts]
    beside = [value.detach().clone().requires_grad_(True) for value in free]
    optimiser = torch.optim.Adam([*rows, *beside], lr=descent.rate, fused=True)
    for step in range(descent.steps):
        for group in optimiser.param_groups:
            group["lr"] = descent.rate_at(step)
        optimiser.zero_grad()
        loss(*(normalize(value, dim=-1) for value in rows), *beside).sum().backward()
        optimiser.step()
    return [normalize(value.detach(), dim=-1) for value in rows], [value.detach() for value in beside]


def centroid_distance(first: Tensor, second: Tensor) -> Tensor:
    """Distance of the two modalities' mean vectors, of rows (*, n, d) each: shape (*)."""
    return (first.mean(dim=-2) - second.mean(dim=-2)).norm(dim=-1)


def tangent(vectors: Tensor, points: Tensor) -> Tensor:
    """The part of each vector tangent to the sphere at its point, both (*, d)."""
    return vectors - (vectors * points).sum(dim=-1, keepdim=True) * points
