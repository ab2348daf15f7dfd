r"""Free unit vectors that go down a contrastive loss at a fixed temperature, by its gradient in closed form.

All losses here are functions of the shifted scores $z = t S - b$, and N times their slope in z is a table G: of the
sigmoid loss $\sigma(z) - 1$ on the diagonal and $\sigma(z)$ off it. The gradients are $G V$ and $G^T U$, but for a
factor t / N, which the step takes out; momentum makes 300 steps enough where a plain descent would need thousands.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.lee2024.phases.closed_form import SigmoidPairs
from models.unit_vectors import random_rows
from theoremcheck.streams import Streams

__all__ = ["Pull", "infonce_pull", "settle", "sigmoid_pull"]

Pull = Callable[[Tensor], Tensor]
"""Shifted scores -> N times the slope of the loss in each, shape (trials, n, n)."""

_STEPS, _MOMENTUM = 300, 0.95
_STEP = 3.0
"""Times 1 / N. Heavy ball is stable up to 2 (1 + 0.95) = 3.9 over the largest curvature. That is N (1 + t / 4) at most,
since |V|^2 <= N and the slope of the sigmoid is 1/4 at most; near an optimum at large t the sigmoids are flat, and it
is less. So 3 is safe where t is small, and was seen to converge up to t = 12."""


def sigmoid_pull(shifted: Tensor) -> Tensor:
    """Of the sigmoid loss."""
    return shifted.sigmoid() - torch.eye(shifted.shape[-1], dtype=shifted.dtype, device=shifted.device)


def infonce_pull(shifted: Tensor) -> Tensor:
    """Of symmetric InfoNCE; the shift does not matter."""
    own = torch.eye(shifted.shape[-1], dtype=shifted.dtype, device=shifted.device)
    return (shifted.softmax(dim=-1) + shifted.softmax(dim=-2)) / 2 - own


def settle(pairs: SigmoidPairs, streams: Streams, pull: Pull = sigmoid_pull) -> tuple[Tensor, Tensor]:
    """Both modalities at the end, from random unit vectors; shape (trials, pairs, dimension) each."""
    scale, shift = pairs.inverse_temperature[:, None, None], pairs.bias[:, None, None]
    first, second = (random_rows(streams, name, pairs.pairs, pairs.dimension) for name in ("U", "V"))
    speeds = [torch.zeros_like(first), torch.zeros_like(second)]
    step = _STEP / pairs.pairs
    for _ in range(_STEPS):
        table = pull(scale * (first @ second.mT) - shift)
        speeds = [
            _MOMENTUM * speed - step * _along_sphere(rows, slope)
            for speed, rows, slope in zip(speeds, (first, second), (table @ second, table.mT @ first), strict=True)
        ]
        first, second = (normalize(rows + speed, dim=-1) for rows, speed in zip((first, second), speeds, strict=True))
    return first, second


def _along_sphere(rows: Tensor, slope: Tensor) -> Tensor:
    """The part of a gradient that turns the rows."""
    return slope - (slope * rows).sum(dim=-1, keepdim=True) * rows
