"""Regimes of the trainings with a learned bias."""

from models.bangachev2025.bias import CrowdedPairs
from theoremcheck import Regimes, choice

__all__ = ["crowded_pairs"]


def crowded_pairs() -> Regimes:
    """Five and six times as many pairs as dimensions, from the inverse temperature 10 at which SigLIP starts.

    At N = 12 and d = 4 one or two of 24 plain trainings ended without a gap, too, and from t = 3 at d = 8 some of the
    relative ones ended with one: this was seen before the sizes were set. Few values, for the cost of the search.
    """
    return Regimes(CrowdedPairs, dimension=choice(4, 6), crowding=choice(5, 6), inverse_temperature=10.0)
