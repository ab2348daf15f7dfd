r"""Pairs of free unit vectors under the contrastive loss: section 3.2 of Yi et al. 2025 (arXiv:2510.03268v2).

Encoders that can realise any configuration are free unit vectors; training is descent of the loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.unit_vectors import random_rows
from models.yaras2025.sphere import exponential_moment
from models.yi2025.contrast import Contrast
from theoremcheck.streams import Streams

__all__ = ["Candidates", "MatchedPairs", "twice_the_steps"]

Candidates = Callable[[Tensor], Tensor]
"""(a matrix of ones) -> 1 where a row has the candidate, and 0 elsewhere."""


@dataclass(frozen=True)
class MatchedPairs:
    """N pairs on the sphere in R^h, and how long they are trained."""

    pairs: int  # N
    dimension: int  # h
    inverse_temperature: float  # 1 / tau
    mismatch: float = 0.0  # share of a pair's probability that is spread over all N^2
    steps: int = 600

    def after(self, steps: int) -> MatchedPairs:
        """The same pairs, descended for so many steps."""
        return replace(self, steps=steps)

    def bound(self) -> Tensor:
        r"""Right-hand side of eq. 7: $-2/\tau + 2 \log(\Gamma(\nu+1) (2\tau)^\nu I_\nu(1/\tau))$, shape (trials,)."""
        beta = self.inverse_temperature
        return 2 * (exponential_moment(beta, self.dimension).log() - beta)

    def contrast(self, length: float = 1.0, candidates: Candidates = lambda ones: ones) -> Contrast:
        """The loss.

        Args:
            length: Of every row; the paper's are unit vectors.
            candidates: Which of the rows each meets; all in the paper.
        """
        beta = self.inverse_temperature
        ones = torch.ones(self.pairs, self.pairs, dtype=beta.dtype, device=beta.device)
        return Contrast(beta, length**2 * ones[None, :1, :1], self.mismatch, candidates(ones))

    def trained(self, contrast: Contrast, streams: Streams) -> tuple[Tensor, Tensor]:
        """Rows of both modalities at the end of a descent from uniform ones, shape (trials, N, h) each."""
        first, second = (random_rows(streams, label, self.pairs, self.dimension) for label in ("first", "second"))
        return contrast.descended(first, second, self.steps)


def twice_the_steps(regime: MatchedPairs) -> MatchedPairs:
    """The same regimes, descended for twice as long."""
    return regime.after(2 * regime.steps)
