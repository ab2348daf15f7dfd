"""Regimes of the trainings with a learned bias."""

from models.bangachev2025.bias import CrowdedPairs
from theoremcheck import Regimes, choice

__all__ = ["crowded_pairs"]


def crowded_pairs() -> Regimes:
    """Five and six times as many pairs as dimensions, from the inverse temperature 10 at which SigLIP starts.

    What was seen before these were set: at N = 3 d one or two of 24 plain trainings ended without a gap, too (d = 4),
    and one or two of 24 relative ones separable (d = 8); from t = 3, up to a quarter of the relative ones (d = 8). Few
    values, for the cost of the search.
    """
    return Regimes(CrowdedPairs, dimension=choice(4, 6), crowding=choice(5, 6), inverse_temperature=10.0)
