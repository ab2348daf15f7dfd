r"""The contrastive loss on aligned representations without noise, as a function of the shares $p_k = |a_k|^2 / N_A^2$.

For signals in $\{\pm 1\}^r$ the loss is $\log(1 + K e^{-\tau^2 \sum p} \prod_k \cosh(\tau^2 p_k))$, for Gaussian ones
$\log(1 + K e^{-\tau^2 \sum p + \tau^4 \sum p^2 / 2})$. Derived.

Source: Ren and Li 2023, arXiv:2304.03717; the model is reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

from theoremcheck.streams import Streams

__all__ = ["Landscape", "binary", "draw_shares", "gaussian", "least_excess"]

LogMoment = Callable[[Tensor], Tensor]
r"""$\tau^2 p_k$ to $\log E e^{\tau^2 p_k z z'}$, elementwise."""

_POINTS = 1000


@dataclass(frozen=True)
class Landscape:
    """What fixes the loss."""

    rank: int  # r
    inverse_temperature: float  # tau^2
    negatives: float  # K


def binary(scores: Tensor) -> Tensor:
    r"""$\log\cosh$, of signals that are signs."""
    return scores.abs() + torch.log1p((-2 * scores.abs()).exp()) - torch.log(torch.full_like(scores, 2.0))


def gaussian(scores: Tensor) -> Tensor:
    """Half of the square: of Gaussian signals, to the order that the normalised feature has."""
    return scores.square() / 2


def draw_shares(landscape: Landscape, streams: Streams) -> Tensor:
    """Points with p >= 0: half of them uniform with sum 1, half with sum below 1; shape (trials, 1000, rank)."""
    spacings = -streams.uniform("shares", (_POINTS, landscape.rank)).log()
    shares = spacings / spacings.sum(-1, keepdim=True)
    radius = streams.uniform("sums", (_POINTS // 2, 1)) ** (1 / landscape.rank)
    return torch.cat([shares[:, : _POINTS // 2], radius * shares[:, _POINTS // 2 :]], dim=1)


def least_excess(landscape: Landscape, shares: Tensor, moment: LogMoment) -> Tensor:
    """Least loss at the points less that at p = 1/r, in nats, shape (trials,)."""
    balanced = torch.full_like(shares[:, :1], 1 / landscape.rank)
    return _loss(landscape, shares, moment).amin(1) - _loss(landscape, balanced, moment)[:, 0]


def _loss(landscape: Landscape, shares: Tensor, moment: LogMoment) -> Tensor:
    temperature = torch.as_tensor(landscape.inverse_temperature)[:, None, None]
    scores = temperature * shares
    return softplus(torch.as_tensor(landscape.negatives).log()[:, None] + (moment(scores) - scores).sum(-1))
