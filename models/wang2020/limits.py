r"""The contrastive loss of M negatives against its limit, exactly, where encoders are uniform on the sphere.

With a positive of cosine p and $k_j = e^{\langle x, y_j \rangle / \tau}$ of M independent uniform negatives the loss,
less $\log M$, differs from its limit by

$$ D(M) = E \log \frac{e^{p / \tau} + \sum_{j \le M} k_j}{M \mu}, \qquad \mu = E k = {}_0F_1(; d/2; 1 / 4\tau^2) . $$

With $P = e^{p/\tau} / \mu$, and variance v and third central moment s of $k / \mu$, the delta method gives

$$ D(M) = \frac c M + \frac{c_2}{M^2} + O(M^{-3}), \quad c = P - \frac v2, \quad
   c_2 = - \frac{P^2}2 + P v + \frac s3 - \frac{3 v^2}4 . $$

Inner products have the density $(1 - z^2)^{(d-3)/2}$, for which there is a Gauss-Jacobi rule.

Wang and Isola 2020, arXiv:2005.10242, Theorem 1; the expansion is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch
from scipy.special import roots_jacobi
from torch import Tensor
from torch.nn.functional import normalize, pad

from models.yaras2025.sphere import exponential_moment
from theoremcheck.numerics import expected_log_sum
from theoremcheck.streams import Streams

__all__ = [
    "Bank",
    "CoolingNegatives",
    "Expansion",
    "Negatives",
    "deviation",
    "from_a_bank",
    "independent",
]

_NODES = 100
"""Of the rule: 64 differ from 800 by 1e-13 from tau = 0.15 on, and by nothing to four digits at 1/40."""
_BANK = 16
"""Points of a bank of negatives."""

Law = tuple[Tensor, Tensor]
"""Cosines of a negative, and their probabilities, shape (trials, outcomes) each."""

Bank = Callable[["Negatives", Streams], Law]
"""Where negatives come from."""


@dataclass(frozen=True)
class Expansion:
    """Moments of an exponential, and the coefficients that they make; each of shape (trials,)."""

    positive: Tensor  # P
    variance: Tensor  # v
    third: Tensor  # s

    @property
    def first(self) -> Tensor:
        """Coefficient c of 1 / M."""
        return self.positive - self.variance / 2

    @property
    def second(self) -> Tensor:
        """Coefficient c_2 of 1 / M^2."""
        delta, spread = self.positive, self.variance
        return -delta.square() / 2 + delta * spread + self.third / 3 - 3 * spread.square() / 4


@dataclass(frozen=True)
class Negatives:
    """The loss of one anchor at the foot of a ladder in M; in a batch floats are tensors of shape (trials,).

    The ladder begins where the expansion's second term is small beside its first, and so is every further one: they are
    made of the same moments.
    """

    dimension: int  # d
    temperature: float  # tau
    cosine: float  # p of the positive pair
    multiple: float  # of the ladder's foot

    def expansion(self) -> Expansion:
        """Its moments and coefficients."""
        sharpness = 1 / torch.as_tensor(self.temperature)
        powers = torch.stack([sharpness, 2 * sharpness, 3 * sharpness])
        one, two, three = exponential_moment(powers, self.dimension).log()
        second, third = (two - 2 * one).exp(), (three - 3 * one).exp()
        return Expansion((self.cosine * sharpness - one).exp(), second - 1, third - 3 * second + 2)

    def inverse_temperature(self) -> Tensor:
        """1 / tau at every M, shape (trials,)."""
        return 1 / self.temperature

    def count(self) -> Tensor:
        r"""M: the multiple of $30 \max(1, P, v + 1, |c_2 / c|)$, shape (trials,)."""
        found = self.expansion()
        ratio = (found.second / found.first).abs()
        foot = torch.stack([torch.ones_like(ratio), found.positive, found.variance + 1, ratio]).amax(dim=0)
        return self.multiple * 30 * foot


@dataclass(frozen=True)
class CoolingNegatives(Negatives):
    r"""The same at a temperature that falls with M: $1 / \tau = M^{2 / (d - 1)}$, from M = 16 on."""

    def inverse_temperature(self) -> Tensor:
        """1 / tau at the M of the rung, shape (trials,)."""
        return self.count() ** (2 / (self.dimension - 1))

    def count(self) -> Tensor:
        """M, shape (trials,)."""
        return 16 * self.multiple


def independent(negatives: Negatives, streams: Streams) -> Law:
    """Every negative is uniform on the sphere."""
    nodes, weights = (torch.from_numpy(part).to(streams.device) for part in _rule(negatives.dimension))
    return nodes.expand(streams.trials, -1), weights.expand(streams.trials, -1)


def from_a_bank(negatives: Negatives, streams: Streams) -> Law:
    """Negatives are drawn from sixteen uniform points that do not change."""
    points = normalize(streams.normal("bank", (_BANK, negatives.dimension)), dim=-1)
    cosines = points[..., 0].double()
    return cosines, torch.full_like(cosines, 1 / _BANK)


def deviation(negatives: Negatives, law: Law, positive: bool = True) -> Tensor:
    """D(M), shape (trials,).

    Args:
        negatives: The regime.
        law: Of the cosine of one negative.
        positive: Whether the positive stands in the denominator.
    """
    sharpness, count = negatives.inverse_temperature(), negatives.count()
    limit = count.log() + exponential_moment(sharpness, negatives.dimension).log()
    if not positive:
        return expected_log_sum(sharpness[:, None] * law[0], law[1], count) - limit
    cosines = torch.cat([negatives.cosine[:, None], law[0]], dim=1)
    own = torch.zeros_like(cosines)
    own[:, 0] = 1
    return expected_log_sum(sharpness[:, None] * cosines, pad(law[1], (1, 0)), count, first=own) - limit


@cache
def _rule(dimension: int) -> Law:
    """Nodes and weights of the law of inner products in so many dimensions."""
    exponent = (dimension - 3) / 2
    nodes, weights = roots_jacobi(_NODES, exponent, exponent)
    return nodes, weights / weights.sum()
