r"""The paper's toy: an angle in two modalities, of which one or both are noisy, and linear encoders of the plane.

A latent angle has the law $0.7\,\mathrm{vM}(0, 6) + 0.3\,\mathrm{vM}(\pi, 6)$. Modality X shows it, and modality Y
shows it with normal noise of the standard deviation $\sigma$; or both show it with $\sigma/\sqrt2$. Each encoder is a
matrix of order 2 whose output is normalised. The authors train on batches of 256; here the loss is that of the
population, on a grid of angles, so that no sampling noise is left in it.

Sources: Cai et al. 2026, arXiv:2601.19597, and its toy in `YichaoCai1/InfoNCE_Geometry`; quadrature in place of batches
is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import torch
from scipy.special import ive
from torch import Tensor
from torch.nn.functional import normalize

from models.pair_tables import population_loss
from models.unit_vectors import Descent, minimise
from theoremcheck.streams import Streams

__all__ = ["Circle", "Encoders", "both_noisy", "identity", "one_noisy", "random_encoders", "symmetric_divergence"]

_WEIGHT, _CONCENTRATION = 0.7, 6.0
_CELLS = 32
"""Angles of the loss, 0.2 apart: the narrowest factor, a softmax at tau = 0.07, has a width of 0.26."""
_FINE, _TERMS = 6000, 60
"""Angles of the histograms, and Fourier terms of a density: the last coefficient is below round-off."""
_BINS, _FLOOR = 60, 1e-8
"""The authors' histograms."""

Encoders = tuple[Tensor, Tensor]
"""Matrices of X and of Y, each of shape (trials, 2, 2)."""


@dataclass(frozen=True)
class Circle:
    """How noisy the pairs are, at which temperature the encoders are trained, and for how long."""

    noise: float  # sigma
    temperature: float  # tau
    steps: int

    def train(self, pairs: tuple[Tensor, Tensor], start: Encoders) -> Encoders:
        """Encoders after Adam on the population loss.

        Args:
            pairs: Noise of X and of Y, as `one_noisy` and `both_noisy` give it.
            start: Encoders at the start.
        """
        joint, grid = _joint(*pairs), _angles(_CELLS, start[0])
        points = torch.stack([grid.cos(), grid.sin()], dim=-1)
        beta = 1 / torch.as_tensor(self.temperature)[:, None, None]

        def loss(first: Tensor, second: Tensor) -> Tensor:
            x, y = (normalize(points @ encoder.mT, dim=-1) for encoder in (first, second))
            return population_loss(joint, beta * x @ y.mT)

        _, (first, second) = minimise(loss, [], Descent(0.05, self.steps, 0.02), free=start)
        return first, second


def one_noisy(circle: Circle) -> tuple[Tensor, Tensor]:
    """Standard deviations of X and of Y: all of the noise is in Y."""
    noise = torch.as_tensor(circle.noise)
    return torch.zeros_like(noise), noise


def both_noisy(circle: Circle) -> tuple[Tensor, Tensor]:
    """Half of the variance is in either: the modalities can be exchanged."""
    noise = torch.as_tensor(circle.noise) / 2**0.5
    return noise, noise


def random_encoders(streams: Streams) -> Encoders:
    r"""Entries uniform on $[-1/\sqrt2, 1/\sqrt2]$, as a linear layer of two inputs starts."""
    first, second = ((2 * streams.uniform(side, (2, 2)) - 1) / 2**0.5 for side in ("x", "y"))
    return first, second


def identity(streams: Streams) -> Encoders:
    """The data as they are."""
    same = torch.eye(2, dtype=streams.dtype, device=streams.device).expand(streams.trials, 2, 2)
    return same, same


def symmetric_divergence(pairs: tuple[Tensor, Tensor], encoders: Encoders) -> Tensor:
    r"""$KL(p \| q) + KL(q \| p)$ of the encoded angles' histograms of 60 bins, shape (trials,)."""
    first, second = (_histogram(noise, encoder) for noise, encoder in zip(pairs, encoders, strict=True))
    return ((first - second) * (first / second).log()).sum(dim=-1)


def _histogram(noise: Tensor, encoder: Tensor) -> Tensor:
    grid = _angles(_FINE, encoder)
    turned = torch.stack([grid.cos(), grid.sin()], dim=-1) @ encoder.mT
    place = (torch.atan2(turned[..., 1], turned[..., 0]) + pi) * (_BINS / (2 * pi))
    bins = torch.zeros(len(noise), _BINS, dtype=encoder.dtype, device=encoder.device)
    bins = bins.scatter_add(1, place.long().clamp(0, _BINS - 1), _density(noise, grid)) + _FLOOR
    return bins / bins.sum(dim=-1, keepdim=True)


def _density(noise: Tensor, grid: Tensor) -> Tensor:
    """Probabilities of the grid's angles in one modality, shape (trials, angles)."""
    orders = torch.arange(1, _TERMS + 1, dtype=grid.dtype, device=grid.device)
    bessel = torch.from_numpy(ive(range(_TERMS + 1), _CONCENTRATION)).to(grid)
    sign = 1 - 2 * (orders % 2)
    coefficients = (_WEIGHT + (1 - _WEIGHT) * sign) * bessel[1:] / bessel[0]
    smoothed = coefficients * (-(noise[:, None] * orders).square() / 2).exp()
    density = (1 + 2 * smoothed @ (orders[:, None] * grid).cos()).clamp(min=0)
    return density / density.sum(dim=-1, keepdim=True)


def _joint(first: Tensor, second: Tensor) -> Tensor:
    """Probabilities of pairs of angles, shape (trials, cells, cells), over latent angles of the same grid."""
    grid = _angles(_CELLS, first)
    latent = _density(torch.zeros_like(first), grid)
    x, y = _kernel(first, grid), _kernel(second, grid)
    return (latent[:, :, None] * x).mT @ y


def _kernel(noise: Tensor, grid: Tensor) -> Tensor:
    """Laws of a noisy angle given the latent one, shape (trials, latent, noisy); no noise leaves it where it is."""
    apart = torch.remainder(grid - grid[:, None] + pi, 2 * pi) - pi
    spread = noise.clamp(min=1e-3)[:, None, None]
    density = (-(apart / spread).square() / 2).exp()
    return density / density.sum(dim=-1, keepdim=True)


def _angles(count: int, like: Tensor) -> Tensor:
    """Midpoints of equal cells of the circle."""
    return (torch.arange(count, dtype=like.dtype, device=like.device) + 0.5) * (2 * pi / count) - pi
