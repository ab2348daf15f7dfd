"""In which unit a prediction's slack is read: the printed constant, a band, a tolerance, an exponent.

A gauge maps what was seen in a draw to the constant at which the prediction would just have held there. The smallest
constant that suffices for the required share of draws is what the theorem could have said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.predictions import (
    AllOf,
    AtLeast,
    AtMost,
    Between,
    Conserved,
    DecaysAtLeastAsFastAs,
    Equals,
    FallsByFactor,
    LessThan,
    NeverAbove,
    NeverBelow,
    SlopeBetween,
    StaysAbove,
    Vanishes,
)
from theoremcheck.predictions.base import Observed, Prediction

__all__ = ["Gauge", "gauges_of", "margin_gauge"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Gauge:
    """A unit in which the slack of a prediction is read.

    Attributes:
        prediction: The prediction, or the part of one, that is read.
        of: What a value is a multiple of, or what it is, in words that follow a number.
        declared: The value at which the claim stands.
        smaller_is_sharper: Whether a draw holds at every value above its own, and fails below; else the reverse.
        absolute: Whether the width of its interval is measured by the declared value: an exponent, or its distance from
            another one, may be about 0.
        read: From what was seen to the value at which each draw would just have held; shape (trials,). NaN where there
            is none.
    """

    prediction: Prediction
    of: str
    declared: float
    smaller_is_sharper: bool
    read: Callable[[Observed], Floats]
    absolute: bool = False


def gauges_of(prediction: Prediction) -> tuple[Gauge, ...]:
    """The gauges of a prediction; one for each part of several, whose margins have no common unit."""
    if isinstance(prediction, AllOf):
        return tuple(gauge for part in prediction.predictions for gauge in gauges_of(part))
    return (_gauge(prediction),)


def margin_gauge(prediction: Prediction) -> Gauge:
    """The margin itself, by which any prediction can be read: how far its threshold could be raised."""
    return Gauge(prediction, "as its margin", 0.0, False, prediction.margin)


@singledispatch
def _gauge(prediction: Any) -> Gauge:
    return margin_gauge(prediction)


@_gauge.register
def _at_most(prediction: AtMost) -> Gauge:
    if isinstance(prediction.ceiling, str):
        read = _multiple(prediction.observable, prediction.ceiling, -prediction.slack)
        return Gauge(prediction, _beside("of the stated bound", prediction.slack), 1.0, True, read)
    unit = prediction.unit or "as its largest value"
    return Gauge(prediction, unit, prediction.ceiling + prediction.slack, True, _value(prediction.observable))


@_gauge.register
def _at_least(prediction: AtLeast) -> Gauge:
    if isinstance(prediction.floor, str):
        read = _multiple(prediction.observable, prediction.floor, prediction.slack)
        return Gauge(prediction, _beside("of the stated bound", prediction.slack), 1.0, False, read)
    unit = prediction.unit or "as its least value"
    return Gauge(prediction, unit, prediction.floor - prediction.slack, False, _value(prediction.observable))


@_gauge.register
def _between(prediction: Between) -> Gauge:
    middle, half = (prediction.low + prediction.high) / 2, (prediction.high - prediction.low) / 2
    return Gauge(
        prediction,
        "of the stated band, about its middle",
        1.0,
        True,
        lambda seen: np.abs(seen[prediction.observable] - middle) / half,
    )


@_gauge.register
def _less_than(prediction: LessThan) -> Gauge:
    words = f"as the ratio of {prediction.observable} to {prediction.other}"
    return Gauge(
        prediction,
        words,
        1 / prediction.factor,
        True,
        lambda seen: np.exp(-prediction.margin(seen)) / prediction.factor,
    )


@_gauge.register
def _equals(prediction: Equals) -> Gauge:
    return _of_tolerance(prediction, prediction.tolerance)


@_gauge.register
def _conserved(prediction: Conserved) -> Gauge:
    return _of_tolerance(prediction, prediction.tolerance)


@_gauge.register
def _stays_above(prediction: StaysAbove) -> Gauge:
    return Gauge(
        prediction,
        "as its least value on the ladder",
        prediction.floor,
        False,
        lambda seen: prediction.margin(seen) + prediction.floor,
    )


@_gauge.register
def _never_below(prediction: NeverBelow) -> Gauge:
    words = _beside("of the stated curve", prediction.slack)
    return Gauge(prediction, words, 1.0, False, lambda seen: np.exp(prediction.margin(seen)))


@_gauge.register
def _never_above(prediction: NeverAbove) -> Gauge:
    words = _beside("of the stated curve", prediction.slack)
    return Gauge(prediction, words, 1.0, True, lambda seen: np.exp(-prediction.margin(seen)))


@_gauge.register
def _falls_by(prediction: FallsByFactor) -> Gauge:
    return Gauge(
        prediction,
        "as the factor of the fall",
        prediction.factor,
        False,
        lambda seen: prediction.factor * np.exp(prediction.margin(seen)),
    )


@_gauge.register
def _slope_between(prediction: SlopeBetween) -> Gauge:
    if prediction.low is None:
        return Gauge(
            prediction,
            "as the exponent",
            prediction.high,
            True,
            lambda seen: prediction.high - prediction.margin(seen),
            absolute=True,
        )

    # Not from the rate: the band need not lie evenly about that, and its nearer end decides.
    middle, half = (prediction.low + prediction.high) / 2, (prediction.high - prediction.low) / 2
    words = f"as the distance of the exponent from {middle:g}"
    return Gauge(prediction, words, half, True, lambda seen: half - prediction.margin(seen), absolute=True)


@_gauge.register
def _vanishes(prediction: Vanishes) -> Gauge:
    return Gauge(prediction, "of the stated bands", 1.0, True, lambda seen: 1 - prediction.margin(seen), absolute=True)


@_gauge.register
def _decays(prediction: DecaysAtLeastAsFastAs) -> Gauge:
    words = f"as the exponent beyond that of {prediction.curve}"
    return Gauge(
        prediction,
        words,
        prediction.slope_band,
        True,
        lambda seen: prediction.slope_band - prediction.margin(seen),
        absolute=True,
    )


def _of_tolerance(prediction: Equals | Conserved, tolerance: float) -> Gauge:
    return Gauge(prediction, "of the stated tolerance", 1.0, True, lambda seen: 1 - prediction.margin(seen) / tolerance)


def _value(observable: str) -> Callable[[Observed], Floats]:
    return lambda seen: np.asarray(seen[observable], dtype=np.float64)


def _multiple(observable: str, bound: str, shift: float) -> Callable[[Observed], Floats]:
    """Of a positive bound, that a value, less its slack, is; a bound of another sign has none, and so has the draw."""

    def read(seen: Observed) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(seen[bound] > 0, (seen[observable] + shift) / seen[bound], np.nan)

    return read


def _beside(unit: str, slack: float) -> str:
    """A unit in words; a slack is none of the theorem's constants, and stays what it is."""
    return f"{unit}, beside the slack of {slack:g}" if slack else unit
