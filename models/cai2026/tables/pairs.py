"""Mismatched pairs of K states: the regime, free rows at the least loss, and three minimisers in closed form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from models.cai2026.tables.descent import Rows, descend
from models.pair_tables import critical_inverse_temperature, least_loss, mismatched_pairs, population_loss, simplex
from models.unit_vectors import random_rows
from theoremcheck.streams import Streams

__all__ = ["FreePairs", "OffsetPairs", "ScaledPairs", "offset_rows", "twice_the_steps"]


@dataclass(frozen=True)
class FreePairs:
    """Rows that are free, each on a sphere of its own, from a random start."""

    states: int  # K
    dimension: int  # D
    mismatch: float  # epsilon, in (0, 1)
    inverse_temperature: float  # beta
    steps: int

    @property
    def joint(self) -> Tensor:
        """P, shape (trials, K, K)."""
        return mismatched_pairs(self.states, torch.as_tensor(self.mismatch))

    @property
    def least_loss(self) -> Tensor:
        r"""$L^*$, shape (trials,)."""
        beta = torch.as_tensor(self.inverse_temperature)
        return least_loss(self.states, torch.as_tensor(self.mismatch), beta)

    def train(self, streams: Streams) -> Rows:
        """Rows at the end of the descent."""
        start = tuple(random_rows(streams, side, self.states, self.dimension) for side in ("x", "y"))
        return descend(self.joint, torch.as_tensor(self.inverse_temperature), start, self.steps)

    def best_of(self, starts: int, streams: Streams) -> Rows:
        """Rows at the end of the descent with the least loss, of so many from random starts."""
        first, second = (
            random_rows(streams, side, starts, self.states, self.dimension).flatten(0, 1) for side in ("x", "y")
        )
        joint = self.joint.repeat_interleave(starts, 0)
        beta = torch.as_tensor(self.inverse_temperature).repeat_interleave(starts)
        ended = descend(joint, beta, (first, second), self.steps)
        losses = population_loss(joint, beta[:, None, None] * ended[0] @ ended[1].mT).unflatten(0, (-1, starts))
        best = torch.arange(len(losses), device=losses.device) * starts + losses.argmin(dim=1)
        return ended[0][best], ended[1][best]


@dataclass(frozen=True)
class ScaledPairs:
    """The same at an inverse temperature in units of the critical one."""

    states: int  # K
    dimension: int  # D
    mismatch: float  # epsilon, in (0, 1)
    critical_multiple: float  # beta / a*
    steps: int

    @property
    def free(self) -> FreePairs:
        """The pairs at their own inverse temperature."""
        critical = critical_inverse_temperature(self.states, torch.as_tensor(self.mismatch))
        beta = self.critical_multiple * critical
        return FreePairs(self.states, self.dimension, self.mismatch, beta, self.steps)


@dataclass(frozen=True)
class OffsetPairs:
    r"""Two copies of a simplex, each with a constant part of the length $\rho$ in a direction of its own."""

    states: int  # K
    mismatch: float  # epsilon, in (0, 1)
    critical_multiple: float  # beta / a*, above 1
    angle: float  # between the two constant parts, in [0, pi]

    @property
    def joint(self) -> Tensor:
        """P, shape (trials, K, K)."""
        return mismatched_pairs(self.states, torch.as_tensor(self.mismatch))

    @property
    def inverse_temperature(self) -> Tensor:
        r"""$\beta$, shape (trials,)."""
        return self.critical_multiple * critical_inverse_temperature(self.states, torch.as_tensor(self.mismatch))

    @property
    def offset(self) -> Tensor:
        r"""$\rho = \sqrt{1 - a^* / \beta}$, shape (trials,)."""
        return (1 - 1 / torch.as_tensor(self.critical_multiple)).sqrt()


def offset_rows(pairs: OffsetPairs, signs: Tensor, angle: Tensor, length: Tensor) -> Rows:
    r"""$u_i = (\sqrt{1-\rho^2}\, w_i,\, s_i \rho\, e)$ and $v_i = (\sqrt{1-\rho^2}\, w_i,\, \rho\, f)$.

    Args:
        pairs: The regime.
        signs: $s_i$, shape (trials, K).
        angle: Between e and f, shape (trials,).
        length: $\rho$, shape (trials,).

    Returns:
        Unit rows of $R^{K+1}$.
    """
    length = length[:, None, None]
    shared = (1 - length.square()).sqrt() * simplex(pairs.states, length)
    constant = length.expand(-1, pairs.states, 1)
    turned = torch.cat([constant * angle.cos()[:, None, None], constant * angle.sin()[:, None, None]], dim=-1)
    straight = torch.cat([signs[..., None] * constant, torch.zeros_like(constant)], dim=-1)
    return torch.cat([shared, straight], dim=-1), torch.cat([shared, turned], dim=-1)


def twice_the_steps(pairs: Any) -> Any:
    """The same descent, twice as long."""
    return replace(pairs, steps=2 * pairs.steps)
