r"""The random start: labels, weights and noises before the first step, and the bounds that they are said to keep.

Every statement about the start is homogeneous in $\sigma_0$, $\sigma_\xi$ and $\|\mu\|$, so inner products come in
units in which these are 1: $\langle w, \mu \rangle$ in $\sigma_0 \|\mu\|$, $\langle w, \xi \rangle$ in
$s = \sigma_0 \sigma_\xi \sqrt d$, $\langle \xi, \xi' \rangle$ in $\sigma_\xi^2$, $\langle \xi, \mu \rangle$ in
$\sigma_\xi \|\mu\|$. Vectors are drawn as coordinates in the span of $\mu$ and of themselves: the same law for every d.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt

import torch
from torch import Tensor

from theoremcheck.numerics import gaussian_coordinates
from theoremcheck.streams import Streams

__all__ = [
    "Draw",
    "FirstProducts",
    "Labelling",
    "NoiseGeometry",
    "Start",
    "Vectors",
    "Window",
    "biased_labels",
    "block_labels",
    "cauchy",
    "correlated",
    "fair_labels",
    "first_products",
    "independent",
    "laplace",
    "noise_geometry",
]

CLASS_MEAN = 1 / (2 * sqrt(2 * pi))
r"""$E[1\{y = 1\}\, \mathrm{relu}(z)]$ for a standard normal z and a fair label: 0.1995."""

CLASS_VARIANCE = 1 / 4 - 1 / (8 * pi)
r"""$\mathrm{Var}[1\{y = 1\}\, \mathrm{relu}(z)]$, since $E[1\{y = 1\}\, \mathrm{relu}(z)^2] = \frac14$."""


@dataclass(frozen=True)
class Start:
    """The sizes of a random start, and the probability with which a statement about it may fail."""

    samples: int  # n
    neurons: int  # m
    dim: float  # d
    failure: float  # delta

    def confidence(self) -> Tensor:
        r"""$1 - \delta$."""
        return 1 - self.failure

    def count_tolerance(self) -> Tensor:
        r"""$\sqrt{\tfrac n2 \log\tfrac4\delta}$, of Lemmas B.3 and C.8 (Hoeffding), shape (trials,)."""
        return (self.samples / 2 * (4 / self.failure).log()).sqrt()

    def signal_product_bound(self) -> Tensor:
        r"""Lemma B.4's bound on $|\langle w_r, \mu \rangle|$: $\sqrt{2 \log(8m/\delta)}$, shape (trials,)."""
        return (2 * (8 * self.neurons / self.failure).log()).sqrt()

    def noise_product_bound(self) -> Tensor:
        r"""Lemma B.4's bound on $|\langle w_r, \xi_i \rangle|$: $2 \sqrt{\log(8mn/\delta)}$, shape (trials,)."""
        return 2 * (8 * self.neurons * self.samples / self.failure).log().sqrt()

    def noise_overlap_bound(self) -> Tensor:
        r"""Lemma B.5's bound on $|\langle \xi_i, \xi_j \rangle|$: $2 \sqrt{d \log(6n^2/\delta)}$, shape (trials,)."""
        return 2 * (self.dim * (6 * self.samples**2 / self.failure).log()).sqrt()

    def noise_signal_bound(self) -> Tensor:
        r"""Lemma B.5's bound on $|\langle \xi_i, \mu \rangle|$: $\sqrt{2 \log(6n/\delta)}$, shape (trials,)."""
        return (2 * (6 * self.samples / self.failure).log()).sqrt()

    def class_sum_bound(self) -> Tensor:
        r"""Lemma C.9's bound as printed: $\sqrt n\, (1 + \sqrt{\log(1/\delta) / 2})$, shape (trials,)."""
        return sqrt(self.samples) * (1 + ((1 / self.failure).log() / 2).sqrt())

    def class_sum_mean(self) -> Tensor:
        r"""$n / (2 \sqrt{2\pi}) = 0.1995\, n$, shape (trials,); derived."""
        return torch.full_like(self.failure, CLASS_MEAN * self.samples)

    def class_sum_tolerance(self) -> Tensor:
        r"""Chebyshev's tolerance of the class sum: $\sqrt{(n v + n^2 / (8 \pi d)) / \delta}$, shape (trials,).

        Here $v = \frac14 - \frac1{8\pi}$. Given $w$ the sum is $\|w\| / \sqrt d$ times n independent terms of
        variance v. Its second moment about 0.1995 n is $n v$ plus $(0.1995\, n)^2\, E(\|w\| / \sqrt d - 1)^2$, and the
        last factor is at most $1/d$ because $E \chi_d \ge \sqrt{d - 1/2}$. Derived.
        """
        n = self.samples
        return ((n * CLASS_VARIANCE + n**2 * CLASS_MEAN**2 / self.dim) / self.failure).sqrt()

    def small_share(self, factors: Tensor) -> Tensor:
        r"""$\mathrm{erf}(C \mu / \sqrt2)$ with $\mu = 0.1995$: limit of the share below C class means; derived."""
        return torch.special.erf(factors * CLASS_MEAN / sqrt(2))

    def small_share_tolerance(self, factors: Tensor) -> Tensor:
        r"""Tolerance for all $C > 0$ at once: $\sqrt{\log(4/\delta) / 2n} + C \sqrt{2/\pi}\, \sqrt{2 v / n \delta}$.

        First the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart at failure probability $\delta/2$, then
        Chebyshev's for the class mean at $\delta/2$ times the largest slope of erf; shape (trials, factors). Derived.
        """
        uniformly = ((4 / self.failure).log() / (2 * self.samples)).sqrt()
        mean = (2 * CLASS_VARIANCE / (self.samples * self.failure)).sqrt()
        return uniformly[:, None] + sqrt(2 / pi) * mean[:, None] * factors


