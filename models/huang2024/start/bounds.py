r"""The sizes of a random start, and the bounds that the lemmas on it state.

Every statement about the start is homogeneous in $\sigma_0$, $\sigma_\xi$ and $\|\mu\|$, so inner products come in
units in which these are 1: $\langle w, \mu \rangle$ in $\sigma_0 \|\mu\|$, $\langle w, \xi \rangle$ in
$s = \sigma_0 \sigma_\xi \sqrt d$, $\langle \xi, \xi' \rangle$ in $\sigma_\xi^2$, $\langle \xi, \mu \rangle$ in
$\sigma_\xi \|\mu\|$.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import torch
from torch import Tensor

__all__ = ["CLASS_MEAN", "CLASS_VARIANCE", "Start"]

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
