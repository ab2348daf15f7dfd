"""Equality, round-off and infinity: what a margin of 0, one near it and one beyond all numbers say."""

from typing import Any

import numpy as np
import pytest

from theoremcheck import (
    AllOf,
    AtLeast,
    AtMost,
    Between,
    Conserved,
    Equals,
    LessThan,
    NeverAbove,
    NeverBelow,
    Prediction,
    RisesThenFalls,
    SlopeBetween,
    StaysAbove,
    predictions,
)
from theoremcheck.predictions import PredictionError
from theoremcheck.predictions.holding import EQUAL, Reading, read

INFINITY, NAN = float("inf"), float("nan")
ROUND_OFF = 1e-3
SLACKENED = (AtMost, AtLeast, NeverAbove, NeverBelow)


def reading(prediction: Any, round_off: float = EQUAL, **observed: Any) -> Reading:
    """What a prediction says of hand-made observables."""
    arrays = {name: np.array(values, dtype=float) for name, values in observed.items()}
    trials = len(next(iter(arrays.values())))
    with np.errstate(all="ignore"):
        return read(prediction, arrays, np.full(trials, round_off))


KEPT_BY_EQUALITY: dict[str, tuple[Prediction, dict[str, Any]]] = {
    "AtMost": (AtMost("v", "w"), {"v": [31.0], "w": [31.0]}),
    "AtLeast": (AtLeast("v", 0.0), {"v": [0.0]}),
    "Between": (Between("v", 1.0, 2.0), {"v": [2.0]}),
    "Equals": (Equals("v", "w", 0.25), {"v": [2.5], "w": [2.0]}),
    "StaysAbove": (StaysAbove("v", 0.5), {"v": [[1.0, 0.5]]}),
    "Conserved": (Conserved("v", 0.5), {"v": [[1.0, 1.5]]}),
    "NeverBelow": (NeverBelow("v", "w"), {"v": [[2.0, 1.0]], "w": [[2.0, 1.0]]}),
    "NeverAbove": (NeverAbove("v", "w"), {"v": [[2.0, 1.0]], "w": [[2.0, 1.0]]}),
    "SlopeBetween": (SlopeBetween("v", "w", rate=-1.0, high=-1.0), {"v": [[1.0, 0.5]], "w": [[1.0, 2.0]]}),
    "AllOf": (AllOf((AtMost("v", 1.0), LessThan("v", "w"))), {"v": [1.0], "w": [2.0]}),
}
BROKEN_BY_EQUALITY: dict[str, tuple[Prediction, dict[str, Any]]] = {
    "LessThan": (LessThan("v", "w"), {"v": [2.0], "w": [2.0]}),
    "LessThan of 0": (LessThan("v", "w"), {"v": [0.0], "w": [0.0]}),
    "LessThan by a factor": (LessThan("v", "w", factor=2.0), {"v": [1.0], "w": [2.0]}),
    "RisesThenFalls": (RisesThenFalls("v"), {"v": [[1.0, 1.0, 1.0]]}),
    "AllOf": (AllOf((AtMost("v", 1.0), LessThan("v", "w"))), {"v": [1.0], "w": [1.0]}),
}


@pytest.mark.parametrize(("prediction", "observed"), KEPT_BY_EQUALITY.values(), ids=KEPT_BY_EQUALITY)
def test_equality_keeps_a_bound_that_is_printed_as_at_most(prediction: Prediction, observed: Any) -> None:
    """And it is near: in float32 nobody could tell it from a failure."""
    seen = reading(prediction, **observed)
    assert seen.holds.all() and seen.near.all()


@pytest.mark.parametrize(("prediction", "observed"), BROKEN_BY_EQUALITY.values(), ids=BROKEN_BY_EQUALITY)
def test_equality_breaks_a_bound_that_is_printed_as_less_than(prediction: Prediction, observed: Any) -> None:
    """By definition, not for want of an outcome."""
    seen = reading(prediction, **observed)
    assert not seen.holds.any() and not np.isnan(seen.margins).any()


@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_round_off_is_relative_to_what_is_compared(size: float) -> None:
    """Half of it is near, and twice is not, in whatever unit; so no large unit hides a failure."""
    seen = reading(AtMost("v", "w"), ROUND_OFF, v=size * np.array([1.0005, 1.002, 0.998]), w=[size] * 3)
    assert seen.near.tolist() == [True, False, False] and seen.holds.tolist() == [True, False, True]


def test_a_difference_of_0_has_no_round_off() -> None:
    """An experiment that subtracts has lost the size of both sides: -1e-15 is below 0."""
    assert not reading(AtLeast("reserve", 0.0), ROUND_OFF, reserve=[-1e-15]).holds.any()


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_near_its_bound_a_strict_prediction_fails(side: float) -> None:
    """On either side of it: what round-off decides was not shown to be less."""
    seen = reading(LessThan("v", "w"), v=[1.0], w=[1.0 + side * 1e-14])
    assert seen.near.all() and not seen.holds.any()


def test_among_several_one_that_fails_clearly_decides() -> None:
    """Only then is nothing left for round-off to decide."""
    both = AllOf((AtMost("v", 1.0), AtMost("w", 1.0)))
    seen = reading(both, ROUND_OFF, v=[1.0001, 1.0001, 0.5], w=[2.0, 0.5, 0.5])
    assert seen.near.tolist() == [False, True, False] and seen.holds.tolist() == [False, True, True]