@dataclass(frozen=True)
class Window:
    """A sample of a centred variable of unit variance, and a small window about zero."""

    draws: int  # N
    width: float  # c / sigma

    def gaussian_probability(self) -> Tensor:
        r"""$P(|x| \le c) = \mathrm{erf}(c / \sqrt2 \sigma)$ for $x \sim N(0, \sigma^2)$, shape (trials,)."""
        return torch.special.erf(self.width / sqrt(2))

    def printed_bound(self) -> Tensor:
        r"""Lemma B.1: $2 \sqrt{1 - e^{-2 c^2 / \pi \sigma^2}}$, shape (trials,)."""
        return 2 * (-torch.expm1(-2 * self.width.square() / pi)).sqrt()

    def share(self, values: Tensor) -> Tensor:
        """Share of the values, shape (trials, N), that lie in the window."""
        return (values.abs() <= self.width[:, None]).to(values.dtype).mean(dim=1)

    def score(self, share: Tensor, probability: Tensor) -> Tensor:
        """A share less a probability, in binomial standard errors."""
        return (share - probability) / (probability * (1 - probability) / self.draws).sqrt()


Draw = Callable[[Streams, str, tuple[int, ...]], Tensor]
"""How a sample is drawn, from (streams, label, shape): shape (trials, *shape)."""


def laplace(streams: Streams, label: str, shape: tuple[int, ...]) -> Tensor:
    """Laplace variables of unit variance, by inverse distribution function, shape (trials, *shape)."""
    level = 2 * streams.uniform(label, shape) - 1
    return -level.sign() * torch.log1p(-level.abs()) / sqrt(2)


Labelling = Callable[[Start, Streams], Tensor]
"""How labels are drawn: -1 or +1, shape (trials, n)."""


def fair_labels(start: Start, streams: Streams) -> Tensor:
    """Independent fair labels: the hypothesis of the paper."""
    return streams.signs("labels", (start.samples,))


def biased_labels(start: Start, streams: Streams, positive: float) -> Tensor:
    """Independent labels that are +1 with another probability than a half."""
    level = streams.uniform("labels", (start.samples,))
    return torch.where(level < positive, torch.ones_like(level), -torch.ones_like(level))


