"""Predictions made of other predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.predictions.base import Observed, Prediction, PredictionError

__all__ = ["AllOf"]


@dataclass(frozen=True)
class AllOf:
    """All of several predictions hold. Margin: the least of theirs; across units only its sign compares."""

    predictions: tuple[Prediction, ...]

    def __post_init__(self) -> None:
        """Check that they are predictions, in a tuple."""
        if not isinstance(self.predictions, tuple) or len(self.predictions) < 2:
            raise PredictionError(f"predictions={self.predictions!r} must be a tuple of two predictions or more")
        for prediction in self.predictions:
            if not callable(getattr(prediction, "margin", None)):
                raise PredictionError(f"predictions holds {prediction!r}, which has no margin: it is no prediction")

    @property
    def observables(self) -> tuple[str, ...]:
        """What any of them reads, each name once."""
        names = [name for prediction in self.predictions for name in prediction.observables]
        return tuple(dict.fromkeys(names))

    @property
    def sentence(self) -> str:
        """In words."""
        return "; ".join(prediction.sentence for prediction in self.predictions)

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """The least reserve; NaN if any is."""
        return np.min([prediction.margin(observed) for prediction in self.predictions], axis=0)