INFINITE: dict[str, tuple[Prediction, dict[str, Any], bool]] = {
    "a set that is everything": (AtMost("v", "w"), {"v": [3.0], "w": [INFINITY]}, True),
    "infinity is at most infinity": (AtMost("v", "w"), {"v": [INFINITY], "w": [INFINITY]}, True),
    "infinity is at most 1": (AtMost("v", 1.0), {"v": [INFINITY]}, False),
    "minus infinity is at least minus infinity": (AtLeast("v", "w"), {"v": [-INFINITY], "w": [-INFINITY]}, True),
    "0 is less than 0.3": (LessThan("v", "w"), {"v": [0.0], "w": [0.3]}, True),
    "0.3 is less than 0": (LessThan("v", "w"), {"v": [0.3], "w": [0.0]}, False),
    "1 is less than infinity": (LessThan("v", "w"), {"v": [1.0], "w": [INFINITY]}, True),
    "infinity is less than infinity": (LessThan("v", "w"), {"v": [INFINITY], "w": [INFINITY]}, False),
    "0 equals 0": (Equals("v", "w", 0.1), {"v": [0.0], "w": [0.0]}, True),
    "infinity equals infinity": (Equals("v", "w", 0.1), {"v": [INFINITY], "w": [INFINITY]}, True),
    "2 equals infinity": (Equals("v", "w", 0.1), {"v": [2.0], "w": [INFINITY]}, False),
    "0 is at most 0 on a curve": (NeverAbove("v", "w"), {"v": [[1.0, 0.0]], "w": [[2.0, 0.0]]}, True),
    "infinity is conserved": (Conserved("v", 0.1), {"v": [[INFINITY, INFINITY]]}, True),
}


@pytest.mark.parametrize(("prediction", "observed", "holds"), INFINITE.values(), ids=INFINITE)
def test_infinity_is_a_value(prediction: Prediction, observed: Any, holds: bool) -> None:
    """It is compared like any other, and no size makes what it is compared with equal to it."""
    seen = reading(prediction, ROUND_OFF, **observed)
    assert seen.holds.tolist() == [holds] and not np.isnan(seen.margins).any()


@pytest.mark.parametrize("prediction", [AtMost("v", 1.0), LessThan("v", "w"), Equals("v", "w", 0.1)], ids=str)
def test_nan_alone_is_no_outcome(prediction: Prediction) -> None:
    """It neither holds nor is near."""
    seen = reading(prediction, ROUND_OFF, v=[NAN], w=[1.0])
    assert np.isnan(seen.margins).all() and not (seen.holds | seen.near).any()


class Positive:
    """A prediction that a page wrote for itself, with the three members that each has."""

    observables, sentence = ("v",), "v is positive"

    def margin(self, observed: Any) -> Any:
        """The value."""
        return observed["v"]


class NotNegative(Positive):
    """It says that equality keeps it."""

    strict = False


class NotNegativeOf(NotNegative):
    """It says what the value is the difference of."""

    def magnitude(self, observed: Any) -> Any:
        """The size of either side."""
        return observed["w"]


@pytest.mark.parametrize(
    ("prediction", "holds"),
    [(Positive(), [False, True, False]), (NotNegative(), [True, True, False]), (NotNegativeOf(), [True, True, True])],
)
def test_a_prediction_from_outside_is_strict_and_exact_unless_it_says_otherwise(
    prediction: Any, holds: list[bool]
) -> None:
    """At 0, and one part in 10^14 of what is compared above and below it."""
    assert reading(prediction, v=[0.0, 1e-14, -1e-14], w=[1.0] * 3).holds.tolist() == holds


@pytest.mark.parametrize("bounded", [AtMost, AtLeast])
def test_a_slack_is_printed_with_its_reason(bounded: Any) -> None:
    """And it moves the bound by itself."""
    lenient = bounded("v", 1.0, unit="nat", slack=0.25, because="the flow is integrated to 0.2")
    assert lenient.sentence.endswith(" 1 nat, with a slack of 0.25 nat (the flow is integrated to 0.2)")
    exact = bounded("v", 1.0)
    values = {"v": np.array([0.5, 1.0, 2.0])}
    assert (lenient.margin(values) - exact.margin(values)).tolist() == [0.25] * 3


def test_every_prediction_that_takes_a_slack_is_tried_here() -> None:
    """Whatever comes to be added to the vocabulary."""
    slackened = {name for name in predictions.__all__ if "slack" in getattr(predictions, name).__dict__}
    assert slackened == {bounded.__name__ for bounded in SLACKENED}


@pytest.mark.parametrize("bounded", SLACKENED)
@pytest.mark.parametrize(("slack", "because"), [(0.1, ""), (0.1, "  "), (0.0, "round-off"), (-0.1, "round-off")])
def test_a_slack_comes_with_a_reason_and_is_not_negative(bounded: Any, slack: float, because: str) -> None:
    """What came is named."""
    with pytest.raises(PredictionError, match=rf"^slack={slack!r}"):
        bounded("v", "w", slack=slack, because=because)


@pytest.mark.parametrize("bounded", SLACKENED)
def test_its_sentence_says_how_much_and_why(bounded: Any) -> None:
    """In the unit of the margin."""
    sentence = bounded("v", "w", slack=0.25, because="the flow is integrated to 0.2").sentence
    assert ", with a slack of 0.25" in sentence and sentence.endswith(" (the flow is integrated to 0.2)")
