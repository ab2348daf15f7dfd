r"""The modality gap at a random initialisation: how fast it moves.

$H_X, H_Y$ hold n unit rows each, $Z = H_X H_Y^\top$, and the modalities sit at heights $\pm\gamma$ on an axis of
their own. With $P, Q$ the row and the column softmax of $a Z$, $a = \beta (1 - \gamma^2)$, and
$$ g_a(Z) = \frac1{2n} \sum_{ij} \bigl[ (Z_{ii} - Z_{ij}) P_{ij} + (Z_{jj} - Z_{ij}) Q_{ij} \bigr], \qquad
   \frac{d\gamma}{dt} = -2 \beta \gamma\, g_a(Z) \quad (11). $$
The gap is $\Delta = \| \bar h_X - \bar h_Y \|$ of the embeddings with their heights. Features are free: the rows
themselves are the parameters and follow the gradient flow on the sphere. With $m = \bar h_X - \bar h_Y$ and the
kernel $E_{ij} = e^{a Z_{ij}}$ every one of these numbers is a sum over E and over $E \circ Z$ against the vectors 1,
$H_X m$ and $H_Y m$: nothing of shape (n, d) is made of the softmax.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.yaras2025.initialisation.harmonics import DIMENSIONS, coefficients, degree_for, harmonics, number_of
from models.yaras2025.initialisation.rows import Rows
from models.yaras2025.initialisation.start import Initialisation

__all__ = ["KernelSums", "gap_parameter_speed", "gap_speed", "softmax_excess", "sums_by_harmonics", "sums_by_tiles"]

_TILE = 2**16
"""Entries of the kernel at a time: 512 KiB in float64 stay in a core's cache (n = 4096: a seventh of the time)."""


@dataclass(frozen=True)
class KernelSums:
    r"""Sums over the kernel $E = e^{a(Z - 1)}$, up to one factor a trial in all of them; each (batch, n, vectors).

    Attributes:
        rows: $E R$, for vectors R over the columns.
        tilted_rows: $(E \circ Z) R$.
        columns: $E^\top L$, for vectors L over the rows.
        tilted_columns: $(E \circ Z)^\top L$.
    """

    rows: Tensor
    tilted_rows: Tensor
    columns: Tensor
    tilted_columns: Tensor


def softmax_excess(rows: Rows, sharpness: Tensor) -> Tensor:
    """The softmax-weighted mean cosine less the mean cosine of the pairs, which is -g_a(Z); shape (trials, *)."""
    x, y = (side.flatten(0, -3) for side in rows)
    one = torch.ones_like(x[..., :1])
    sums = _sums(x, y, _beside(sharpness, rows[0]), one, one)
    return _excess(sums, (x * y).sum(-1)).reshape(rows[0].shape[:-2])


def gap_parameter_speed(start: Initialisation, rows: Rows) -> Tensor:
    r"""$d\gamma/dt$ at t = 0, equation (11), of one initialisation a trial; shape (trials,)."""
    return 2 * start.inverse_temperature * start.gap_parameter * softmax_excess(rows, start.sharpness)


def gap_speed(start: Initialisation, rows: Rows) -> tuple[Tensor, Tensor]:
    r"""$d\Delta/dt$ and $d\gamma/dt$ at t = 0 with free features, each of shape (trials,).

    $\Delta^2 = (1 - \gamma^2) \|m\|^2 + 4 \gamma^2$, so
    $\Delta \Delta' = 4 \gamma \gamma' - \gamma \gamma' \|m\|^2 + (1 - \gamma^2) \langle m, m' \rangle$; derived.
    """
    (x, y), gamma, a = rows, start.gap_parameter, torch.as_tensor(start.sharpness)
    mean = (x - y).mean(dim=-2)[..., None]
    along_x, along_y = x @ mean, y @ mean
    one, pairs = torch.ones_like(along_x), (x * y).sum(dim=-1)
    sums = _sums(x, y, a, torch.cat((one, along_x), -1), torch.cat((one, along_y), -1))
    speed = 2 * start.inverse_temperature * gamma * _excess(sums, pairs)
    square, inner = mean.square().sum(dim=(-2, -1)), a * _mean_motion(sums, pairs, along_x[..., 0], along_y[..., 0])
    gap = ((1 - gamma**2) * square + 4 * gamma**2).sqrt()
    return (gamma * speed * (4 - square) + (1 - gamma**2) * inner) / gap, speed


def _excess(sums: KernelSums, pairs: Tensor) -> Tensor:
    by_row = sums.tilted_rows[..., 0] / sums.rows[..., 0]
    by_column = sums.tilted_columns[..., 0] / sums.columns[..., 0]
    return ((by_row + by_column) / 2 - pairs).mean(dim=-1)


