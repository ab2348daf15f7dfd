"""Curves that do not have a predicted rate, by which a prediction of it is tried."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["straw_men"]


def straw_men(predicted: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What has to be told from a predicted curve on its own ladder, by what it is.

    - A constant has no rate.
    - The predicted curve plus its last value falls like it at first, and then stays: the ladder's own end is the least
      that a curve may level off at and still be seen to.
    - The square root has half of the rate. That is the next slower one in the families that theorems name: 1 / sqrt(n)
      where 1 / n is predicted, n^(-1/4) where n^(-1/2) is, 1 / log t where 1 / log^2 t is.

    Args:
        predicted: Positive, shape (trials, rungs).
    """
    return {
        "a constant": np.ones_like(predicted),
        "the predicted curve plus its last value": predicted + predicted[:, -1:],
        "the square root of the predicted curve": np.sqrt(predicted),
    }
