r"""Constellations of every margin: double-constant codes with noise, and points that lie close together.

Bangachev et al. 2025, arXiv:2509.18552, section 3; the generators are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.constellations import double_constant, extreme, random_code
from theoremcheck.streams import Streams

__all__ = ["CloseTogether", "NoisyCode"]


@dataclass(frozen=True)
class NoisyCode:
    """A double-constant configuration over a random code, whose margin is positive, and noise that leaves it so.

    Attributes:
        pairs: N.
        dimension: d.
        spread: x, the share of the code.
        noise: Length of what is added to each vector, in tenths of the margin: at 1 it takes two fifths of the margin
            at most, because a score moves by four lengths at most.
    """

    pairs: int
    dimension: float
    spread: float
    noise: float

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor]:
        """Both modalities, shape (trials, pairs, MOST) each."""
        clean = double_constant(random_code(streams, "code", self.pairs, self.dimension - 1), self.spread)
        margin = extreme(clean[0] @ clean[1].mT).margin
        size = (self.noise * margin / 10)[:, None, None]
        first, second = (
            normalize(rows + size * random_code(streams, name, self.pairs, self.dimension), dim=-1)
            for name, rows in zip(("noise of U", "noise of V"), clean, strict=True)
        )
        return first, second


@dataclass(frozen=True)
class CloseTogether:
    """Points within a distance of each other, the same ones in both modalities."""

    pairs: int  # N
    dimension: float  # d
    width: float  # largest distance of two points

    def draw(self, streams: Streams) -> Tensor:
        r"""Scores less 1, $-|U_i - U_j|^2 / 2$: so no digit of a small distance is lost; shape (trials, pairs, pairs).

        The points are $e_1 + \frac12 w\, r_i$, $|r_i| \le 1$, divided by their lengths, which brings none of them
        further apart.
        """
        direction = random_code(streams, "direction", self.pairs, self.dimension - 1)[..., :-1]
        across = direction * streams.uniform("length", (self.pairs, 1))
        along = torch.ones_like(across[..., :1])
        points = normalize(torch.cat([along, self.width[:, None, None] / 2 * across], dim=-1), dim=-1)
        return -(points[:, :, None] - points[:, None]).square().sum(dim=-1) / 2
