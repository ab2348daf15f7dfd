r"""The modality gap at a random initialisation: how fast it moves, exactly and in closed form.

$H_X, H_Y$ hold n unit rows each, $Z = H_X H_Y^\top$, and the modalities sit at heights $\pm\gamma$ on an axis of
their own. With $P, Q$ the row and the column softmax of $a Z$, $a = \beta (1 - \gamma^2)$, and
$$ g_a(Z) = \frac1{2n} \sum_{ij} \bigl[ (Z_{ii} - Z_{ij}) P_{ij} + (Z_{jj} - Z_{ij}) Q_{ij} \bigr], \qquad
   \frac{d\gamma}{dt} = -2 \beta \gamma\, g_a(Z) \quad (11). $$
The gap is $\Delta = \| \bar h_X - \bar h_Y \|$ of the embeddings with their heights. Features are free: the rows
themselves are the parameters and follow the gradient flow on the sphere.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log, sqrt

import torch
from torch import Tensor

from models.yaras2025.sphere import exponential_moment, softmax_mean, tilted_moment, uniform_rows
from theoremcheck.streams import Streams

__all__ = [
    "Initialisation",
    "Pairing",
    "Rows",
    "balanced_rows",
    "cone_rows",
    "gap_parameter_speed",
    "gap_speed",
    "matched_rows",
    "softmax_excess",
    "unrelated_rows",
]

Rows = tuple[Tensor, Tensor]
"""$H_X$ and $H_Y$, each of shape (trials, *, n, d)."""

_TILE = 2**16
"""Entries of exp(aZ) at a time: 512 KiB in float64 stay in a core's cache (80 ms at n = 4096, against 560 ms whole)."""


@dataclass(frozen=True)
class Initialisation:
    """The state of the flow at t = 0, but for the rows."""

    pairs: int  # n
    dim: int  # d
    sharpness: float  # a = beta_0 (1 - gamma_0^2): the loss depends on beta_0 and gamma_0 through a alone
    gap_parameter: float  # gamma_0, in (0, 1)

    @property
    def inverse_temperature(self) -> float:
        r"""$\beta_0 = a / (1 - \gamma_0^2)$."""
        return self.sharpness / (1 - self.gap_parameter**2)

    def softmax_mean(self) -> Tensor:
        r"""$A_d(a)$, the limit of $-g_a(Z)$ as n grows."""
        return softmax_mean(self.sharpness, self.dim)

    def softmax_bias(self) -> Tensor:
        r"""First order of $E[-g_a(Z)] - A_d(a)$: the bias of a ratio of two means of n independent terms.

        $-\frac1n \frac{E[(z - A_d(a)) e^{2az}]}{\xi_2(a)^2}
        = -\frac1n \frac{\xi_2(2a)}{\xi_2(a)^2} (A_d(2a) - A_d(a))$; derived.
        """
        a, d = self.sharpness, self.dim
        weight = exponential_moment(2 * a, d) / exponential_moment(a, d).square()
        return -weight * (softmax_mean(2 * a, d) - softmax_mean(a, d)) / self.pairs

    def limiting_shortfall(self) -> Tensor:
        r"""Leading order in 1/n of $1 - \Delta' / (2 \gamma')$: $(1 + \gamma_0^2) / (4 \gamma_0^2 n)$; derived.

        Put $\|m\|^2 = 2/n$ into $\Delta' / (2 \gamma') = \frac{2\gamma}{\Delta} (1 - \frac14 \|m\|^2)$ at t = 0; what
        the rows' own motion adds is smaller by another 1/n.
        """
        square = self.gap_parameter**2
        return (1 + square) / (4 * square * self.pairs)

    def printed_bound(self, delta: float) -> Tensor:
        r"""Right-hand side of Theorem 3.3 at confidence $1 - \delta$; negative unless n is large.

        $4 \beta_0 \gamma_0 \bigl[ \frac{\xi_1 - 2 e^a \epsilon}{\xi_2 + (e^a - e^{-a}) \epsilon} - 2 \epsilon \bigr]$
        with $\epsilon = \sqrt{\log((4n+1)/\delta) / (2n)}$.
        """
        a, d = self.sharpness, self.dim
        epsilon = sqrt(log((4 * self.pairs + 1) / delta) / (2 * self.pairs))
        numerator = tilted_moment(a, d) - 2 * a.exp() * epsilon
        denominator = exponential_moment(a, d) + (a.exp() - (-a).exp()) * epsilon
        return 4 * self.inverse_temperature * self.gap_parameter * (numerator / denominator - 2 * epsilon)


Pairing = Callable[..., Rows]
"""How the two modalities are drawn, from (start, streams) or (start, streams, repeats).

With `repeats` a trial has several initialisations: rows of shape (trials, *repeats, n, d).
"""


def unrelated_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    """All rows independent and uniform on the sphere: the hypothesis of Theorem 3.3."""
    shape = (*repeats, start.pairs, start.dim)
    return uniform_rows(streams, "x", shape), uniform_rows(streams, "y", shape)


def matched_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    """Each pair in one point, uniform on the sphere."""
    x, _ = unrelated_rows(start, streams, repeats)
    return x, x


def balanced_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    r"""Uniform rows whose pairs have cosine $A_d(a)$: related enough that the gap parameter stands still (derived)."""
    x, y = unrelated_rows(start, streams, repeats)
    cosine = _beside(start.softmax_mean(), x)
    across = _tangent(y, x)
    across = across / across.norm(dim=-1, keepdim=True)
    return x, cosine * x + (1 - cosine.square()).sqrt() * across


def cone_rows(start: Initialisation, streams: Streams, offset: float) -> Rows:
    """Independent rows that are not uniform: before normalisation each has a mean, `offset` long, opposite for Y."""
    means = torch.zeros(start.dim, dtype=streams.dtype, device=streams.device)
    means[0] = offset * sqrt(start.dim)  # a standard normal row has norm sqrt(d)
    shape = (start.pairs, start.dim)
    x, y = streams.normal("x", shape) + means, streams.normal("y", shape) - means
    return x / x.norm(dim=-1, keepdim=True), y / y.norm(dim=-1, keepdim=True)


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
    rate = _beside(sharpness, x) / x.shape[-2]
    x_speed = rate * (y - (means.y_by_row + y_by_column) / 2)
    y_speed = rate * (x - (x_by_row + means.x_by_column) / 2)
    return _tangent(x_speed, x), _tangent(y_speed, y)


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
    scaled = (_beside(sharpness, rows[0]) * rows[0]).flatten(0, -3)
    offset = _beside(sharpness, rows[0]).expand(*rows[0].shape[:-2], 1, 1).flatten(0, -3)
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


def _tangent(vectors: Tensor, points: Tensor) -> Tensor:
    """The part of each vector tangent to the sphere at its point."""
    return vectors - (vectors * points).sum(dim=-1, keepdim=True) * points


def _beside(per_trial: Tensor, rows: Tensor) -> Tensor:
    """A tensor of shape (trials,) as (trials, 1, ..., 1) to multiply rows with."""
    return per_trial.reshape(-1, *[1] * (rows.dim() - 1))
