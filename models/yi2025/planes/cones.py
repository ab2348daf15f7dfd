r"""All pairs of two cones on two hyperplanes, in the limit of many pairs: the loss as their common orientation turns.

A pair is one draw z of $\mathrm{vMF}(c, \kappa)$ in the h - 1 coordinates of a hyperplane, put into A and into B with
the same coordinates u in $C = A \cap B$ and r along $e_A$ and $e_B$, which are orthogonal to C: so projections onto C
agree (condition A8 of Theorem 4) and modalities are isometric (Definition 7). The centre is
$\cos a\, e_C + \sin a\, e_A$, and the same in B.

Theorem S5 has each pair's loss as $N \to \infty$ in closed form, $\tilde J$ at its own cosines. Its mean over all
pairs, which is $L_{MCL} - 2 \log N$, depends on a pair through two coordinates alone, that along the centre and one
across it, and is taken by quadrature: nothing is sampled.

Source: Yi et al. 2025 (arXiv:2510.03268v2), Theorem S5; the mean over pairs is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import roots_jacobi
from torch import Tensor

from models.yi2025.vmf import log_partition

__all__ = ["ConesOnPlanes", "Pairs"]

_ALONG, _ACROSS = 48, 16
"""Nodes: 64 and 24 change losses of hundreds of nats by less than 1e-5, and their differences by less."""
_REACH = 12.0
"""How far the nodes along the centre reach, in standard deviations of a coordinate, beyond the typical angle."""


@dataclass(frozen=True)
class Pairs:
    r"""Quadrature of the pairs' law.

    Attributes:
        along: $z \cdot c$, shape (trials, nodes).
        across: One coordinate across the centre, shape (trials, nodes).
        weights: Probabilities, shape (trials, nodes).
    """

    along: Tensor
    across: Tensor
    weights: Tensor

    def mean(self, values: Tensor) -> Tensor:
        """Over the pairs, shape (trials,)."""
        return (self.weights * values).sum(dim=-1)


@dataclass(frozen=True)
class ConesOnPlanes:
    """Two modalities on two hyperplanes of R^h, with the concentration in units of the inverse temperature."""

    dimension: int  # h, at least 4
    tightness: float  # kappa tau: above 1 the cone is tighter than the softmax
    temperature: float  # tau
    angle: float  # phi, between the hyperplanes

    @property
    def concentration(self) -> Tensor:
        r"""$\kappa$, shape (trials,)."""
        return self.tightness / self.temperature

    def pairs(self) -> Pairs:
        r"""Nodes of $z = \cos\theta\, c + \sin\theta\, v$ in $\theta$ and in one coordinate of v.

        $\theta$ has the density $e^{\kappa \cos\theta} \sin^{h-3} \theta$ (Gauss and Legendre's rule where it has its
        mass); a coordinate of v, uniform on $S^{h-3}$, has $(1 - v^2)^{(h-5)/2}$ (Gauss and Jacobi's rule).
        """
        like, inner = self.concentration, self.dimension - 3
        nodes, weights = (_like(values, like) for values in np.polynomial.legendre.leggauss(_ALONG))
        reach = (_REACH + 1.5 * sqrt(self.dimension)) / like.sqrt()
        theta = reach.clamp(max=pi)[:, None] * (nodes + 1) / 2
        log_density = like[:, None] * (theta.cos() - 1) + inner * theta.sin().log() + weights.log()
        polar = torch.softmax(log_density, dim=-1)
        side, side_weights = (_like(values, like) for values in roots_jacobi(_ACROSS, inner / 2 - 1, inner / 2 - 1))
        across = theta.sin()[:, :, None] * side
        law = polar[:, :, None] * side_weights / side_weights.sum()
        along = theta.cos()[:, :, None].expand_as(across)
        return Pairs(*(values.flatten(start_dim=1) for values in (along, across, law)))

    def centre_pair(self) -> Pairs:
        """The one pair that stands at the centres, all that Theorem 3 speaks of."""
        one = torch.ones_like(self.concentration)[:, None]
        return Pairs(one, torch.zeros_like(one), one)

    def loss(self, tilt: float, pairs: Pairs) -> Tensor:
        r"""Mean over pairs of Theorem S5's limit, both directions, with centres at the angle `tilt` to C, (trials,).

        A pair at $(u, r)$ has $x \cdot y = 1 - (1 - \cos\varphi)\, r^2$, $\|P_B x\|^2 = 1 - \sin^2\varphi\, r^2$ and
        $x \cdot c_y = z \cdot c - (1 - \cos\varphi) \sin a\, r$.
        """
        short, inverse = 1 - self.angle.cos(), 1 / self.temperature
        height = sin(tilt) * pairs.along + cos(tilt) * pairs.across
        with_centre = pairs.along - short[:, None] * sin(tilt) * height
        projected = 1 - self.angle.sin().square()[:, None] * height.square()
        kappa = self.concentration[:, None]
        square = kappa.square() + 2 * kappa * inverse[:, None] * with_centre + inverse.square()[:, None] * projected
        denominator = pairs.mean(log_partition(square.clamp(min=0).sqrt(), self.dimension - 1))
        agreement = 1 - short * pairs.mean(height.square())
        return 2 * (denominator - log_partition(self.concentration, self.dimension - 1) - inverse * agreement)


def _like(values: NDArray[np.float64], tensor: Tensor) -> Tensor:
    return torch.as_tensor(values, dtype=tensor.dtype, device=tensor.device)
