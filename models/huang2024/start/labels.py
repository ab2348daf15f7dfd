r"""How labels are drawn: the paper's hypothesis, and what breaks it.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from models.huang2024.start.bounds import Start
from theoremcheck.streams import Streams

__all__ = ["Labelling", "biased_labels", "block_labels", "fair_labels"]

Labelling = Callable[[Start, Streams], Tensor]
"""How labels are drawn: -1 or +1, shape (trials, n)."""


def fair_labels(start: Start, streams: Streams) -> Tensor:
    """Independent fair labels: the hypothesis of the paper."""
    return streams.signs("labels", (start.samples,))


def biased_labels(start: Start, streams: Streams, positive: float) -> Tensor:
    """Independent labels that are +1 with another probability than a half."""
    level = streams.uniform("labels", (start.samples,))
    return torch.where(level < positive, torch.ones_like(level), -torch.ones_like(level))


def block_labels(start: Start, streams: Streams, block: int) -> Tensor:
    """Fair labels that a block of samples shares; n is a multiple of the block."""
    return streams.signs("labels", (start.samples // block,)).repeat_interleave(block, dim=1)
