"""Regimes of Theorem 3.4 of Bangachev et al. 2025."""

from models.bangachev2025.margins import FreePairs
from theoremcheck import Regimes, choice

__all__ = ["free_pairs"]


def free_pairs() -> Regimes:
    """From two pairs, where the constant 3 - 4/N is 1, to 32, where it is near 3.

    In one dimension unit vectors are signs: nothing can go down there, so d begins at 2.
    """
    return Regimes(
        FreePairs,
        pairs=choice(2.0, 3.0, 4.0, 6.0, 8.0, 16.0, 32.0),
        dimension=choice(2.0, 3.0, 5.0, 8.0, 16.0),
    )
