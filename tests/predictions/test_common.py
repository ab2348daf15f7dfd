"""What all predictions have in common: names, sentences, refusals, and what becomes of numbers that are none."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from itertools import product
from typing import Any

import numpy as np
import pytest

from theoremcheck import (
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
    Prediction,
    RisesThenFalls,
    SlopeBetween,
    StaysAbove,
    Vanishes,
    predictions,
)
from theoremcheck.predictions import PredictionError, along, base, rates

NAN, INFINITY = float("nan"), float("inf")
VOCABULARY = set(predictions.__all__) - set(base.__all__)

ALL: list[tuple[Prediction, list[str]]] = [
    (AtMost("speed", 3.0, unit="nat"), ["speed"]),
    (AtMost("speed", "bound"), ["speed", "bound"]),
    (AtLeast("speed", 0.5), ["speed"]),
    (AtLeast("speed", "bound"), ["speed", "bound"]),
    (Between("speed", 0.0, 3.0), ["speed"]),
    (LessThan("speed", "bound"), ["speed", "bound"]),
    (LessThan("speed", "bound", factor=2.0), ["speed", "bound"]),
    (Equals("speed", "bound", 0.1), ["speed", "bound"]),
    (Equals("speed", "bound", 0.1, relative=False), ["speed", "bound"]),
    (Vanishes("speed", "clock", "bound", 0.2, 0.5), ["speed", "clock", "bound"]),
    (StaysAbove("speed", 0.5), ["speed"]),
    (NeverBelow("speed", "bound"), ["speed", "bound"]),
    (NeverAbove("speed", "bound"), ["speed", "bound"]),
    (DecaysAtLeastAsFastAs("speed", "clock", "bound", 0.2), ["speed", "clock", "bound"]),
    (RisesThenFalls("speed"), ["speed"]),
    (Conserved("speed", 0.5), ["speed"]),
    (SlopeBetween("speed", "clock", rate=0.25, low=-0.5, high=0.5), ["speed", "clock"]),
    (SlopeBetween("speed", "clock", rate=0.25, high=0.5), ["speed", "clock"]),
    (FallsByFactor("speed", 2.0, resolution=0.1), ["speed"]),
    (AllOf((AtMost("speed", "bound"), AtLeast("clock", 0.5))), ["speed", "bound", "clock"]),
]
each = pytest.mark.parametrize(("prediction", "names"), ALL, ids=[str(prediction) for prediction, _ in ALL])


class Asked(dict[str, Any]):
    """Observables that remember which of them were read."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)


def observed(prediction: Prediction, trials: int = 4) -> Asked:
    """Harmless observables of the right shape."""
    clock = np.tile([1.0, 2.0, 4.0], (trials, 1))
    if type(prediction).__name__ not in along.__all__ + rates.__all__:
        clock = clock[:, 0]
    return Asked({"speed": np.ones_like(clock), "bound": np.full_like(clock, 2.0), "clock": clock})


def test_every_prediction_is_tried_here() -> None:
    """The vocabulary says which there are; the examples above give them arguments."""
    assert {type(prediction).__name__ for prediction, _ in ALL} == VOCABULARY


@each
def test_observables_are_what_the_margin_reads(prediction: Prediction, names: list[str]) -> None:
    """No more and no less, so that a run can check for them before it spends draws."""
    asked = observed(prediction)
    prediction.margin(asked)
    assert asked.read == set(prediction.observables) == set(names)


@each
def test_one_margin_a_trial(prediction: Prediction, names: list[str]) -> None:
    """Whatever the shape of the observables."""
    assert prediction.margin(observed(prediction)).shape == (4,)


@each
def test_a_sentence_names_everything(prediction: Prediction, names: list[str]) -> None:
    """A reader learns from it which observables are compared."""
    assert all(name in prediction.sentence for name in names)


@each
def test_a_prediction_is_a_value(prediction: Prediction, names: list[str]) -> None:
    """It prints as the code that makes it, and its fields cannot be set."""
    assert eval(repr(prediction)) == prediction
    with pytest.raises(FrozenInstanceError):
        prediction.observable = "w"  # type: ignore[attr-defined]


