r"""Uniform points on a sphere: their inner products, and the moments a softmax takes of them.

Throughout $x, y$ are independent and uniform on $S^{d-1}$, $z = \langle x, y \rangle$, and
$\xi_2(a) = E e^{a z}$, $\xi_1(a) = E z e^{a z} = \xi_2'(a)$ as in Lemma B.3 of Yaras et al. 2025 (arXiv:2412.07909).
"""

from __future__ import annotations

from math import exp, lgamma, pi, sqrt

import torch
from torch import Tensor

__all__ = ["exponential_moment", "inner_product_cdf", "softmax_mean", "tilted_moment"]

_TERMS = 200
"""Of the series and of the continued fraction below; both reach round-off for a <= 100 and every d >= 2."""


def inner_product_cdf(z: Tensor, dim: int) -> Tensor:
    r"""Distribution function of $\langle x, y \rangle$ on $S^{d-1}$, for $d \ge 2$.

    The density of Lemma B.2, $\frac{\Gamma(d/2)}{\sqrt\pi\,\Gamma((d-1)/2)} (1 - z^2)^{(d-3)/2}$, is proportional to
    $\cos^{d-2} t$ in $z = \sin t$, so its integral follows from
    $\int \cos^m = \frac1m \cos^{m-1} \sin + \frac{m-1}{m} \int \cos^{m-2}$.
    """
    angle = torch.asin(z.clamp(-1, 1))
    sine, cosine = angle.sin(), angle.cos()
    start = dim % 2  # the recursion starts at m = 0 or at m = 1
    integral = sine if start else angle
    for m in range(start + 2, dim - 1, 2):
        integral = cosine ** (m - 1) * sine / m + (m - 1) / m * integral
    return 0.5 + exp(lgamma(dim / 2) - lgamma((dim - 1) / 2)) / sqrt(pi) * integral


def exponential_moment(sharpness: Tensor, dim: int | Tensor) -> Tensor:
    r"""$\xi_2(a) = {}_0F_1(; d/2; a^2/4) = \Gamma(d/2) (2/a)^\rho I_\rho(a)$ with $\rho = (d-2)/2$ (Lemma B.3).

    Summed as the power series, whose terms are all positive.

    Args:
        sharpness: a, any shape.
        dim: d, one or of a shape that broadcasts with it.
    """
    quarter = sharpness.square() / 4
    term = total = torch.ones_like(sharpness)
    for k in range(_TERMS):
        term = term * quarter / ((dim / 2 + k) * (k + 1))
        total = total + term
    return total


def softmax_mean(sharpness: Tensor, dim: int) -> Tensor:
    r"""$A_d(a) = \xi_1 / \xi_2 = I_{d/2}(a) / I_{d/2-1}(a)$: the mean of $z$ under weights proportional to $e^{a z}$.

    By the continued fraction $a / (d + a^2 / (d + 2 + a^2 / (d + 4 + \dots)))$, since the Bessel functions themselves
    underflow for large d. $A_3(a) = \coth a - 1/a$.
    """
    square = sharpness.square()
    denominator = torch.full_like(sharpness, float(dim + 2 * _TERMS))
    for k in range(_TERMS - 1, -1, -1):
        denominator = dim + 2 * k + square / denominator
    return sharpness / denominator


def tilted_moment(sharpness: Tensor, dim: int) -> Tensor:
    r"""$\xi_1(a) = E z e^{a z} = A_d(a)\, \xi_2(a)$ (Lemma B.3)."""
    return softmax_mean(sharpness, dim) * exponential_moment(sharpness, dim)
