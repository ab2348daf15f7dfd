r"""A variable near zero: the share of a sample in a small window, and the bounds of Lemma B.1.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["Draw", "Window", "central_half", "laplace"]


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


def central_half(streams: Streams, label: str, shape: tuple[int, ...]) -> Tensor:
    r"""Standard normals given $|x| \le 0.6745$, which one in two is, by inverse distribution function."""
    return torch.special.ndtri(0.25 + streams.uniform(label, shape) / 2)


def laplace(streams: Streams, label: str, shape: tuple[int, ...]) -> Tensor:
    """Laplace variables of unit variance, by inverse distribution function, shape (trials, *shape)."""
    level = 2 * streams.uniform(label, shape) - 1
    return -level.sign() * torch.log1p(-level.abs()) / sqrt(2)
