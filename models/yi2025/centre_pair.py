r"""The limit of the centre pair's loss, as Theorems 2 and 3 of Yi et al. 2025 (arXiv:2510.03268v2) have it.

With x and y of two von Mises-Fisher laws and a pair that stands at both centres, the loss of this pair, less
$2 \log N$, tends to a sum of two terms $\tilde J(w_1, w_2, t; \kappa)$ (Definition 6), one for each direction; t is the
length of a centre's projection onto the other modality's hyperplane, and 1 where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.yaras2025.sphere import softmax_mean
from models.yi2025.vmf import log_partition

__all__ = ["AdmissibleCentres", "ConeCentres", "PartlyMatched", "SubspaceCentres"]


@dataclass(frozen=True)
class ConeCentres:
    """Two modalities, each in a cone of its own on the sphere in R^h."""

    dimension: int  # h
    temperature: float  # tau
    first_concentration: float  # kappa_x
    second_concentration: float  # kappa_y

    def loss(self, cosine: Tensor, matched: Tensor | float = 1.0) -> Tensor:
        r"""$J(w; \kappa_x) + J(w; \kappa_y)$ with $J(w; \kappa) = \tilde J(w, w, 1; \kappa)$ (Definition 4, eq. 8).

        Args:
            cosine: w, of the two centres, shape (trials, *).
            matched: Share of the centre pairs that are true ones; the others are unrelated, and of no weight in
                $-w / \tau$. The paper has 1.

        Returns:
            The shape of `cosine`.
        """
        one = torch.ones_like(cosine)
        both = _both_directions(self, self.dimension, cosine, one, one)
        return both + 2 * (1 - _beside(matched, cosine)) * cosine / _beside(self.temperature, cosine)

    def least_matched(self) -> Tensor:
        r"""Share below which a gap of 0 is no local minimum, shape (trials,).

        $\frac12 \sum_\kappa \kappa A_h(M) / M$ with $M = \kappa + 1/\tau$, where the loss has no slope at w = 1, from
        $d \log(I_\nu(m) / m^\nu) / dm = A_h(m)$; derived.
        """
        shares = []
        for concentration in (self.first_concentration, self.second_concentration):
            whole = concentration + 1 / self.temperature
            shares.append(concentration * softmax_mean(whole, self.dimension) / whole)
        return (shares[0] + shares[1]) / 2


@dataclass(frozen=True)
class PartlyMatched:
    """Cones with a share of true centre pairs on either side of the least that keeps a gap of 0 a local minimum."""

    dimension: int  # h
    temperature: float  # tau
    first_concentration: float  # kappa_x
    second_concentration: float  # kappa_y
    surplus: float  # above 0 so much of the way from rho_c to 1, below 0 so much of the way from rho_c to 0

    def loss(self, cosine: Tensor) -> Tensor:
        """As `ConeCentres.loss`, at this share."""
        cones = ConeCentres(self.dimension, self.temperature, self.first_concentration, self.second_concentration)
        least = cones.least_matched()
        return cones.loss(cosine, least + self.surplus * torch.where(self.surplus > 0, 1 - least, least))


@dataclass(frozen=True)
class SubspaceCentres:
    r"""Two modalities on two hyperplanes A and B of R^h, with centres that share a direction of $C = A \cap B$.

    The centres are $c_x = \cos a\, e_C + \sin a\, e_A$ and $c_y = \cos a\, e_C + \sin a\, e_B$, where $e_A$ and $e_B$
    are the unit vectors of A and of B that are orthogonal to C. For a > 0 neither lies in C, and $c_x \cdot c_y > 0$.
    """

    dimension: int  # h
    temperature: float  # tau
    first_concentration: float  # kappa_x
    second_concentration: float  # kappa_y
    smallest_angle: float  # phi_min
    angle: float  # phi, of the hyperplanes
    tilt: float  # a, angle of either centre with C

    def loss(self) -> Tensor:
        r"""Left-hand side of Theorem 3, eq. 14, at these centres: $\tilde J(w, w, t)$ of both directions, (trials,).

        Here $w = \cos^2 a + \sin^2 a \cos\varphi$, and $\|P_B c_x\| = \|P_A c_y\| = t$ with
        $t^2 = \cos^2 a + \sin^2 a \cos^2 \varphi$.
        """
        concentrations = self.first_concentration, self.second_concentration
        centres = AdmissibleCentres(self.dimension, self.temperature, *concentrations, self.angle)
        return centres.loss(self.tilt, self.tilt, torch.zeros_like(self.tilt))

    def printed_bound(self) -> Tensor:
        r"""Right-hand side of eq. 14: $\tilde J(c, c, c)$ of both directions, $c = \cos\varphi_{\min}$, (trials,)."""
        least = self.smallest_angle.cos()
        return _both_directions(self, self.dimension - 1, least, least, least)


@dataclass(frozen=True)
class AdmissibleCentres:
    r"""Two modalities on two hyperplanes of R^h, with any centres $\cos a\, u + \sin a\, e_A$, u in C; alike in B."""

    dimension: int  # h
    temperature: float  # tau
    first_concentration: float  # kappa_x
    second_concentration: float  # kappa_y
    angle: float  # phi, of the hyperplanes

    def loss(self, first_tilt: Tensor, second_tilt: Tensor, turn: Tensor, length: float = 1.0) -> Tensor:
        r"""Left-hand side of Theorem 3, eq. 14, and infinity where $c_x \cdot c_y \le 0$, which the theorem leaves out.

        Args:
            first_tilt: Angle of $c_x$ with C, shape (trials, *).
            second_tilt: Angle of $c_y$ with C, the same shape.
            turn: Angle between the directions in C of the two, the same shape.
            length: Of the vectors of the centre pair; the paper's are unit vectors.
        """
        between = _beside(self.angle, turn).cos()
        cosine = first_tilt.cos() * second_tilt.cos() * turn.cos() + first_tilt.sin() * second_tilt.sin() * between
        projected = [
            length * (tilt.cos().square() + tilt.sin().square() * between.square()).sqrt()
            for tilt in (first_tilt, second_tilt)
        ]
        loss = _both_directions(self, self.dimension - 1, length * cosine, *projected)
        return torch.where(cosine > 0, loss, torch.inf)

    def infimum(self) -> Tensor:
        r"""$\tilde J(1, 1, 1; \kappa_y) + \tilde J(1, 1, 1; \kappa_x)$, shape (trials,)."""
        one = torch.ones_like(self.angle)
        return _both_directions(self, self.dimension - 1, one, one, one)


def _both_directions(
    regime: ConeCentres | SubspaceCentres | AdmissibleCentres, dim: int, cosine: Tensor, first: Tensor, second: Tensor
) -> Tensor:
    r"""$\tilde J(w, w, t_x; \kappa_y) + \tilde J(w, w, t_y; \kappa_x)$ (Definition 6) of laws on $S^{d-1}$, shape of w.

    $\tilde J(w, w, t; \kappa) = -w / \tau + \log \frac{I_\nu(M)}{M^\nu} - \log \frac{I_\nu(\kappa)}{\kappa^\nu}$ with
    $M^2 = \kappa^2 + 2 \kappa w / \tau + t^2 / \tau^2$.
    """
    temperature = _beside(regime.temperature, cosine)
    total = -2 * cosine / temperature
    for value, projected in ((regime.second_concentration, first), (regime.first_concentration, second)):
        concentration = _beside(value, cosine)
        square = concentration.square() + 2 * concentration * cosine / temperature + (projected / temperature).square()
        total = total + log_partition(square.clamp(min=0).sqrt(), dim) - log_partition(concentration, dim)
    return total


def _beside(values: Tensor | float, cosine: Tensor) -> Tensor:
    """One number a trial, with as many axes as the cosines have."""
    return torch.as_tensor(values, dtype=cosine.dtype, device=cosine.device).reshape(-1, *[1] * (cosine.dim() - 1))
