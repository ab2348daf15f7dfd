r"""Uniform rows whose pairs have one and the same cosine s, and the s at which the gap parameter stands still.

With s fixed the pairs do not fluctuate, and the softmax mean is a degenerate U-statistic (given one row,
$E[(z - A_d(a)) e^{az}] = 0$): the critical cosine scatters by $1/n$, not by $1/\sqrt{nd}$. Derived.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, equation (11) and Lemma B.3.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.unit_vectors import tangent
from models.yaras2025.initialisation.rows import Rows, unrelated_rows
from models.yaras2025.initialisation.speeds import softmax_excess
from models.yaras2025.initialisation.start import Initialisation
from models.yaras2025.sphere import exponential_moment, softmax_mean
from theoremcheck.streams import Streams

__all__ = ["Draw", "critical_cosine", "critical_scatter", "rows_about_a_mean"]

Draw = Callable[[Initialisation, Streams], Rows]
"""Draws $H_X$, and rows whose parts tangent to it are the directions of $H_Y$."""

_HALVINGS = 22
"""An interval of 2 shrinks to 5e-7, a thousandth of the least scatter in use."""


def critical_cosine(start: Initialisation, streams: Streams, draw: Draw = unrelated_rows) -> Tensor:
    r"""The s at which $g_a(Z)$ changes its sign, by bisection on one draw of rows and directions; shape (trials,)."""
    x, other = draw(start, streams)
    across = tangent(other, x)
    across = across / across.norm(dim=-1, keepdim=True)
    low = torch.full_like(start.sharpness, -1.0)
    high = -low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        cosine = middle[:, None, None]
        y = cosine * x + (1 - cosine.square()).sqrt() * across
        opens = softmax_excess((x, y), torch.as_tensor(start.sharpness)) > 0
        low, high = torch.where(opens, middle, low), torch.where(opens, high, middle)
    return (low + high) / 2


def critical_scatter(start: Initialisation) -> Tensor:
    r"""Standard deviation of the critical cosine, leading order in 1/n.

    $\frac1n \frac{\sqrt{\xi_2(2a) [1 - (d-1) A_d(2a)/(2a) - 2 A_d(a) A_d(2a) + A_d(a)^2]}}{\xi_2(a)}$: the variance of
    $(z - A_d(a)) e^{az}$ over $n^2$ independent terms.
    """
    a, d = torch.as_tensor(start.sharpness), start.dim
    once, twice = softmax_mean(a, d), softmax_mean(2 * a, d)
    square = 1 - (d - 1) * twice / (2 * a) - 2 * once * twice + once.square()
    return (exponential_moment(2 * a, d) * square).sqrt() / exponential_moment(a, d) / start.pairs


def rows_about_a_mean(start: Initialisation, streams: Streams) -> Rows:
    """Rows that are not uniform: before normalisation all have one and the same mean, half as long as its scatter."""
    rows = unrelated_rows(start, streams)
    mean = torch.zeros_like(rows[0][:, :1])
    mean[..., 0] = 0.5
    x, other = (normalize(side + mean, dim=-1) for side in rows)
    return x, other
