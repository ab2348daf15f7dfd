r"""Regimes of Lemma 3.2: data model 1 with eight training sets a rung."""

from strategies.xue2024.intra_class import intra_class
from theoremcheck import Regimes, choice, uniform

__all__ = ["fixed_dimension", "growing_dimension"]

SETS = 8
"""Training sets of a rung: one has a slope that says nothing."""


def fixed_dimension() -> Regimes:
    """From 100 pairs in 24 or 32 dimensions."""
    return intra_class(100, choice(24, 32), SETS)


def growing_dimension() -> Regimes:
    r"""From 100 pairs in 8 dimensions; the query's noise is large enough to see that it does not fall with n."""
    return intra_class(100, 8, SETS, noise=uniform(0.5, 1.5))
