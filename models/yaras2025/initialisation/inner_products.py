r"""Samples of inner products of independent uniform points on a sphere, against the laws of Lemmas B.2 and B.3.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.unit_vectors import random_rows
from models.yaras2025.sphere import exponential_moment, inner_product_cdf, tilted_moment
from theoremcheck.streams import Streams

__all__ = ["Draw", "InnerProducts", "one_dimension_more"]


@dataclass(frozen=True)
class InnerProducts:
    """A sample of inner products, and the tilt at which its exponential moments are taken."""

    pairs: int  # N
    dim: int  # d
    sharpness: float  # a

    def draw(self, streams: Streams) -> Tensor:
        """Inner products of N independent pairs, shape (trials, N)."""
        first, second = (random_rows(streams, side, self.pairs, self.dim) for side in ("x", "y"))
        return (first * second).sum(dim=-1)

    def kolmogorov_smirnov(self, sample: Tensor) -> Tensor:
        r"""$\sqrt N \sup_z |F_N(z) - F(z)|$ against the density of Lemma B.2; shape (trials,)."""
        levels = inner_product_cdf(sample.sort(dim=-1).values, self.dim)
        rank = torch.arange(self.pairs + 1, dtype=sample.dtype, device=sample.device) / self.pairs
        distance = torch.maximum((rank[1:] - levels).amax(dim=-1), (levels - rank[:-1]).amax(dim=-1))
        return self.pairs**0.5 * distance

    def moment_scores(self, sample: Tensor) -> Tensor:
        r"""Sample means of $z$, $e^{az}$ and $z e^{az}$ less those of Lemma B.3, in standard errors; shape (trials, 3).

        The errors are exact: $E z^2 = 1/d$, $E e^{2az} = \xi_2(2a)$, and by Bessel's equation
        $E z^2 e^{bz} = \xi_2''(b) = \xi_2(b) - \frac{d-1}{b} \xi_1(b)$.
        """
        a, d = self.sharpness, self.dim
        xi1, xi2, double_xi2 = tilted_moment(a, d), exponential_moment(a, d), exponential_moment(2 * a, d)
        second = double_xi2 - (d - 1) / (2 * a) * tilted_moment(2 * a, d)
        tilt = (a[:, None] * sample).exp()
        means = torch.stack([(sample**power * tilt**tilted).mean(-1) for power, tilted in ((1, 0), (0, 1), (1, 1))], -1)
        expected = torch.stack([torch.zeros_like(a), xi2, xi1], -1)
        variances = torch.stack([torch.full_like(a, 1 / d), double_xi2 - xi2.square(), second - xi1.square()], -1)
        return (means - expected) / (variances / self.pairs).sqrt()


Draw = Callable[[InnerProducts, Streams], Tensor]
"""How a sample is drawn; `InnerProducts.draw` is the lemmas' way."""


def one_dimension_more(products: InnerProducts, streams: Streams) -> Tensor:
    """Inner products of points on the sphere in d + 1 dimensions."""
    return replace(products, dim=products.dim + 1).draw(streams)
