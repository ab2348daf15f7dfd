"""Differences and ratios of numbers among which infinity is one: only NaN is no number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["difference", "larger", "log_ratio"]

Floats = NDArray[np.float64]


def difference(upper: Floats | float, lower: Floats | float) -> Floats:
    """`upper` less `lower`, elementwise; 0 where they are equal, two infinities included."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(np.equal(upper, lower), 0.0, np.subtract(upper, lower))


def log_ratio(upper: Floats, lower: Floats) -> Floats:
    """Logarithm of `upper` over `lower`; 0 where both are 0 or infinite, NaN where one of them is negative."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return difference(np.log(upper), np.log(lower))


def larger(one: Floats | float, other: Floats | float) -> Floats:
    """The larger of two sizes, elementwise."""
    return np.maximum(np.abs(one), np.abs(other))
