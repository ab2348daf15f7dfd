r"""Configurations that make Theorem 3.4 tight: unit vectors that go down the slack of its second inequality.

With P the mean of $\langle U_i, V_i \rangle$ and Q that of $\langle U_i, V_j \rangle$, $i \ne j$, the slack is

$$ 1 + b - (3 - 4/N) m = 1 - \frac1N \sum_i \langle U_i, V_i - 2 \bar V \rangle, \qquad
   m = \tfrac{P - Q}2, \quad b = \tfrac{P + Q}2, $$

linear in U for given V and the other way round. So each modality has a best answer to the other, in closed form, and no
answer raises the slack. (At the best answer it is $1 - \frac1N \sum_i |V_i - 2 \bar V|$, which Jensen's inequality
bounds by 0, since the mean of $|V_i - 2 \bar V|^2$ is 1: a short proof of the theorem.)

Bangachev et al. 2025, arXiv:2509.18552, Theorem 3.4; descent and proof are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.constellations import MOST
from theoremcheck.streams import Streams

__all__ = ["MOST_PAIRS", "FreePairs", "descend"]

MOST_PAIRS = 32
"""Rows that every modality has; those beyond a trial's own N are 0."""


@dataclass(frozen=True)
class FreePairs:
    """Sizes of a configuration: floats, so that all share a batch; in a batch tensors of shape (trials,)."""

    pairs: float  # N
    dimension: float  # d

    def draw(self, streams: Streams, label: str) -> Tensor:
        """Independent uniform unit vectors, shape (trials, MOST_PAIRS, MOST); 0 beyond the trial's own sizes."""
        rows = torch.arange(MOST_PAIRS, device=streams.device) < self.pairs[:, None]
        columns = torch.arange(MOST, device=streams.device) < self.dimension[:, None]
        drawn = streams.normal(label, (MOST_PAIRS, MOST))
        return normalize(drawn * rows[:, :, None] * columns[:, None], dim=-1)


def descend(first: Tensor, second: Tensor, sweeps: int) -> tuple[Tensor, Tensor]:
    r"""Let each modality answer the other: $U_i \propto V_i - 2 \bar V$, then $V_i \propto U_i - 2 \bar U$.

    Args:
        first: U, shape (*, rows, coordinates); rows of zeros are no vectors, and stay.
        second: V, of the same shape.
        sweeps: Answers of each modality.

    Returns:
        Both modalities.
    """
    present = (first != 0).any(dim=-1, keepdim=True).to(first.dtype)
    count = present.sum(dim=-2, keepdim=True)

    def answer(to: Tensor) -> Tensor:
        return normalize((to - 2 * to.sum(dim=-2, keepdim=True) / count) * present, dim=-1)

    for _ in range(sweeps):
        first = answer(second)
        second = answer(first)
    return first, second
