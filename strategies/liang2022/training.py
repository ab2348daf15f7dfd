"""Regimes of matched pairs that start in two cones."""

from __future__ import annotations

from models.liang2022.training import Cones
from theoremcheck import Regimes, log_uniform

__all__ = ["cold_cones", "mixed_starts", "warm_cones"]


def cold_cones() -> Regimes:
    """From an inverse temperature of 16, about where CLIP's training starts (14.3), to 100, where it ends.

    Eight pairs in dimension 9, which has room for a simplex and for a gap beside it. Cones at an offset of 1.5 have
    centroids at a distance of 1.2 to 1.5.
    """
    return Regimes(Cones, pairs=8, dimension=9, offset=1.5, inverse_temperature=log_uniform(16.0, 100.0), steps=1000)


def warm_cones() -> Regimes:
    """The same at temperatures of a quarter to 1."""
    return cold_cones().with_(inverse_temperature=log_uniform(1.0, 4.0))


def mixed_starts() -> Regimes:
    """Cold, but both modalities start about the origin: in no cone."""
    return cold_cones().with_(offset=0.0)
