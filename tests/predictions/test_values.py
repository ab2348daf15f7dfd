"""Predictions about single numbers: exact margins on arrays made by hand."""

from typing import Any

import numpy as np
import pytest

from theoremcheck import AtLeast, AtMost, Between, Equals, LessThan, Prediction

INFINITY = float("inf")


def margin(prediction: Prediction, **observed: list[float]) -> list[float]:
    """Margins of hand-made observables."""
    return prediction.margin({name: np.array(values, dtype=float) for name, values in observed.items()}).tolist()


@pytest.mark.parametrize(
    ("prediction", "observed", "expected"),
    [
        (AtMost("v", 2.0), {"v": [1, 2, 3.5]}, [1, 0, -1.5]),
        (AtMost("v", "c"), {"v": [1, 2], "c": [0.5, 4]}, [-0.5, 2]),
        (AtLeast("v", 2.0), {"v": [1, 2, 3.5]}, [-1, 0, 1.5]),
        (AtLeast("v", "c"), {"v": [1, 2], "c": [0.5, 4]}, [0.5, -2]),
        (Between("v", 1.0, 5.0), {"v": [0, 1, 2, 3, 4.5, 6]}, [-1, 0, 1, 2, 0.5, -1]),
        (Equals("v", "c", 0.25), {"v": [2, 2.5, 3, -2], "c": [2, 2, 2, -2]}, [0.25, 0, -0.25, 0.25]),
        (
            Equals("v", "c", 0.25, relative=False),
            {"v": [2, 2.125, 8, 0], "c": [2, 2, 4, 0]},
            [0.25, 0.125, -3.75, 0.25],
        ),
    ],
    ids=str,
)
def test_margins_by_hand(prediction: Prediction, observed: Any, expected: list[float]) -> None:
    """Binary fractions, so the equality is exact."""
    assert margin(prediction, **observed) == expected


def test_less_than_is_a_log_ratio() -> None:
    """log(w / (k v)): zero where v = w / k."""
    assert margin(LessThan("v", "w"), v=[1, 2], w=[np.e, 1]) == pytest.approx([1, -np.log(2)], rel=1e-15)
    assert margin(LessThan("v", "w", factor=4.0), v=[1, 1], w=[8, 2]) == pytest.approx(
        [np.log(2), -np.log(2)], rel=1e-15
    )


def test_equals_takes_the_worst_point_of_a_curve() -> None:
    """Relative errors 0, 1/2 and 1/4."""
    assert margin(Equals("v", "c", 1.0), v=[[1, 3, 5]], c=[[1, 2, 4]]) == [0.5]


def test_from_a_closed_form_of_zero_anything_else_is_infinitely_far() -> None:
    """And 0 deviates from 0 by nothing, however it is measured."""
    assert margin(Equals("v", "c", 0.1), v=[0, 1], c=[0, 0]) == [0.1, -INFINITY]


@pytest.mark.parametrize(("v", "w"), [(-1.0, -2.0), (-1.0, 2.0), (1.0, -2.0), (0.0, 0.0)])
def test_less_than_speaks_of_positive_numbers(v: float, w: float) -> None:
    """The ratio of two negative numbers is positive: no reason to see the outcome."""
    assert not margin(LessThan("v", "w"), v=[v], w=[w])[0] > 0
