r"""A constellation, a temperature, and the worst bias at which the loss is still as small as is asked.

Bangachev et al. 2025, arXiv:2509.18552, Theorem 3.1; its finite form and the worst bias are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import torch
from torch import Tensor

from models.bangachev2025.zero_loss.biases import bias_at_level
from models.bangachev2025.zero_loss.codes import NoisyCode
from models.constellations import extreme
from theoremcheck.streams import Streams

__all__ = ["SmallLoss", "retrieved"]


@dataclass(frozen=True)
class SmallLoss(NoisyCode):
    """A noisy code at a loss below the bound.

    Attributes:
        sharpness: t m.
        level: N L / log 2.
        side: Towards which scores the bias lies off its best: 1 the matched ones, -1 all others.
    """

    sharpness: float
    level: float
    side: float

    def draw_at_level(self, streams: Streams) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of shape (trials, pairs, pairs), inverse temperature and relative bias of shape (trials,)."""
        first, second = self.draw(streams)
        scores = first @ second.mT
        inverse_temperature = self.sharpness / extreme(scores).margin
        return (
            scores,
            inverse_temperature,
            bias_at_level(scores, inverse_temperature, self.level * log(2), self.side),
        )


def retrieved(scores: Tensor) -> Tensor:
    """Share of rows and columns whose largest score is on the diagonal and nowhere else, shape (trials,)."""
    own = torch.eye(scores.shape[-1], dtype=torch.bool, device=scores.device)
    others, matched = scores.masked_fill(own, -torch.inf), scores.diagonal(dim1=1, dim2=2)
    found = torch.stack([matched > others.amax(dim=1), matched > others.amax(dim=2)])
    return found.to(scores.dtype).mean(dim=(0, 2))
