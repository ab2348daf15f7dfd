"""Regimes of data model 1 in which the spurious attribute nearly always agrees, with enough pairs for training."""

from strategies.xue2024.intra_class import intra_class
from theoremcheck import Regimes, uniform

__all__ = ["many_pairs"]


def many_pairs() -> Regimes:
    """4,000 pairs in 50 dimensions."""
    return intra_class(
        4000,
        50,
        1,
        correlation=uniform(0.95, 1.0),
        spurious_spread=uniform(0.05, 0.3),
        noise=uniform(0.3, 1.5),
    )