def block_labels(start: Start, streams: Streams, block: int) -> Tensor:
    """Fair labels that a block of samples shares; n is a multiple of the block."""
    return streams.signs("labels", (start.samples // block,)).repeat_interleave(block, dim=1)


Vectors = Callable[[Tensor, Streams], Tensor]
"""Makes weights or noises of standard Gaussian vectors: (trials, count + 1, k) to (trials, count, k)."""


def independent(gaussians: Tensor, streams: Streams) -> Tensor:
    """The Gaussian vectors themselves: the hypothesis of the paper."""
    return gaussians[:, :-1]


def correlated(gaussians: Tensor, streams: Streams, correlation: float) -> Tensor:
    """Standard Gaussian vectors any two of which have the same correlation: they share the last vector."""
    return sqrt(1 - correlation) * gaussians[:, :-1] + sqrt(correlation) * gaussians[:, -1:]


def cauchy(gaussians: Tensor, streams: Streams) -> Tensor:
    """Independent Cauchy vectors: each Gaussian is divided by a standard normal of its own."""
    return gaussians[:, :-1] / streams.normal("cauchy", (gaussians.shape[1] - 1, 1)).abs()


@dataclass(frozen=True)
class FirstProducts:
    """What the neurons see of the data before the first step."""

    signal: Tensor  # <w_r, mu>, shape (trials, m)
    noise: Tensor  # <w_r, xi_i>, shape (trials, m, n)

    def class_sums(self, labels: Tensor) -> Tensor:
        r"""$\sum_{i : y_i = 1} \mathrm{relu}\langle w_r, \xi_i \rangle$ of each neuron, shape (trials, m)."""
        return (self.noise.relu() * (labels > 0)[:, None, :]).sum(dim=2)

    def active_counts(self, labels: Tensor) -> Tensor:
        r"""Active samples $\langle w_r, \xi_i \rangle > 0$ of each neuron and class, shape (trials, m, 2)."""
        active = self.noise > 0
        counts = [(active & (labels == sign)[:, None, :]).sum(dim=2) for sign in (1, -1)]
        return torch.stack(counts, dim=2).to(self.noise.dtype)


def first_products(
    start: Start, streams: Streams, weights: Vectors = independent, noises: Vectors = independent
) -> FirstProducts:
    """Draw the inner products of the weights with the signal and with the noises.

    The weights get coordinates in the span of the signal and of themselves; a noise's coordinates there are
    independent standard normals, and its part outside is seen by no neuron.
    """
    coordinates = gaussian_coordinates(start.neurons + 1, start.dim, streams, "weights", fixed=1)
    w = weights(coordinates, streams.child("weights"))
    xi = noises(streams.normal("noises", (start.samples + 1, coordinates.shape[2])), streams.child("noises"))
    return FirstProducts(w[..., 0], w @ xi.mT / start.dim.sqrt()[:, None, None])


@dataclass(frozen=True)
class NoiseGeometry:
    """Inner products of the noises with each other and with the signal."""

    squared_norms: Tensor  # |xi_i|^2, shape (trials, n)
    overlaps: Tensor  # <xi_i, xi_j> for i /= j, zero on the diagonal; shape (trials, n, n)
    signal: Tensor  # <xi_i, mu>, shape (trials, n)


def noise_geometry(start: Start, streams: Streams, noises: Vectors = independent) -> NoiseGeometry:
    """Draw the noises in the span of the signal and of themselves, and take their inner products."""
    coordinates = gaussian_coordinates(start.samples + 1, start.dim, streams, "noises", fixed=1)
    xi = noises(coordinates, streams.child("noises"))
    gram = xi @ xi.mT
    squared_norms = gram.diagonal(dim1=1, dim2=2)
    return NoiseGeometry(squared_norms, gram - torch.diag_embed(squared_norms), xi[..., 0])