@each
def test_nan_spoils_its_own_trial_only(prediction: Prediction, names: list[str]) -> None:
    """In any observable, at any point of a curve: margin NaN there, a number elsewhere."""
    for name in names:
        for point in np.ndindex(observed(prediction)[name].shape[1:]):
            spoiled = observed(prediction)
            spoiled[name][(1, *point)] = NAN
            assert np.isnan(prediction.margin(spoiled)).tolist() == [False, True, False, False]


@each
def test_infinities_are_an_outcome_and_no_warning(prediction: Prediction, names: list[str]) -> None:
    """A training that diverged gives a margin, perhaps NaN, whatever combination of its observables overflowed."""
    for values in product([1.0, INFINITY, -INFINITY], repeat=len(names)):
        spoiled = observed(prediction)
        for name, value in zip(names, values, strict=True):
            spoiled[name][1] = value
        assert prediction.margin(spoiled).shape == (4,)


MAKERS: dict[str, Callable[[float], Prediction]] = {
    "AtMost.ceiling": lambda value: AtMost("v", value),
    "AtLeast.floor": lambda value: AtLeast("v", value),
    "Between.low": lambda value: Between("v", value, 1.0),
    "Between.high": lambda value: Between("v", 0.0, value),
    "AtMost.slack": lambda value: AtMost("v", 1.0, slack=value, because="round-off"),
    "AtLeast.slack": lambda value: AtLeast("v", 1.0, slack=value, because="round-off"),
    "NeverBelow.slack": lambda value: NeverBelow("v", "c", slack=value, because="round-off"),
    "NeverAbove.slack": lambda value: NeverAbove("v", "c", slack=value, because="round-off"),
    "SlopeBetween.rate": lambda value: SlopeBetween("v", "x", rate=value, high=1.0),
    "SlopeBetween.low": lambda value: SlopeBetween("v", "x", rate=0.5, low=value, high=1.0),
    "SlopeBetween.high": lambda value: SlopeBetween("v", "x", rate=0.5, high=value),
}
POSITIVE: dict[str, Callable[[float], Prediction]] = {
    "LessThan.factor": lambda value: LessThan("v", "c", value),
    "Equals.tolerance": lambda value: Equals("v", "c", value),
    "Vanishes.slope_band": lambda value: Vanishes("v", "x", "c", value, 1.0),
    "Vanishes.log_spread": lambda value: Vanishes("v", "x", "c", 1.0, value),
    "DecaysAtLeastAsFastAs.slope_band": lambda value: DecaysAtLeastAsFastAs("v", "x", "c", value),
    "StaysAbove.floor": lambda value: StaysAbove("v", value),
    "RisesThenFalls.rise": lambda value: RisesThenFalls("v", rise=value),
    "RisesThenFalls.fall": lambda value: RisesThenFalls("v", fall=value),
    "Conserved.tolerance": lambda value: Conserved("v", value),
    "FallsByFactor.factor": lambda value: FallsByFactor("v", value, resolution=1.0),
    "FallsByFactor.resolution": lambda value: FallsByFactor("v", 2.0, resolution=value),
}


ALLOWED = {"SlopeBetween.high": (0.625, 0.75), "FallsByFactor.factor": (2.0, 3.0)}
"""Two values of an argument, where a quarter and three eighths are none."""


@pytest.mark.parametrize("argument", [*MAKERS, *POSITIVE])
def test_a_sentence_says_every_number_that_decides(argument: str) -> None:
    """Two predictions that differ do not read alike."""
    one, other = map((MAKERS | POSITIVE)[argument], ALLOWED.get(argument, (0.25, 0.375)))
    assert one.sentence != other.sentence


@pytest.mark.parametrize("argument", [*MAKERS, *POSITIVE])
@pytest.mark.parametrize("value", [NAN, INFINITY, -INFINITY])
def test_numbers_must_be_finite(argument: str, value: float) -> None:
    """The argument is named, with what came."""
    with pytest.raises(PredictionError, match=rf"^{argument.split('.')[1]}={value!r} must be a finite number"):
        (MAKERS | POSITIVE)[argument](value)


