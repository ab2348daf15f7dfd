r"""Swapping entries between the modalities, on features that are free and in two cones (Yaras et al. 2025, appendix D).

On a share p of the steps each entry (i, j) is exchanged between $H_X$ and $H_Y$ with probability one half, and the
loss is taken of the swapped matrices, without another normalisation. Rows are unit vectors of one space, without an
axis of their own for the gap, and start in two cones at $\pm 0.7$ on one axis. Plain gradient descent, renormalised;
the temperature is fixed, since a learned one falls under noise of any kind.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, appendix D; data and sizes are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.unit_vectors import tangent
from models.yaras2025.flows.loss import gradient
from theoremcheck.streams import Streams

__all__ = ["Cones", "Swap", "across_modalities", "centre_distance", "cones", "train_swapped", "within_modalities"]

Pair = tuple[Tensor, Tensor]
"""$H_X$ and $H_Y$, each of shape (trials, arms, n, d)."""

Swap = Callable[[Pair, Pair, int, bool], Pair]
"""(features, kept entries of either matrix as 0 and 1, step, whether to transpose) -> features.

A swap is linear; its transpose takes slopes of the loss back to the features.
"""

_OFFSET = 0.7


@dataclass(frozen=True)
class Cones:
    """Two cones of unit vectors, and their descent."""

    pairs: int  # n
    dim: int  # d
    temperature: float  # tau, fixed
    steps: int = 300

    @property
    def learning_rate(self) -> Tensor:
        r"""$0.16\, n \tau$: a step moves a row by 0.16 at most, however low the temperature; shape (trials,)."""
        return torch.as_tensor(0.16 * self.pairs * self.temperature)


def cones(model: Cones, streams: Streams) -> Pair:
    """Rows uniform on two parallel small spheres, each of shape (trials, n, d)."""
    height = torch.zeros(model.dim, dtype=streams.dtype, device=streams.device)
    height[0] = _OFFSET

    def around(label: str) -> Tensor:
        flat = normalize(streams.normal(label, (model.pairs, model.dim - 1)), dim=-1) * (1 - _OFFSET**2) ** 0.5
        return torch.cat([torch.zeros_like(flat[..., :1]), flat], dim=-1)

    return around("x") + height, around("y") - height


def across_modalities(features: Pair, kept: Pair, step: int, transpose: bool) -> Pair:
    """Exchange the entries that are not kept between the modalities, in the places of the first mask."""
    (x, y), (mask, _) = features, kept
    return mask * x + (1 - mask) * y, mask * y + (1 - mask) * x


def within_modalities(features: Pair, kept: Pair, step: int, transpose: bool) -> Pair:
    """Take the entries that are not kept from another row of the same modality, in places of their own."""
    shift = step % (features[0].shape[-2] - 1) + 1
    if transpose:
        return _moved_back(features[0], kept[0], shift), _moved_back(features[1], kept[1], shift)
    x, y = (mask * rows + (1 - mask) * rows.roll(shift, dims=-2) for rows, mask in zip(features, kept, strict=True))
    return x, y


def _moved_back(slope: Tensor, mask: Tensor, shift: int) -> Tensor:
    return mask * slope + ((1 - mask) * slope).roll(-shift, dims=-2)


def train_swapped(model: Cones, shares: tuple[float, ...], swap: Swap, streams: Streams) -> Pair:
    """Descend from one start with each share of swapped steps; the coins are common, so swapped steps are nested.

    Returns:
        Features at the end, each of shape (trials, shares, n, d).
    """
    x, y = (rows[:, None].expand(-1, len(shares), -1, -1) for rows in cones(model, streams))
    beta = 1 / torch.as_tensor(model.temperature)[:, None, None, None]
    levels = torch.tensor(shares).to(x)[:, None, None]
    rate = model.learning_rate[:, None, None, None]
    coins = streams.uniform("steps", (model.steps, 1, 1, 1))
    signs = streams.signs("entries", (model.steps, 2, 1, model.pairs, model.dim))
    for step in range(model.steps):
        swapped = (coins[:, step] < levels).to(x)
        first, second = (1 - swapped * (1 + signs[:, step, side]) / 2 for side in (0, 1))
        seen_x, seen_y = swap((x, y), (first, second), step, False)
        slope = beta * gradient(beta * seen_x @ seen_y.mT)
        by_x, by_y = swap((slope @ seen_y, slope.mT @ seen_x), (first, second), step, True)
        x, y = _stepped(x, by_x, rate), _stepped(y, by_y, rate)
    return x, y


def centre_distance(features: Pair) -> Tensor:
    r"""$\Delta = \| \bar h_X - \bar h_Y \|$, shape (trials, arms)."""
    return (features[0].mean(-2) - features[1].mean(-2)).norm(dim=-1)


def _stepped(rows: Tensor, slope: Tensor, rate: Tensor) -> Tensor:
    return normalize(rows - rate * tangent(slope, rows), dim=-1)
