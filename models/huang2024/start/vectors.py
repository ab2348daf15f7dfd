r"""What weights or noises are made of: independent Gaussian vectors, and what breaks that.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["Vectors", "cauchy", "correlated", "independent"]

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
