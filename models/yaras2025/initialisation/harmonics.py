r"""The kernel $e^{a \langle x, y \rangle}$ on the circle and on the sphere as a short sum of products.

By the formula of Funk and Hecke, with harmonics that are orthonormal under the uniform law,
$$ e^{a \langle x, y \rangle} = \sum_l \lambda_l(a) \sum_m Y_{lm}(x) Y_{lm}(y), \qquad
   \lambda_l(a) = \frac{\Gamma(d/2)}{\Gamma(l + d/2)} \Bigl(\frac a2\Bigr)^l \xi_2^{(d + 2l)}(a) , $$
where $\lambda_l$ falls like $a^l / l!$: some twenty degrees hold all the digits that a float has. So sums over n points
at n others cost n times the number of harmonics, and no table of $n^2$ exponentials.
"""

from __future__ import annotations

from itertools import count
from math import exp, lgamma, log, sqrt

import torch
from torch import Tensor

from models.yaras2025.sphere import exponential_moment

__all__ = ["DIMENSIONS", "coefficients", "degree_for", "harmonics", "number_of"]

DIMENSIONS = (2, 3)
"""d in which harmonics are few and have a recursion: the circle and the sphere."""

_TRUNCATION = 1e-16
"""Share of the first degree left out in the kernel's mean, which is 1 at least: a float64 does not see it."""


def degree_for(sharpness: float, dim: int) -> int:
    r"""Least degree L beyond which the kernel holds nothing that a float64 shows.

    The harmonics of degree l together reach $(2l + 1) \lambda_l$ at most, and $\xi_2^{(d+2l)}(a) \le e^{a^2/(2d+4l)}$.
    From $l > a$ on this more than halves from one degree to the next, so the rest of the series is no larger.
    """

    def share(degree: int) -> float:
        gammas = lgamma(dim / 2) - lgamma(degree + dim / 2)
        return (2 * degree + 1) * exp(gammas + degree * log(sharpness / 2) + sharpness**2 / (2 * dim + 4 * degree))

    return next(degree for degree in count() if degree >= sharpness and share(degree + 1) < _TRUNCATION)


def number_of(degree: int, dim: int) -> int:
    """Harmonics up to a degree."""
    return 2 * degree + 1 if dim == 2 else (degree + 1) ** 2


def coefficients(sharpness: Tensor, dim: int, degree: int) -> tuple[Tensor, Tensor]:
    r"""$\lambda_l(a)$ and its derivative, which stands for the kernel's: $\lambda_l' = \lambda_{l+1} + l\lambda_l/a$.

    Args:
        sharpness: a, shape (trials,).
        dim: d, 2 or 3.
        degree: L.

    Returns:
        A value for each harmonic in the order of `harmonics`, shapes (trials, harmonics).
    """
    degrees = torch.arange(degree + 2, dtype=sharpness.dtype, device=sharpness.device)
    a, half = sharpness[:, None], dim / 2
    scale = (degrees * (a / 2).log() + lgamma(half) - torch.lgamma(degrees + half)).exp()
    terms = scale * exponential_moment(a, dim + 2 * degrees)
    slopes = terms[:, 1:] + degrees[:-1] * terms[:, :-1] / a
    which = torch.tensor(_levels(degree, dim), device=sharpness.device)
    return terms[:, which], slopes[:, which]


def harmonics(points: Tensor, degree: int, out: Tensor | None = None) -> Tensor:
    r"""Real harmonics up to a degree, orthonormal under the uniform law.

    On the sphere $Y_{lm} = \Pi_l^m(x_1)\, \mathrm{Re}$ or $\mathrm{Im}\, (x_2 + i x_3)^m$, with normalised associated
    Legendre functions $\Pi_l^m$ by their recursion in l, for all m at once.

    Args:
        points: Unit vectors, shape (n, d) with d of 2 or 3.
        degree: L.
        out: Memory for the result: what is fresh costs as much as what is written there.

    Returns:
        Degree after degree, shape (harmonics, n).
    """
    count, dim = points.shape
    found = points.new_empty(number_of(degree, dim), count) if out is None else out
    first, *others = points.unbind(-1)
    if dim == 2:
        real, imaginary = _powers(first, others[0], degree)
        torch.cat([real[:1], sqrt(2) * real[1:], sqrt(2) * imaginary[1:]], out=found)
        return found
    real, imaginary = _powers(others[0], others[1], degree)
    before, now = torch.zeros_like(real[:1]), torch.ones_like(real[:1])
    found[:1] = now
    for level in range(1, degree + 1):
        before, now = now, _next_level(level, first, now, before)
        own = found[level**2 : (level + 1) ** 2]
        torch.mul(now, real[: level + 1], out=own[: level + 1])
        torch.mul(now[1:], imaginary[1 : level + 1], out=own[level + 1 :])
    return found


def _next_level(level: int, height: Tensor, last: Tensor, one_before: Tensor) -> Tensor:
    r"""$\Pi_l^m$ for m up to l, from those of the two degrees before; shape (l + 1, n)."""
    m = torch.arange(level, dtype=height.dtype, device=height.device)
    below = (level - m) * (level + m)
    found = last.new_empty(level + 1, last.shape[1])
    torch.mul(((2 * level - 1) * (2 * level + 1) / below).sqrt()[:, None] * last, height, out=found[:-1])
    if level > 1:
        falling = ((2 * level + 1) * (level + m - 1) * (level - m - 1) / (below * (2 * level - 3))).sqrt()
        found[:-2].addcmul_(falling[:-1, None], one_before, value=-1)
    torch.mul(last[-1], sqrt(3.0 if level == 1 else (2 * level + 1) / (2 * level)), out=found[-1])
    return found


def _powers(real: Tensor, imaginary: Tensor, degree: int) -> tuple[Tensor, Tensor]:
    """Real and imaginary parts of the powers 0 to L of complex numbers (n,), shape (L + 1, n) each."""
    powers = real.new_empty(2, degree + 1, len(real))
    powers[0, 0], powers[1, 0] = 1, 0
    for order in range(degree):
        (a, b), (c, d) = powers[:, order], powers[:, order + 1]
        torch.addcmul(a * real, b, imaginary, value=-1, out=c)
        torch.addcmul(a * imaginary, b, real, out=d)
    return powers[0], powers[1]


def _levels(degree: int, dim: int) -> list[int]:
    """The degree of each harmonic, in the order of `harmonics`."""
    if dim == 2:
        return [0, *range(1, degree + 1), *range(1, degree + 1)]
    return [level for level in range(degree + 1) for _ in range(2 * level + 1)]