def _mean_motion(sums: KernelSums, pairs: Tensor, along_x: Tensor, along_y: Tensor) -> Tensor:
    r"""$\langle m, m' \rangle / a$ of the gradient flow of the rows on the sphere, shape (trials,).

    $h_i' = -(I - h_i h_i^\top)\, \partial \ell / \partial h_i$, where $\partial \ell / \partial H_X$ is
    $a \nabla\ell\, H_Y$ and $\nabla \ell = \frac1{2n} (P + Q) - \frac1n I$; Y likewise. In
    $\sum_i \langle m, h_i' \rangle$ a softmax weighs either $\langle m, h_j \rangle$, or
    $Z_{ij} \langle m, h_i \rangle$ for what leaves the sphere, and where its weights are summed over what they are
    normalised by, 1 is left of them.
    """
    n = pairs.shape[-1]
    first, second = sums.rows[..., 0], sums.columns[..., 0]
    x_pull = (along_y - sums.rows[..., 1] / first).sum(-1)
    y_pull = (along_x - sums.columns[..., 1] / second).sum(-1)
    x_radial = (2 * pairs - sums.tilted_rows[..., 0] / first) * along_x - sums.tilted_columns[..., 1] / second
    y_radial = (2 * pairs - sums.tilted_columns[..., 0] / second) * along_y - sums.tilted_rows[..., 1] / first
    return (x_pull - y_pull - (x_radial - y_radial).sum(-1)) / (2 * n**2)


def _sums(x: Tensor, y: Tensor, sharpness: Tensor, left: Tensor, right: Tensor) -> KernelSums:
    """Kernel sums of rows (batch, n, d), by harmonics where these are fewer than half of the points."""
    count, dim = x.shape[-2:]
    if dim in DIMENSIONS:
        degree = degree_for(float(sharpness.max()), dim)
        if 2 * number_of(degree, dim) < count:
            return sums_by_harmonics(x, y, sharpness, left, right, degree)
    return sums_by_tiles(x, y, sharpness, left, right)


def sums_by_harmonics(x: Tensor, y: Tensor, sharpness: Tensor, left: Tensor, right: Tensor, degree: int) -> KernelSums:
    """Kernel sums in a number of operations that is linear in n; arguments as those of `sums_by_tiles`.

    Args:
        x: H_X on the circle or on the sphere, shape (batch, n, d).
        y: H_Y, alike.
        sharpness: a, shape (batch,).
        left: L, shape (batch, n, k).
        right: R, alike.
        degree: Of the harmonics, from `degree_for`.
    """
    terms, slopes = (factor[..., None] for factor in coefficients(sharpness, x.shape[-1], degree))
    of_x, of_y = x.new_empty(2, terms.shape[1], x.shape[1])
    tables = []
    for own_x, own_y, own_left, own_right, term, slope in zip(x, y, left, right, terms, slopes, strict=True):
        harmonics(own_x, degree, of_x), harmonics(own_y, degree, of_y)
        by_row, by_column = of_y @ own_right, of_x @ own_left
        # In this order the product reads a table row by row, at three times the speed.
        to_x = (torch.cat((term * by_row, slope * by_row), -1).mT @ of_x).mT
        to_y = (torch.cat((term * by_column, slope * by_column), -1).mT @ of_y).mT
        tables.append((*to_x.chunk(2, -1), *to_y.chunk(2, -1)))
    return KernelSums(*(torch.stack(table) for table in zip(*tables, strict=True)))


def sums_by_tiles(x: Tensor, y: Tensor, sharpness: Tensor, left: Tensor, right: Tensor) -> KernelSums:
    """Kernel sums over tiles of the kernel, which is never held whole.

    Args:
        x: H_X, shape (batch, n, d).
        y: H_Y, alike.
        sharpness: a, shape (batch,).
        left: L, shape (batch, n, k).
        right: R, alike.
    """
    a = sharpness[:, None, None]
    rows, tilted_rows, columns, tilted_columns = (torch.zeros_like(side) for side in (right, right, left, left))
    for batch, block in _tiles(*x.shape[:2]):
        cosines = x[batch, block] @ y[batch].mT
        kernel = (cosines - 1).mul_(a[batch]).exp_()
        tilted = cosines.mul_(kernel)
        rows[batch, block], tilted_rows[batch, block] = kernel @ right[batch], tilted @ right[batch]
        columns[batch] += kernel.mT @ left[batch, block]
        tilted_columns[batch] += tilted.mT @ left[batch, block]
    return KernelSums(rows, tilted_rows, columns, tilted_columns)


def _beside(sharpness: Tensor, rows: Tensor) -> Tensor:
    """The sharpness of every initialisation: trials with repeats side by side."""
    return sharpness.reshape(-1, *[1] * (rows.dim() - 3)).expand(rows.shape[:-2]).flatten()


def _tiles(batch: int, count: int) -> Iterator[tuple[slice, slice]]:
    """Slices of the batch and of the rows such that a tile of (batch, rows, count) entries stays in the cache."""
    height = min(count, max(1, _TILE // count))
    depth = max(1, _TILE // (height * count))
    for first in range(0, batch, depth):
        for top in range(0, count, height):
            yield slice(first, first + depth), slice(top, top + height)
