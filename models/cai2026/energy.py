r"""The paper's symmetric energy of two marginals on a circle of cells, with potentials that do not move with them.

$$ F(\rho_1, \rho_2) = \tfrac12 \bigl(\mathcal F_1(\rho_1) + \mathcal F_2(\rho_2)\bigr)
   - \tfrac12 \bigl(KL(\rho_1 \| \rho_2) + KL(\rho_2 \| \rho_1)\bigr), \qquad
   \mathcal F_k(\rho) = \int \rho\, U_k + \int \rho \log\rho . $$

Densities are with respect to the uniform law, so they have the mean 1 over cells.

Source: Cai et al. 2026, arXiv:2601.19597, section 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import torch
from torch import Tensor

from theoremcheck.numerics import clip
from theoremcheck.streams import Streams

__all__ = ["CELLS", "Mixture", "MovedMarginal", "Potential", "frozen_potential", "moving_potential", "symmetric_energy"]

CELLS = 48
_POINTS, _FINE = 96, 4096
"""Pairs on the circle, and the grid on which quantiles are read."""


@dataclass(frozen=True)
class Mixture:
    """Two densities of the first modality, a mixture of them, and a density of the second."""

    roughness: float  # standard deviation of a log density
    closeness: float  # share of its own in the second of the two densities; 0 makes them one
    share: float  # of the second in the mixture
    potential: float  # standard deviation of the potentials

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Both densities of the first modality, that of the second, and potentials; the last (trials, 2, cells)."""
        rough = torch.as_tensor(self.roughness)[:, None]
        one, own, other = (_density(rough * streams.normal(name, (CELLS,))) for name in ("one", "own", "other"))
        closeness = torch.as_tensor(self.closeness)[:, None]
        potentials = torch.as_tensor(self.potential)[:, None, None] * streams.normal("potentials", (2, CELLS))
        return one, (1 - closeness) * one + closeness * own, other, potentials


@dataclass(frozen=True)
class MovedMarginal:
    r"""One modality of matched pairs on a circle is moved from the uniform law to $\propto e^{\kappa\cos\theta}$."""

    concentration: float  # kappa
    inverse_temperature: float  # beta

    def angles(self) -> tuple[Tensor, Tensor]:
        """Angles of both modalities' points, moved and uniform, in the same order; shape (trials, 96) and (96,)."""
        kappa = torch.as_tensor(self.concentration)[:, None]
        fine = (torch.arange(_FINE, dtype=kappa.dtype, device=kappa.device) + 0.5) * (2 * pi / _FINE) - pi
        cumulated = (kappa * (fine.cos() - 1)).exp().cumsum(dim=-1)
        levels = (torch.arange(_POINTS, dtype=kappa.dtype, device=kappa.device) + 0.5) / _POINTS
        place = torch.searchsorted(cumulated / cumulated[:, -1:], levels.expand(len(kappa), -1).contiguous())
        return fine[place.clamp(max=_FINE - 1)], levels * 2 * pi - pi

    def loss(self, first: Tensor, second: Tensor) -> Tensor:
        """Symmetric InfoNCE of matched pairs at these angles, in nats, shape (trials,)."""
        beta = torch.as_tensor(self.inverse_temperature)[:, None, None]
        return clip(beta * (first[..., :, None] - second[..., None, :]).cos())

    def density(self) -> Tensor:
        """Of the moved modality, on cells, shape (trials, cells)."""
        cells = (torch.arange(CELLS, dtype=torch.float64) + 0.5) * (2 * pi / CELLS) - pi
        kappa = torch.as_tensor(self.concentration)[:, None]
        return _density(kappa * (cells.to(kappa).cos() - 1))


Potential = Callable[[MovedMarginal], Tensor]
"""What the potentials add to the energy when the marginal has moved, shape (trials,)."""


def frozen_potential(moved: MovedMarginal) -> Tensor:
    """The constant that a uniform pair's potential is, whatever the marginal."""
    return -torch.as_tensor(moved.inverse_temperature)


def moving_potential(moved: MovedMarginal) -> Tensor:
    r"""$-\beta\, E\langle x, y \rangle$ of the pairs as they then are."""
    first, second = moved.angles()
    return -torch.as_tensor(moved.inverse_temperature) * (first - second).cos().mean(dim=-1)


def symmetric_energy(first: Tensor, second: Tensor, potentials: Tensor, weight: float = 1.0) -> Tensor:
    """F, shape (trials,).

    Args:
        first: Density of the first modality, shape (trials, cells).
        second: Of the second.
        potentials: Of both, shape (trials, 2, cells).
        weight: Of the divergence; 1 is the paper's, at 0 the modalities do not see each other.
    """
    own = [
        (density * (potential + density.log())).mean(dim=-1)
        for density, potential in zip((first, second), potentials.unbind(1), strict=True)
    ]
    divergence = ((first - second) * (first / second).log()).mean(dim=-1)
    return (own[0] + own[1] - weight * divergence) / 2


def _density(logarithm: Tensor) -> Tensor:
    weight = (logarithm - logarithm.amax(dim=-1, keepdim=True)).exp()
    return weight / weight.mean(dim=-1, keepdim=True)
