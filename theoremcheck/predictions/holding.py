"""What margins say: the one rule of what holds, what fails, and what lies within round-off of its bound.

A margin above 0 holds, one below 0 fails, and infinity is a margin like any other. At 0 a non-strict prediction holds
("at most" is kept by equality) and a strict one fails. No computed margin tells 0 from its own round-off; so one that
is as small as that counts as 0, but only once it was computed in float64 (`theoremcheck.series.readings`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.predictions.base import Observed, Prediction, PredictionError
from theoremcheck.predictions.several import AllOf

__all__ = ["EQUAL", "Reading", "read"]

EQUAL = 1e-12
"""Relative difference up to which two numbers that were computed in float64 count as equal: some 4,500 times the type's
own precision, as a few thousand operations lose. No claim can widen it: what is to be let pass beyond it is a slack."""


@dataclass(frozen=True)
class Reading:
    """What a prediction says of some trials; all of shape (trials,).

    Attributes:
        margins: Margins; NaN where there is none.
        holds: Whether the outcome is the predicted one, where what is near counts as equal to its bound.
        near: Whether nothing but round-off decides: the margin is within round-off of 0, and of several predictions
            none fails by more.
    """

    margins: NDArray[np.float64]
    holds: NDArray[np.bool_]
    near: NDArray[np.bool_]


def read(prediction: Prediction, observed: Observed, round_off: NDArray[np.float64]) -> Reading:
    """Read observables by a prediction.

    Args:
        prediction: The prediction.
        observed: Its observables.
        round_off: Of each trial, relative to the size of what is compared, shape (trials,).

    Raises:
        PredictionError: If the prediction gives anything but one margin a trial.
    """
    if isinstance(prediction, AllOf):
        return _all_of([read(part, observed, round_off) for part in prediction.predictions])
    margins = np.asarray(prediction.margin(observed))
    if margins.shape != round_off.shape:
        raise PredictionError(
            f"the prediction gave margins of shape {margins.shape}, expected {round_off.shape}: one a trial"
        )
    near = np.abs(margins) <= round_off * _magnitude(prediction, observed)
    return Reading(margins, np.where(near, not getattr(prediction, "strict", True), margins > 0), near)


def _magnitude(prediction: Prediction, observed: Observed) -> NDArray[np.float64] | float:
    """Size of what is compared; 0, so that only 0 is equality, where it is infinite or the prediction does not tell."""
    tell = getattr(prediction, "magnitude", None)
    if tell is None:
        return 0.0
    told = np.asarray(tell(observed))
    return np.where(np.isfinite(told), told, 0.0)


def _all_of(parts: list[Reading]) -> Reading:
    fails = np.any([~part.holds & ~part.near for part in parts], axis=0)
    return Reading(
        margins=np.min([part.margins for part in parts], axis=0),
        holds=np.all([part.holds for part in parts], axis=0),
        near=~fails & np.any([part.near for part in parts], axis=0),
    )
