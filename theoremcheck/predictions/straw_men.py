"""Curves that do not have a predicted rate, by which a prediction of it is tried."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["flatter", "steeper"]


def flatter(predicted: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What changes too little to be a predicted curve, by what it is: decay that is too slow, or growth that is.

    - A constant has no rate.
    - What levels off follows the predicted curve at first, and then stays: the ladder's own end is the least that a
      curve may level off at and still be seen to. Where the predicted curve falls, it is that plus its last value.
    - The square root has half of the rate. That is the next slower one in the families that theorems name: 1 / sqrt(n)
      where 1 / n is predicted, n^(-1/4) where n^(-1/2) is, 1 / log t where 1 / log^2 t is.

    Args:
        predicted: Positive, shape (trials, rungs).
    """
    return {
        "a constant": np.ones_like(predicted),
        "the predicted curve, levelling off at its last value,": _levelling_off(predicted),
        "the square root of the predicted curve": np.sqrt(predicted),
    }


def steeper(predicted: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What changes too much: growth that is too fast, or decay that is.

    These differ from the predicted curve by the reciprocals of the factors by which the flatter ones do. The square,
    which mirrors a constant, is the next faster growth that theorems name: n where sqrt(n) is predicted, log^2 n where
    log n is. What steepens mirrors what levels off: where the predicted curve grows, it is that plus a share of its
    square which comes to matter at the ladder's end.

    Args:
        predicted: Positive, shape (trials, rungs).
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return {
            "the square of the predicted curve": predicted**2,
            "the predicted curve, steepening at its end,": predicted * (predicted / _levelling_off(predicted)),
        }


def _levelling_off(predicted: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum with the last value where the curve falls; where it grows, by the same rule for 1 / f."""
    last = predicted[:, -1:]
    with np.errstate(divide="ignore"):
        return np.where(predicted[:, :1] < last, 1 / (1 / predicted + 1 / last), predicted + last)
