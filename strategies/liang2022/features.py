"""Regimes of the published features."""

from __future__ import annotations

from models.liang2022.features.shift import PublishedPairs, ShiftedPairs
from theoremcheck import Regimes, uniform

__all__ = ["clip_pairs", "shifted_pairs"]


def clip_pairs(inverse_temperature: float = 100.0) -> Regimes:
    """Random subsets of 200 of the 500 pairs; CLIP's own inverse temperature is 100."""
    return Regimes(PublishedPairs, pairs=200, inverse_temperature=inverse_temperature)


def shifted_pairs(inverse_temperature: float = 100.0) -> Regimes:
    """The same, shifted by a fifth of the gap to all of it: `clip_pairs` leaves a tenth to what is least."""
    return Regimes(ShiftedPairs, pairs=200, inverse_temperature=inverse_temperature, share=uniform(0.2, 1.0))
