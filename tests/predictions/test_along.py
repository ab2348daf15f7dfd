"""Predictions about curves: exact margins on arrays made by hand."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from theoremcheck import (
    Conserved,
    DecaysAtLeastAsFastAs,
    FallsByFactor,
    NeverAbove,
    NeverBelow,
    Prediction,
    RisesThenFalls,
    SlopeBetween,
    StaysAbove,
    Vanishes,
)

X = np.array([[1.0, 2.0, 4.0, 8.0]])
ROUND_OFF = 1e-14
"""A dozen operations on numbers of order one, each right to 2e-16."""


def margin(prediction: Prediction, **observed: Any) -> list[float]:
    """Margins of hand-made curves."""
    return prediction.margin({name: np.array(values, dtype=float) for name, values in observed.items()}).tolist()


def vanishing(curve: Any, band: float = 0.2, spread: float = 0.5) -> float:
    """Margin of a curve that is predicted to vanish like 1 / x."""
    return margin(Vanishes("v", "x", "f", band, spread), v=curve, x=X, f=1 / X)[0]


@pytest.mark.parametrize("constant", [1e-6, 1.0, 30.0])
def test_a_multiple_of_the_predicted_curve_has_the_whole_reserve(constant: float) -> None:
    """A rate says nothing of the constant in front."""
    assert vanishing(constant / X) == pytest.approx(1, abs=ROUND_OFF)


@pytest.mark.parametrize(("exponent", "reserve"), [(0.1, 0.5), (-0.1, 0.5), (0.2, 0.0), (0.3, -0.5), (1.0, -4.0)])
def test_a_power_beside_the_predicted_one_uses_up_the_slope_band(exponent: float, reserve: float) -> None:
    """Faster or slower: x^(a - 1) has the log-residual slope a, and margin 1 - |a| / 0.2."""
    assert vanishing(X ** (exponent - 1)) == pytest.approx(reserve, abs=100 * ROUND_OFF)


def test_a_wiggle_about_the_predicted_curve_uses_up_the_spread() -> None:
    """Residual (s, -s, -s, s) on four equal steps: slope 0, spread 2 s."""
    assert vanishing(np.exp([[0.1, -0.1, -0.1, 0.1]]) / X) == pytest.approx(1 - 0.2 / 0.5, abs=ROUND_OFF)


def test_a_constant_does_not_vanish() -> None:
    """Slope 1 where 0 is predicted."""
    assert vanishing(np.ones_like(X)) < 0


@pytest.mark.parametrize("curve", [[1, 0.5, 0.25, 0], [0, 0.5, 0.25, 0.1], [1, -0.5, 0.25, 0.1], [0, 0, 0, 0]], ids=str)
def test_a_curve_that_is_not_positive_has_no_rate(curve: list[float]) -> None:
    """Underflow to zero on one rung included: no slope of a logarithm, hence no outcome."""
    assert np.isnan(vanishing([curve]))


INFINITY = float("inf")
ONE_SIDED = [
    (DecaysAtLeastAsFastAs("v", "x", "f", slope_band=0.2), 0.2),
    (SlopeBetween("v", "x", rate=-1.0, high=-0.8), 0.2),
]
BANDED = SlopeBetween("v", "x", rate=-1.0, low=-1.2, high=-0.8)
VANISHING = Vanishes("v", "x", "f", slope_band=0.2, log_spread=0.5)


@pytest.mark.parametrize(("prediction", "band"), ONE_SIDED, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    ("curve", "slope"),
    [
        ([0, 0, 0, 0], 0.0),
        ([1, 0.5, 0.25, 0], -INFINITY),
        ([1, 0, 0, 0], -INFINITY),
        ([1, 0, 0.1, 0], -INFINITY),
        ([0, 0.5, 0.25, 0.1], INFINITY),
        ([0, 0, 0, 0.1], INFINITY),
        ([0, 0.5, 0.25, 0], 0.0),
    ],
    ids=str,
)
def test_zero_is_a_value_of_what_is_bounded(prediction: Prediction, band: float, curve: list[float], slope: float):
    """Gradient descent that has arrived, and errors of which none was made: O(f) like any smaller curve."""
    reserve = margin(prediction, v=[curve], x=X, f=1 / X)[0]
    assert reserve == pytest.approx(band - slope, abs=ROUND_OFF)


@pytest.mark.parametrize("share", [1e-3, 1e-30, 1e-300])
@pytest.mark.parametrize("curve", [[1, 0.5, 0.25, 0], [0, 0.5, 0.25, 0.1], [1, 0, 0.1, 0]], ids=str)
def test_its_slope_is_the_limit_of_the_slopes_with_a_share_of_the_bound_added(curve: list[float], share: float):
    """To its sign; the smaller the share, the steeper."""
    prediction = ONE_SIDED[0][0]
    (exact,), (near,) = (margin(prediction, v=[v], x=X, f=1 / X) for v in (curve, curve + share / X[0]))
    assert np.sign(exact - 0.2) == np.sign(near - 0.2) and abs(exact) > abs(near)


@pytest.mark.parametrize(("prediction", "band"), ONE_SIDED, ids=lambda value: type(value).__name__)
def test_a_negative_rung_is_no_outcome(prediction: Prediction, band: float):
    """Beside a zero too."""
    for curve in ([1, -0.5, 0.25, 0.1], [1, -0.5, 0.25, 0]):
        assert np.isnan(margin(prediction, v=[curve], x=X, f=1 / X)[0])


@pytest.mark.parametrize("start", [3.0, 4.0, 5.0])
@pytest.mark.parametrize("prediction", [*(one for one, _ in ONE_SIDED), BANDED, VANISHING], ids=str)
def test_a_slope_through_an_infinite_value_is_no_outcome(prediction: Prediction, start: float):
    """On no rung: on a middle one, round-off of log x would choose between a fall and a rise."""
    for infinite, (rungs, rung) in product(prediction.observables, [(3, 0), (3, 1), (3, 2), (4, 1), (4, 2)]):
        x = start * X[:, :rungs]
        seen = {"v": np.ones_like(x), "f": 1 / x, "x": x.copy()}
        seen[infinite][:, rung] = INFINITY
        assert np.isnan(prediction.margin(seen)).all()


@pytest.mark.parametrize(
    ("curve", "reserve"),
    [
        ([INFINITY, 1, 1], INFINITY),
        ([1, 1, INFINITY], -INFINITY),
        ([4, INFINITY, 1], np.log(2)),
        ([INFINITY, 1, INFINITY], -np.log(2)),
    ],
    ids=str,
)
def test_infinity_falls_to_any_number_and_not_to_itself(curve: list[float], reserve: float):
    """A comparison of the first rung and the last one, in which infinity is a value."""
    assert margin(FallsByFactor("v", 2.0, resolution=0.1), v=[curve]) == pytest.approx([reserve])


@pytest.mark.parametrize(
    ("prediction", "observed", "expected"),
    [
        (StaysAbove("v", 0.5), {"v": [[1, 0.75, 2], [1, 0.25, 2]]}, [0.25, -0.25]),
        (StaysAbove("v", 0.5), {"v": [0.75, 0.25]}, [0.25, -0.25]),
        (Conserved("v", 0.5), {"v": [[1, 1.25, 0.75], [1, 3, 1], [2, 2, 2]]}, [0.25, -1.5, 0.5]),
        (NeverBelow("v", "f"), {"v": [[4, 1], [4, 0.25]], "f": [[1, 0.5], [1, 0.5]]}, np.log([2, 0.5])),
        (NeverBelow("v", "f", slack=0.1, because="round-off"), {"v": [[1, 1]], "f": [[1, 1]]}, [0.1]),
        (NeverAbove("v", "f"), {"f": [[4, 1], [4, 0.25]], "v": [[1, 0.5], [1, 0.5]]}, np.log([2, 0.5])),
        (NeverAbove("v", "f", slack=0.1, because="round-off"), {"v": [[1, 1]], "f": [[1, 1]]}, [0.1]),
        (RisesThenFalls("v"), {"v": [[1, 4, 2], [1, 2, 4], [4, 2, 1]]}, np.log([2, 1, 1])),
        (RisesThenFalls("v", rise=2.0, fall=8.0), {"v": [[1, 4, 0.25], [1, 16, 4]]}, np.log([2, 0.5])),
        (
            FallsByFactor("v", 2.0, resolution=1 / 2048),
            {"v": [[0.5, 0.3, 0.125], [0.5, 0.6, 0.5], [0.5, 0.1, 0.0]]},
            np.log([2, 1 / 2, 512]),
        ),
    ],
    ids=str,
)
def test_margins_by_hand(prediction: Prediction, observed: Any, expected: list[float]) -> None:
    """Differences are exact, logarithms right to the last digit or two."""
    assert margin(prediction, **observed) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(("exponent", "reserve"), [(-0.5, 0.35), (-0.2, 0.05), (0.1, -0.25), (-1.0, -0.15)])
def test_a_slope_keeps_its_distance_to_the_nearer_end(exponent: float, reserve: float) -> None:
    """Whatever the constant in front."""
    banded = SlopeBetween("v", "x", rate=-0.5, low=-0.85, high=-0.15)
    assert margin(banded, v=3 * X**exponent, x=X) == pytest.approx([reserve], abs=ROUND_OFF)


def test_a_slope_without_a_lower_end_may_fall_as_fast_as_it_likes() -> None:
    """-3 is 2.85 below -0.15."""
    assert margin(SlopeBetween("v", "x", rate=-0.5, high=-0.15), v=X**-3.0, x=X) == pytest.approx([2.85], abs=ROUND_OFF)


@pytest.mark.parametrize("start", [0.0, 1e-300])
def test_a_rise_from_nothing_is_a_rise(start: float) -> None:
    """The fall decides."""
    assert margin(RisesThenFalls("v"), v=[[start, 4, 2]]) == pytest.approx([np.log(2)], abs=1e-15)


@pytest.mark.parametrize("prediction", [NeverBelow("v", "f"), NeverAbove("v", "f")])
@pytest.mark.parametrize(("v", "f"), [(-4.0, -1.0), (-1.0, -4.0), (-1.0, 2.0), (1.0, -2.0)])
def test_rates_speak_of_positive_curves(prediction: Prediction, v: float, f: float) -> None:
    """The ratio of two negative numbers is positive: no reason to see the outcome."""
    assert not margin(prediction, v=[[v]], f=[[f]])[0] > 0


@pytest.mark.parametrize(("exponent", "reserve"), [(-1.0, 0.2), (-3.0, 2.2), (-0.9, 0.1), (-0.5, -0.3), (0.0, -0.8)])
@pytest.mark.parametrize("constant", [1e-6, 1e6])
def test_decay_is_compared_whatever_the_constants(exponent: float, reserve: float, constant: float) -> None:
    """x^a against 1 / x has the log-residual slope a + 1; that a curve lies below the other is no decay."""
    decays = DecaysAtLeastAsFastAs("v", "x", "f", slope_band=0.2)
    assert margin(decays, v=constant * X**exponent, x=X, f=1 / X) == pytest.approx([reserve], abs=100 * ROUND_OFF)
