"""Regimes of Theorem 3.6 of Bangachev et al. 2025."""

from models.bangachev2025.separation import SignedPairs, SimplexPairs
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = ["mapped_simplices", "signed_pairs"]

_CONDITION_NUMBER = log_uniform(1.0, 30.0)
"""From none to one under which angles of 90 degrees become some of 4."""


def signed_pairs() -> Regimes:
    """The theorem's N of d + 2 at least, in three dimensions or more.

    In two there is no signed configuration of four pairs or more (the paper's Proposition 5). The spread stays off the
    ends of its range, where a score is 0.
    """
    return Regimes(
        SignedPairs,
        where=lambda r: r.pairs >= r.dimension + 2,
        pairs=choice(5, 6, 8, 12, 20, 24, 40),
        dimension=choice(3.0, 4.0, 6.0, 8.0, 10.0),
        place=uniform(0.05, 0.95),
        condition_number=_CONDITION_NUMBER,
    )


def mapped_simplices() -> Regimes:
    """One pair fewer than the theorem asks for."""
    return Regimes(SimplexPairs, dimension=choice(3, 4, 6, 8, 10), condition_number=_CONDITION_NUMBER)
