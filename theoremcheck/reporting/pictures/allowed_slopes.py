"""The slopes that a prediction allows a curve to have, on logarithmic axes: a band, or all up to a largest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from theoremcheck.predictions import AllOf, DecaysAtLeastAsFastAs, SlopeBetween, Vanishes
from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.words import short

__all__ = ["AllowedSlopes", "allowed_slopes", "parts_of"]


@dataclass(frozen=True)
class AllowedSlopes:
    """The slopes that a prediction allows a curve to have.

    Attributes:
        observable: The curve.
        beyond: The curve whose slope they are counted from; None where they are counted from 0.
        low: The least; None where the curve may fall as fast as it likes.
        high: The largest.
    """

    observable: str
    beyond: str | None
    low: float | None
    high: float

    @property
    def sentence(self) -> str:
        """In words that follow "slopes"."""
        if self.beyond is None:
            ends = f"at most {short(self.high)}" if self.low is None else f"{short(self.low)} to {short(self.high)}"
            return f"of {self.observable}: {ends}"
        if self.low is None:
            return f"of {self.observable}: at most {short(self.high)} above that of {self.beyond}, and all below"
        return f"of {self.observable}: within {short(self.high)} of that of {self.beyond}"

    def between(self, x: Floats, observed: Floats, predicted: Floats | None) -> tuple[Floats, Floats, Floats]:
        """Places, and the values there of the steepest and of the flattest curve through the observed one's middle.

        Args:
            x: Positive places.
            observed: The curve's positive values there.
            predicted: Those of the curve that the slopes are counted from.
        """
        order = np.argsort(x)
        log_x, curve = np.log(x[order]), np.zeros(len(x)) if predicted is None else np.log(predicted[order])
        middle = log_x.mean()
        centred, curve = log_x - middle, curve + np.log(observed).mean() - curve.mean()
        # All the curves meet in the middle, which is a place of the observed one by chance alone.
        here = int(np.searchsorted(centred, 0.0))
        curve = np.insert(curve, here, [np.interp(0.0, centred, curve)] * 2)
        centred = np.insert(centred, here, [0.0, 0.0])
        vertical = np.where(np.arange(len(centred)) <= here, np.inf, 0.0)
        steepest = vertical if self.low is None else np.exp(curve + self.low * centred)
        return np.exp(centred + middle), steepest, np.exp(curve + self.high * centred)


def allowed_slopes(prediction: Any, abscissa: str) -> tuple[AllowedSlopes, ...]:
    """What each part of a prediction allows along an abscissa."""
    return tuple(allowed for part in parts_of(prediction) if (allowed := _allowed(part, abscissa)) is not None)


def parts_of(prediction: Any) -> Iterator[Any]:
    """The predictions that one is made of: itself, if of no others."""
    if isinstance(prediction, AllOf):
        for part in prediction.predictions:
            yield from parts_of(part)
    else:
        yield prediction


def _allowed(part: Any, abscissa: str) -> AllowedSlopes | None:
    match part:
        case Vanishes():
            slopes = AllowedSlopes(part.observable, part.predicted, -part.slope_band, part.slope_band)
        case DecaysAtLeastAsFastAs():
            slopes = AllowedSlopes(part.observable, part.curve, None, part.slope_band)
        case SlopeBetween():
            slopes = AllowedSlopes(part.observable, None, part.low, part.high)
        case _:
            return None
    return slopes if part.abscissa == abscissa else None
