"""Slopes of curves on a logarithmic ladder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["log_slope"]


def log_slope(abscissa: NDArray[np.float64], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least-squares slope of log(curve) on log(abscissa), one for each trial.

    Args:
        abscissa: Positive ladder, shape (trials, rungs).
        curve: Positive values, shape (trials, rungs).

    Returns:
        Slopes, shape (trials,); NaN where a value is not positive, or infinite: on a middle rung round-off of the
        logarithms would give the slope its sign.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = np.log(abscissa), np.log(np.where((curve > 0) & (curve < np.inf), curve, np.nan))
        x = x - x.mean(axis=1, keepdims=True)
        return (x * y).sum(axis=1) / (x * x).sum(axis=1)
