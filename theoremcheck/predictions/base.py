"""What a prediction is, and what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

__all__ = [
    "Asymptotic",
    "Observables",
    "Observed",
    "Prediction",
    "PredictionError",
    "require_finite",
    "require_positive",
]

Observed = Mapping[str, NDArray[np.float64]]
"""Recorded observables of a batch: shape (trials,), or (trials, points) for a curve."""


class PredictionError(ValueError):
    """A prediction that was built with arguments that make no sense."""


class Observables(dict[str, Tensor]):
    """What an experiment returns: named tensors of shape (trials,), or (trials, points) for curves."""


class Prediction(Protocol):
    """One margin per trial; positive means that the predicted outcome was seen, negative that it was not.

    A margin may be infinite. Two more members are optional; `predictions.holding` reads them:

    - `strict: bool`: whether a margin of 0 fails (a bound that equality does not keep). Without it, it does.
    - `magnitude(observed)`: size of the quantities that the margin compares, in the margin's unit, shape (trials,): for
      "v is at most c" the larger of |v| and |c|, for a margin in logarithms 1. A margin within round-off of 0, relative
      to this size, is no outcome until it is computed in float64, and equality if it stays there. Without it round-off
      is not told from an outcome: only a margin of exactly 0 is equality.
    """

    @property
    def observables(self) -> tuple[str, ...]:
        """Names of the observables that it reads."""

    @property
    def sentence(self) -> str:
        """The predicted outcome in words, for the report."""

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Margins, shape (trials,); NaN where the outcome cannot be told, which counts against the claim."""


@runtime_checkable
class Asymptotic(Prediction, Protocol):
    """A prediction of a rate: before a run it is tried on curves that do not have it (`series.tried_rates`)."""

    @property
    def ladder(self) -> tuple[str, ...]:
        """Names of the observables that straw men are computed from: all but the one that is predicted."""

    def straw_men(self, ladder: Observed) -> Mapping[str, Observed]:
        """What would be seen of curves that do not have the rate, by what they are."""

    def told_apart_by(self, observed: Observed) -> str:
        """What declaration would tell such curves from the rate on this ladder, in words."""


def require_finite(**arguments: float) -> None:
    """Reject an argument that is no finite number, by name."""
    for name, value in arguments.items():
        if not isinstance(value, int | float) or not isfinite(value):
            raise PredictionError(f"{name}={value!r} must be a finite number")


def require_positive(**arguments: float) -> None:
    """Reject an argument that is not positive, by name."""
    require_finite(**arguments)
    for name, value in arguments.items():
        if value <= 0:
            raise PredictionError(f"{name}={value!r} must be positive: nothing could ever satisfy it")
