"""Margins of recorded trials: where a prediction meets the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from theoremcheck.evidence import Trial
from theoremcheck.predictions import Prediction, PredictionError

__all__ = ["margins_of"]


def margins_of(prediction: Prediction, trials: Sequence[Trial]) -> NDArray[np.float64]:
    """Margins of recorded trials, shape (trials,); NaN where there was no usable outcome.

    Raises:
        PredictionError: If the prediction gives anything but one margin a trial.
    """
    margins = np.full(len(trials), np.nan)
    alike: dict[tuple[tuple[int, ...], ...], list[int]] = defaultdict(list)
    for row, trial in enumerate(trials):
        if trial.error is None:
            # Curves may have more points in one shape of the regime than in another.
            alike[tuple(trial.value(name).shape for name in prediction.observables)].append(row)
    for rows in alike.values():
        observed = {name: np.stack([trials[row].value(name) for row in rows]) for name in prediction.observables}
        with np.errstate(all="ignore"):  # a diverged draw is an outcome, also where warnings are made errors
            found = np.asarray(prediction.margin(observed))
        if found.shape != (len(rows),):
            raise PredictionError(
                f"the prediction gave margins of shape {found.shape}, expected {(len(rows),)}: one a trial"
            )
        margins[rows] = found
    return margins
