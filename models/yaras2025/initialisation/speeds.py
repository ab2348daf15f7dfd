r"""The modality gap at a random initialisation: how fast it moves.

$H_X, H_Y$ hold n unit rows each, $Z = H_X H_Y^\top$, and the modalities sit at heights $\pm\gamma$ on an axis of
their own. With $P, Q$ the row and the column softmax of $a Z$, $a = \beta (1 - \gamma^2)$, and
$$ g_a(Z) = \frac1{2n} \sum_{ij} \bigl[ (Z_{ii} - Z_{ij}) P_{ij} + (Z_{jj} - Z_{ij}) Q_{ij} \bigr], \qquad
   \frac{d\gamma}{dt} = -2 \beta \gamma\, g_a(Z) \quad (11). $$
The gap is $\Delta = \| \bar h_X - \bar h_Y \|$ of the embeddings with their heights. Features are free: the rows
themselves are the parameters and follow the gradient flow on the sphere.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.yaras2025.initialisation.rows import Rows, beside, tangent
from models.yaras2025.initialisation.start import Initialisation

__all__ = ["gap_parameter_speed", "gap_speed", "softmax_excess"]

_TILE = 2**16
"""Entries of exp(aZ) at a time: 512 KiB in float64 stay in a core's cache (80 ms at n = 4096, against 560 ms whole)."""


def softmax_excess(rows: Rows, sharpness: Tensor) -> Tensor:
    """The softmax-weighted mean cosine less the mean cosine of the pairs, which is -g_a(Z); shape (trials, *)."""
    return _excess(rows, _softmax_means(rows, sharpness))


def gap_parameter_speed(start: Initialisation, rows: Rows) -> Tensor:
    r"""$d\gamma/dt$ at t = 0, equation (11), of one initialisation a trial; shape (trials,)."""
    return 2 * start.inverse_temperature * start.gap_parameter * softmax_excess(rows, start.sharpness)


def gap_speed(start: Initialisation, rows: Rows) -> tuple[Tensor, Tensor]:
    r"""$d\Delta/dt$ and $d\gamma/dt$ at t = 0 with free features, each of shape (trials,).

    With $m = \bar h_X - \bar h_Y$, $\Delta^2 = (1 - \gamma^2) \|m\|^2 + 4 \gamma^2$, so
    $\Delta \Delta' = 4 \gamma \gamma' - \gamma \gamma' \|m\|^2 + (1 - \gamma^2) \langle m, m' \rangle$; derived.
    """
    (x, y), means = rows, _softmax_means(rows, start.sharpness)
    gamma = start.gap_parameter
    speed = 2 * start.inverse_temperature * gamma * _excess(rows, means)
    x_speed, y_speed = _row_speeds(rows, means, start.sharpness)
    mean, mean_speed = (x - y).mean(dim=-2), (x_speed - y_speed).mean(dim=-2)
    square, inner = mean.square().sum(dim=-1), (mean * mean_speed).sum(dim=-1)
    gap = ((1 - gamma**2) * square + 4 * gamma**2).sqrt()
    return (gamma * speed * (4 - square) + (1 - gamma**2) * inner) / gap, speed


@dataclass(frozen=True)
class _SoftmaxMeans:
    r"""Averages of the rows under the softmax, with the sums that normalise it (last axis 1)."""

    y_by_row: Tensor  # P H_Y
    x_by_column: Tensor  # Q^T H_X
    row_sums: Tensor
    column_sums: Tensor


def _excess(rows: Rows, means: _SoftmaxMeans) -> Tensor:
    x, y = rows
    weighted = (x * means.y_by_row).sum(dim=-1) + (y * means.x_by_column).sum(dim=-1)
    return (weighted / 2 - (x * y).sum(dim=-1)).mean(dim=-1)


def _row_speeds(rows: Rows, means: _SoftmaxMeans, sharpness: Tensor) -> Rows:
    r"""Gradient flow of the rows on the sphere: $h_i' = -(I - h_i h_i^\top)\, \partial \ell / \partial h_i$.

    $\partial \ell / \partial H_X = a \nabla\ell\, H_Y$ with $\nabla \ell = \frac1{2n} (P + Q) - \frac1n I$; Y likewise.
    """
    x, y = rows
    y_by_column, x_by_row = _kernel_products(rows, sharpness, x / means.row_sums, y / means.column_sums)
    rate = beside(sharpness, x) / x.shape[-2]
    x_speed = rate * (y - (means.y_by_row + y_by_column) / 2)
    y_speed = rate * (x - (x_by_row + means.x_by_column) / 2)
    return tangent(x_speed, x), tangent(y_speed, y)


def _softmax_means(rows: Rows, sharpness: Tensor) -> _SoftmaxMeans:
    x, y = rows
    one = torch.ones_like(x[..., :1])
    by_row, by_column = _kernel_products(rows, sharpness, torch.cat((x, one), -1), torch.cat((y, one), -1))
    row_sums, column_sums = by_row[..., -1:], by_column[..., -1:]
    return _SoftmaxMeans(by_row[..., :-1] / row_sums, by_column[..., :-1] / column_sums, row_sums, column_sums)


def _kernel_products(rows: Rows, sharpness: Tensor, left: Tensor, right: Tensor) -> tuple[Tensor, Tensor]:
    r"""$E R$ and $E^\top L$ for the kernel $E_{ij} = e^{a (Z_{ij} - 1)}$, which is never held whole.

    Args:
        rows: H_X and H_Y, shapes (trials, *, n, d).
        sharpness: a, shape (trials,).
        left: L, shape (trials, *, n, k).
        right: R, shape (trials, *, n, k).
    """
    x, y, left_flat, right_flat = (tensor.flatten(0, -3) for tensor in (*rows, left, right))
    scaled = (beside(sharpness, rows[0]) * rows[0]).flatten(0, -3)
    offset = beside(sharpness, rows[0]).expand(*rows[0].shape[:-2], 1, 1).flatten(0, -3)
    by_row, by_column = torch.empty_like(right_flat), torch.zeros_like(left_flat)
    for batch, block in _tiles(*x.shape[:2]):
        kernel = torch.baddbmm(offset[batch], scaled[batch, block], y[batch].mT, beta=-1).exp_()
        by_row[batch, block] = kernel @ right_flat[batch]
        by_column[batch] += kernel.mT @ left_flat[batch, block]
    return by_row.reshape(right.shape), by_column.reshape(left.shape)


def _tiles(batch: int, count: int) -> Iterator[tuple[slice, slice]]:
    """Slices of the batch and of the rows such that a tile of (batch, rows, count) entries stays in the cache."""
    height = min(count, max(1, _TILE // count))
    depth = max(1, _TILE // (height * count))
    for first in range(0, batch, depth):
        for top in range(0, count, height):
            yield slice(first, first + depth), slice(top, top + height)
