r"""Any joint law of two discrete modalities, with one state of X whose mass is set, and the inverse temperature."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.cai2026.tables.descent import Rows, descend
from models.unit_vectors import random_rows
from theoremcheck.numerics import log_density_ratio, marginal
from theoremcheck.streams import Streams

__all__ = ["RandomJoint", "twice_the_steps"]

_CANDIDATES = 8
"""Tables that a trial draws at once; it takes the first without another heavy state. One in three has one."""
_HEAVIEST = 0.4
"""Most mass of every other state: the claim is about one heavy state, and has its reason for the number."""
_FLOOR = 2e-3
"""Added to each entry: it keeps the pointwise mutual information below about 6 nats."""


@dataclass(frozen=True)
class RandomJoint:
    """A table of squared normal numbers, that is of the symmetric Dirichlet law of 1/2, before one state gets its mass.

    Any further state, of X and of Y, has two fifths of the mass at the most.
    """

    states: int  # K
    dimension: int  # D
    heavy_mass: float  # of the first state of X
    range_multiple: float  # beta over the range of the pointwise mutual information
    steps: int

    def joint(self, streams: Streams) -> Tensor:
        """P, shape (trials, K, K)."""
        squares = streams.normal("table", (_CANDIDATES, self.states, self.states)).square()
        table = squares / squares.sum(dim=(-2, -1), keepdim=True) + _FLOOR
        heavy, rest = table[..., :1, :], table[..., 1:, :]
        mass = torch.as_tensor(self.heavy_mass)[:, None, None, None]
        heavy = mass * heavy / heavy.sum(dim=(-2, -1), keepdim=True)
        rest = (1 - mass) * rest / rest.sum(dim=(-2, -1), keepdim=True)
        table = torch.cat([heavy, rest], dim=-2)
        others = torch.cat([marginal(table, 0)[..., 1:], marginal(table, 1)], dim=-1)
        admissible = (others <= _HEAVIEST).all(dim=-1)
        first = admissible.long().argmax(dim=-1)
        return table[torch.arange(len(table), device=table.device), first]

    def inverse_temperature(self, joint: Tensor) -> Tensor:
        r"""$\beta$, shape (trials,)."""
        information = log_density_ratio(joint).flatten(1)
        return self.range_multiple * (information.amax(dim=1) - information.amin(dim=1))

    def train(self, joint: Tensor, streams: Streams, pull: float) -> Rows:
        """Rows at the end of the descent."""
        start = tuple(random_rows(streams, side, self.states, self.dimension) for side in ("x", "y"))
        return descend(joint, self.inverse_temperature(joint), start, self.steps, pull)


def twice_the_steps(pairs: RandomJoint) -> RandomJoint:
    """The same descent, twice as long."""
    return replace(pairs, steps=2 * pairs.steps)