@pytest.mark.parametrize("argument", POSITIVE)
@pytest.mark.parametrize("value", [0.0, -0.5])
def test_tolerances_and_factors_must_be_positive(argument: str, value: float) -> None:
    """Nothing could satisfy them otherwise."""
    with pytest.raises(PredictionError, match=rf"^{argument.split('.')[1]}={value!r} must be positive"):
        POSITIVE[argument](value)


@pytest.mark.parametrize("argument", ["AtMost.ceiling", "Conserved.tolerance"])
def test_what_is_no_number_is_named(argument: str) -> None:
    """None where a number is due, as any other wrong argument."""
    with pytest.raises(PredictionError, match=rf"^{argument.split('.')[1]}=None must be a finite number"):
        (MAKERS | POSITIVE)[argument](None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0)])
def test_a_band_must_not_be_empty(low: float, high: float) -> None:
    """Both ends are shown."""
    with pytest.raises(PredictionError, match=rf"low={low!r} must be below high={high!r}"):
        Between("v", low, high)
    with pytest.raises(PredictionError, match=rf"low={low!r} must be below high={high!r}"):
        SlopeBetween("v", "x", rate=1.0, low=low, high=high)


@pytest.mark.parametrize("rate", [0.0, -0.9, 0.1])
def test_a_predicted_rate_lies_in_its_band(rate: float) -> None:
    """And is one: nothing has to be told from no trend."""
    with pytest.raises(PredictionError, match=rf"^rate={rate!r} must lie in the band"):
        SlopeBetween("v", "n", rate=rate, low=-0.85, high=0.0)


@pytest.mark.parametrize("factor", [0.5, 1.0])
def test_a_fall_is_one_by_more_than_a_factor_of_1(factor: float) -> None:
    """A constant falls by 1."""
    with pytest.raises(PredictionError, match=rf"^factor={factor!r} must exceed 1"):
        FallsByFactor("v", factor, resolution=1.0)


@pytest.mark.parametrize("predictions", [(), (AtMost("v", 1.0),), [AtMost("v", 1.0), AtLeast("v", 0.0)]], ids=str)
def test_several_are_two_or_more_in_a_tuple(predictions: Any) -> None:
    """One is no conjunction, and a list would not be a value."""
    with pytest.raises(PredictionError, match="must be a tuple of two predictions or more"):
        AllOf(predictions)


def test_what_is_no_prediction_is_named_among_several() -> None:
    """As it came."""
    with pytest.raises(PredictionError, match="predictions holds 'v', which has no margin"):
        AllOf((AtMost("v", 1.0), "v"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prediction", "sentence"),
    [
        (AtMost("certified", "ceiling", unit="nat"), "certified is at most ceiling nat"),
        (AtLeast("accuracy", 0.75), "accuracy is at least 0.75"),
        (Between("ratio", -1.0, 2.5, unit="dB"), "ratio lies between -1 and 2.5 dB"),
        (LessThan("loss", "other", factor=2.0), "loss is less than other by a factor of more than 2"),
        (
            SlopeBetween("size", "n", rate=-0.5, high=-0.15),
            "the slope of log size on log n is at most -0.15, where -0.5 is predicted",
        ),
        (
            SlopeBetween("v", "n", rate=-0.5, low=-0.85, high=-0.15),
            "the slope of log v on log n is between -0.85 and -0.15, where -0.5 is predicted",
        ),
        (
            FallsByFactor("error", 2.0, resolution=0.1),
            "error falls along the ladder, by a factor of 2 at least, where less than 0.1 counts as 0.1",
        ),
        (NeverBelow("gap", "bound"), "gap never falls below bound"),
        (
            NeverAbove("gap", "bound", slack=1e-6, because="tolerance of the integrator"),
            "gap never exceeds bound, with a slack of 1e-06 in the logarithm (tolerance of the integrator)",
        ),
        (AllOf((AtLeast("x", 0.5), AtMost("x", "y"))), "x is at least 0.5; x is at most y"),
    ],
    ids=str,
)
def test_some_sentences(prediction: Prediction, sentence: str) -> None:
    """As a report prints them."""
    assert prediction.sentence == sentence
