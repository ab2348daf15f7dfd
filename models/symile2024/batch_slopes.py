r"""Slopes of the losses of a batch in closed form: Symile's with shuffled tuples, and pairwise CLIP's.

Losses are `theoremcheck.numerics.symile`, and the sum of `theoremcheck.numerics.clip` over the pairs of three views; a
step hands its slopes to `models.view_encoders`. Saporta et al. 2024, arXiv:2411.01053.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat

import torch
from torch import Tensor

from models.view_encoders import Slope, clip_slope, rows_of
from theoremcheck.streams import Streams

__all__ = ["VIEWS", "SlopesOfSteps", "clip_slopes", "symile_slopes"]

VIEWS = 3
_OTHERS = (1, 2, 0, 2, 0, 1)
"""The other two views of each anchor in turn: six places, which make up its tuples."""
_TAKERS = (2, 4, 0, 5, 1, 3)
"""The two places that each view in turn has among those."""

SlopesOfSteps = Callable[[int, int, Streams], Iterator[Slope]]
"""(steps, batch size, streams) -> each step's slopes, for two networks a trial that draw the same numbers: the first
of every trial, then the second."""


def symile_slopes(steps: int, count: int, streams: Streams) -> Iterator[Slope]:
    """Of Symile's loss in random orders."""
    orders = streams.uniform("orders", (steps, 2 * VIEWS, count)).argsort(dim=-1)
    places = torch.arange(count, device=streams.device).expand_as(orders)
    inverses = torch.empty_like(orders).scatter_(-1, orders, places)
    network = torch.arange(2 * streams.trials, device=streams.device)[:, None]
    others, takers = torch.tensor((_OTHERS, _TAKERS), device=streams.device)
    views, slots = (VIEWS * network + others)[..., None] * count, (2 * VIEWS * network + takers)[..., None] * count
    for order, inverse in zip(orders.unbind(dim=1), inverses[:, :, takers].unbind(dim=1), strict=True):
        yield partial(_symile_slope, views + order.repeat(2, 1, 1), slots + inverse.repeat(2, 1, 1))


def _symile_slope(taken: Tensor, given: Tensor, embedded: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    r"""An anchor's softmax over its tuples, less 1 at the true one, through the product that a score is.

    Args:
        taken: The rows of all embeddings in the order in which the places of the tuples take them, int64, shape
            (networks, 6, n).
        given: For each view, the rows of all places that took it, in its own order, twice; of that shape.
        embedded: Unit vectors, shape (networks, 3, n, d).
        scale: Shape (networks,).
    """
    networks, _, count, dim = embedded.shape
    scale = scale[:, None, None, None]
    parts = rows_of(embedded, taken).view(networks, VIEWS, 2, count, dim)
    tuples, scaled = parts[:, :, 0] * parts[:, :, 1], embedded * scale
    scores = scaled @ tuples.mT
    x, y, z = embedded.unbind(dim=1)
    rest = torch.stack([y * z, x * z, x * y], dim=1)
    true = (scaled[:, 0] * rest[:, 0]).sum(dim=-1)
    own = scores.diagonal(dim1=-2, dim2=-1)
    own.copy_(true[:, None])
    weights = scores.sub_(scores.amax(dim=-1, keepdim=True)).exp_()
    share = weights.sum(dim=-1, keepdim=True).mul_(VIEWS * count).reciprocal_()
    by_true = (own * share[..., 0]).sum(dim=1) - 1 / count
    own.zero_()
    # Products are transposed: they are faster with n columns than with d.
    by_anchor = (tuples.mT @ weights.mT).mT * (share * scale)
    by_scale = (by_anchor * embedded).sum(dim=(1, 2, 3)) + (by_true * true).sum(dim=1)
    by_tuple = (scaled.mul_(share).mT @ weights).mT
    by_other = rows_of(by_tuple[:, :, None] * parts.flip(2), given).view(networks, VIEWS, 2, count, dim).sum(dim=2)
    by_rest = by_true[:, None, :, None] * scale * rest
    return by_anchor.add_(by_other).add_(by_rest), by_scale


def clip_slopes(steps: int, count: int, streams: Streams) -> Iterator[Slope]:
    """Of pairwise CLIP's loss, which needs no order."""
    return repeat(_pairwise_slope, steps)


def _pairwise_slope(embedded: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    x, y, z = embedded.unbind(dim=1)
    by_first, by_second, by_scale = clip_slope(
        torch.stack([x, x, y], dim=1), torch.stack([y, z, z], dim=1), scale[:, None, None, None]
    )
    (x_y, x_z, y_z), (y_x, z_x, z_y) = by_first.unbind(dim=1), by_second.unbind(dim=1)
    return torch.stack([x_y + x_z, y_x + y_z, z_x + z_y], dim=1), by_scale.sum(dim=1)
