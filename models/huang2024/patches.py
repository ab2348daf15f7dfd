r"""Two-patch data, and everything of it that training can see.

A sample is $x = [y \mu; \xi]$ with a hidden label $y = \pm 1$, a fixed signal $\mu$ and noise
$\xi \sim N(0, \sigma_\xi^2 I_d)$; its second modality is $[y \tilde\mu; \tilde\xi]$ with the same label, and its
positive view $[y \mu; \xi + \epsilon]$ with $\epsilon \sim N(0, \sigma_\epsilon^2 I_d)$, drawn once. Weights start at
$w_r \sim N(0, \sigma_0^2 I_d)$.

Lengths are in units of $\sigma_\xi \sqrt d$ and weights in units of its inverse, which changes no inner product
$\langle w, x \rangle$: so $\|\xi\| \approx 1$, $\|\mu\| = \mathrm{SNR}$, and $\langle w_r(0), \xi \rangle$ has
standard deviation s. Coordinate 0 is the one along $\mu$. Labels are balanced: the first half of the samples is
positive, the other half negative.

Source: Huang et al. 2024, arXiv:2411.02837, sections 3 and 4.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from theoremcheck.numerics import gaussian_coordinates
from theoremcheck.streams import Streams

__all__ = [
    "Draw",
    "Modality",
    "TwoPatches",
    "explicit_vectors",
    "in_units",
    "noisier_second_modality",
    "span_vectors",
    "two_modalities",
]


@dataclass(frozen=True)
class TwoPatches:
    r"""One point of the theorems' regime; in a batch the float fields are tensors of shape (trials,).

    What the theorems hold fixed is a field; $d$, $\|\mu\|$, $\sigma_0$ and $\eta$ follow from it.
    """

    samples: int  # n, even
    width: int  # m
    signal_strength: float  # c = n SNR^2
    dim_ratio: float  # K = d / n^2
    start_size: float  # s = sigma_0 sigma_xi sqrt(d)
    modality_ratio: float  # C_mu = |mu~| / |mu|
    temperature: float  # tau
    view_noise: float  # sigma_eps / sigma_xi
    test_signal: float  # z = <nu, mu> / (sigma_xi |mu|)
    horizon: float  # kappa T
    steps: int  # T

    @property
    def dim(self) -> Tensor:
        """$d = K n^2$, a whole number."""
        return (torch.as_tensor(self.dim_ratio).double() * self.samples**2).round()

    @property
    def snr(self) -> Tensor:
        r"""$\|\mu\| / (\sigma_\xi \sqrt d)$."""
        return (torch.as_tensor(self.signal_strength) / self.samples).sqrt()

    @property
    def growth_rate(self) -> Tensor:
        r"""$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, the growth of memorised noise in a step; stands for $\eta$."""
        return torch.as_tensor(self.horizon) / self.steps

    @property
    def negatives(self) -> int:
        """M, samples of the other label."""
        return self.samples // 2


@dataclass(frozen=True)
class Modality:
    """Vectors of one modality, in coordinates of any orthonormal basis whose first direction is the signal's.

    Attributes:
        weights: Rows are the weights at the start, shape (trials, width, coordinates).
        directions: What gradients are made of: the n noises, then the signal, shape (trials, samples + 1, coordinates).
        views: Noise patches of the positive views, shape (trials, samples, coordinates); the noises themselves in the
            second modality, whose positives are the first one's samples.
    """

    weights: Tensor
    directions: Tensor
    views: Tensor

    @cached_property
    def squares(self) -> Tensor:
        """Squared lengths of the directions, shape (trials, 1, samples + 1); asked for at every step."""
        return self.directions.square().sum(dim=2)[:, None]


Draw = Callable[[TwoPatches, Tensor, Streams], Modality]
"""(regimes, length of the signal, streams) -> vectors of one modality; its views are the noises themselves."""


def span_vectors(patches: TwoPatches, signal: Tensor, streams: Streams) -> Modality:
    """Coordinates in the span of signal, noises and weights: the law of `explicit_vectors` for every d."""
    count = patches.samples + patches.width
    return in_units(patches, signal, gaussian_coordinates(count, patches.dim, streams, "start", fixed=1))


def explicit_vectors(patches: TwoPatches, signal: Tensor, streams: Streams) -> Modality:
    """All d coordinates, for a batch of regimes of one dimension."""
    dim = int(patches.dim.max())
    return in_units(patches, signal, streams.normal("start", (patches.samples + patches.width, dim)))


def two_modalities(patches: TwoPatches, streams: Streams, draw: Draw = span_vectors) -> tuple[Modality, Modality]:
    r"""Both modalities, independent but for the labels; the second signal is $C_\mu$ times as long.

    Positive views belong to the first one: the second one's would be drawn, and no training would see them.
    """
    signals = (patches.snr, patches.snr * torch.as_tensor(patches.modality_ratio))
    own = [streams.child("modality", k) for k in range(2)]
    first, second = (draw(patches, signal, child) for signal, child in zip(signals, own, strict=True))
    return replace(first, views=_seen_again(patches, first, own[0])), second


def _seen_again(patches: TwoPatches, modality: Modality, streams: Streams) -> Tensor:
    r"""$\xi + \epsilon$, shape (trials, samples, coordinates)."""
    noises = modality.views
    added = streams.normal("views", noises.shape[1:])
    root = patches.dim.sqrt().to(noises.dtype)[:, None, None]
    return noises + torch.as_tensor(patches.view_noise)[:, None, None] * added / root


def noisier_second_modality(modalities: tuple[Modality, Modality], factor: float) -> tuple[Modality, Modality]:
    r"""$\tilde\sigma_\xi$ as many times $\sigma_\xi$: memorised pairs then grow at `factor` times $\kappa$.

    (As $\rho' = \kappa \tilde\rho$ and $\tilde\rho' = \kappa f^2 \rho$.) Signal and noise then grow alike at
    $C_\mu c = 2f$. For controls: the paper has one size of noise in both modalities.
    """
    first, second = modalities
    noises, signal = second.directions[:, :-1], second.directions[:, -1:]
    return first, replace(second, directions=torch.cat([factor * noises, signal], dim=1), views=factor * second.views)


def in_units(patches: TwoPatches, signal: Tensor, coordinates: Tensor) -> Modality:
    """Scale standard normal coordinates to the regime's units.

    Args:
        patches: The regimes.
        signal: Length of the signal, shape (trials,).
        coordinates: Of the noises, then of the weights, shape (trials, samples + width, coordinates).
    """
    root = patches.dim.sqrt().to(coordinates.dtype)[:, None, None]
    noises, weights = coordinates.split([patches.samples, patches.width], dim=1)
    noises = noises / root
    signals = torch.zeros_like(noises[:, :1])
    signals[:, 0, 0] = signal
    return Modality(
        weights=torch.as_tensor(patches.start_size)[:, None, None] * weights,
        directions=torch.cat([noises, signals], dim=1),
        views=noises,
    )
