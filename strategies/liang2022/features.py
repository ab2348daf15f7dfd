"""Regimes of the published features."""

from __future__ import annotations

from models.liang2022.features.shift import PublishedPairs
from theoremcheck import Regimes

__all__ = ["clip_pairs"]


def clip_pairs(inverse_temperature: float = 100.0) -> Regimes:
    """Random subsets of 200 of the 500 pairs; CLIP's own inverse temperature is 100."""
    return Regimes(PublishedPairs, pairs=200, inverse_temperature=inverse_temperature)
