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

from models.adam import Adam
from theoremcheck.streams import Streams

__all__ = ["Descent", "centroid_distance", "follow", "minimise", "random_rows", "tangent"]

Loss = Callable[..., Tensor]
"""(unit rows of each modality, then the parameters that are no directions) -> one loss a trial, shape (trials,)."""

Slope = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""(unit rows of either modality) -> slopes of the loss by them; what is along a row counts for nothing."""


@dataclass(frozen=True)
class Descent:
    """Adam with a cosine schedule: the learning rate goes from `rate` to `rate * last` over the steps."""

    rate: float
    steps: int
    last: float = 1e-3

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""
        return self.rate * (self.last + (1 - self.last) * (1 + cos(pi * step / self.steps)) / 2)


def random_rows(streams: Streams, label: str, *shape: int) -> Tensor:
    """Independent uniform unit vectors, shape (trials, *shape); the last axis is the space."""
    return normalize(streams.normal(label, shape), dim=-1)


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


def follow(slope: Slope, first: Tensor, second: Tensor, descent: Descent) -> tuple[Tensor, Tensor]:
    r"""`minimise` where the slope of a loss of two modalities is known: the same steps at less than half of the cost.

    A row r of the unit vector $u = r / |r|$ has the slope $(g - \langle g, u \rangle u) / |r|$ if u has g.

    Args:
        slope: Of the loss, by unit rows.
        first: Rows at the start, shape (trials, rows, dimension); their lengths set how far a step turns them.
        second: Those of the other modality, of the same shape.
        descent: Rate and number of steps.

    Returns:
        Unit rows at the end.
    """
    rows = torch.stack([first, second], dim=1)
    adam = Adam(rows)
    for step in range(descent.steps):
        length = rows.norm(dim=-1, keepdim=True)
        unit = rows / length
        rows.grad = tangent(torch.stack(slope(unit[:, 0], unit[:, 1]), dim=1), unit).div_(length)
        adam.step(descent.rate_at(step))
    ended, other = normalize(rows, dim=-1).unbind(1)
    return ended, other


def centroid_distance(first: Tensor, second: Tensor) -> Tensor:
    """Distance of the two modalities' mean vectors, of rows (*, n, d) each: shape (*)."""
    return (first.mean(dim=-2) - second.mean(dim=-2)).norm(dim=-1)


def tangent(vectors: Tensor, points: Tensor) -> Tensor:
    """The part of each vector tangent to the sphere at its point, both (*, d)."""
    return vectors - (vectors * points).sum(dim=-1, keepdim=True) * points
