"""Regimes of the sufficiency theorem: random tables, and enough room for the optimal scores."""

from models.symile2024.representations import CubicTable
from theoremcheck import Regimes, choice, log_uniform

__all__ = ["cubic_tables"]


def cubic_tables() -> Regimes:
    """Tables of m^3 outcomes, from near-deterministic to near-independent.

    d = 16 is at least m^2, and no m x m x m table of scores has a larger rank. Adam's error after 1,500 steps is 1e-4
    of what is to be learned at the most (8e-5 seen at the corners).
    """
    return Regimes(
        CubicTable,
        letters=choice(2.0, 3.0, 4.0),
        concentration=log_uniform(0.2, 2.0),
        dim=16,
        steps=1500,
    )
