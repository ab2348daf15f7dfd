"""Curves by which a rate is tried: they lie where the prediction says that it does not."""

import numpy as np
import pytest

from theoremcheck import DecaysAtLeastAsFastAs, SlopeBetween, Vanishes
from theoremcheck.numerics import log_slope
from theoremcheck.predictions.straw_men import flatter, steeper

LADDERS = {"up": np.array([[1.0, 4.0, 16.0, 64.0]]), "down": np.array([[64.0, 16.0, 4.0, 1.0]])}
RATES = [-2.0, -0.5, 0.5, 2.0]
everywhere = pytest.mark.parametrize("x", LADDERS.values(), ids=LADDERS)
at_each_rate = pytest.mark.parametrize("rate", RATES)


def slopes(x, curves):
    return np.array([log_slope(x, curve)[0] for curve in curves])


@everywhere
@at_each_rate
def test_flatter_ones_lie_between_a_constant_and_the_rate_and_steeper_ones_beyond(x, rate):
    """Growth and decay alike, whichever way the ladder goes."""
    shares = slopes(x, flatter(x**rate).values()) / rate
    assert shares[[0, 2]] == pytest.approx([0, 0.5], abs=1e-12) and 0.5 < shares[1] < 1
    shares = slopes(x, steeper(x**rate).values()) / rate
    assert shares[0] == pytest.approx(2) and 1 < shares[1] < 1.5


@everywhere
@at_each_rate
def test_steeper_ones_mirror_flatter_ones(x, rate):
    """A constant and the square, what levels off and what steepens: reciprocal factors of the predicted curve."""
    constant, levels_off, _ = flatter(x**rate).values()
    square, steepens = steeper(x**rate).values()
    np.testing.assert_allclose(square * constant, x ** (2 * rate))
    np.testing.assert_allclose(steepens * levels_off, x ** (2 * rate))


@pytest.mark.parametrize("rate", [-1.0, 1.0])
def test_what_levels_off_or_steepens_follows_the_predicted_curve_at_first(rate):
    """And is a factor of two away from it at the last rung."""
    x = np.array([[1.0, 1e3, 1e6]])
    _, levels_off, _ = flatter(x**rate).values()
    _, steepens = steeper(x**rate).values()
    for curve in (levels_off, steepens):
        away = np.abs(np.log2(curve / x**rate))[0]
        assert away[0] < 1e-5 and away[-1] == pytest.approx(1)


@everywhere
@at_each_rate
def test_a_bound_is_tried_on_the_side_that_it_excludes_and_a_rate_on_both(x, rate):
    """What the theorem allows shows nothing of a claim's power."""
    bound = SlopeBetween("v", "x", rate=rate, high=rate)
    decay = DecaysAtLeastAsFastAs("v", "x", "f", slope_band=1e-3)
    expected = (flatter if rate < 0 else steeper)(x**rate)
    for prediction, ladder in ((bound, {"x": x}), (decay, {"x": x, "f": x**rate})):
        tried = prediction.straw_men(ladder)
        assert list(tried) == list(expected)
        assert all(prediction.margin(seen) < 0 for seen in tried.values())
    banded = SlopeBetween("v", "x", rate=rate, low=rate - 1e-3, high=rate + 1e-3)
    assert list(banded.straw_men({"x": x})) == [*flatter(x), *steeper(x)]


@everywhere
@at_each_rate
def test_the_band_that_the_message_names_can_be_declared_and_tells_them_apart(x, rate):
    """Just inside of the end that it names; of a bound and of a rate."""
    wide = [
        SlopeBetween("v", "x", rate=rate, high=rate + 3),
        SlopeBetween("v", "x", rate=rate, low=rate - 3, high=rate + 3),
        DecaysAtLeastAsFastAs("v", "x", "f", slope_band=3.0),
    ]
    for prediction in wide:
        for seen in prediction.straw_men({"x": x, "f": x**rate}).values():
            assert prediction.margin(seen) > 0
            end = float(prediction.told_apart_by(seen).rpartition(" ")[2])
            assert narrowed(prediction, rate, end).margin(seen) < 0


def narrowed(prediction, rate, end):
    """Its band, ended one part in a hundred before."""
    if isinstance(prediction, DecaysAtLeastAsFastAs):
        return DecaysAtLeastAsFastAs("v", "x", "f", slope_band=0.99 * end)
    near = rate + 0.99 * (end - rate)
    low = None if prediction.low is None else min(near, rate - 1e-3)
    return SlopeBetween("v", "x", rate=rate, low=low, high=max(near, rate + 1e-3))


def test_where_draws_grow_and_fall_each_is_tried_where_it_can_fail():
    """Where the predicted curve grows in one draw and falls in another, all pass a wide band, and none a narrow one."""
    x = np.repeat(LADDERS["up"], 2, axis=0)
    ladder = {"x": x, "f": np.stack([x[0] ** 0.5, x[1] ** -0.5])}
    wide, narrow = (DecaysAtLeastAsFastAs("v", "x", "f", slope_band=band) for band in (0.6, 0.1))
    tried = wide.straw_men(ladder)
    assert len(tried) == 5 and all((wide.margin(seen) > 0).all() for seen in tried.values())
    assert all(not (narrow.margin(seen) > 0).all() for seen in narrow.straw_men(ladder).values())
    assert wide.told_apart_by(tried["a constant"]) == "slope_band below 0.5"


@pytest.mark.parametrize("prediction", [DecaysAtLeastAsFastAs("v", "x", "f", 0.1), Vanishes("v", "x", "f", 0.1, 0.1)])
def test_nothing_tells_a_flat_curve_apart(prediction):
    """And no band is named that would."""
    x = LADDERS["up"]
    tried = prediction.straw_men({"x": x, "f": np.ones_like(x)})
    assert all(prediction.margin(seen) > 0 for seen in tried.values())
    assert all("flat" in prediction.told_apart_by(seen) for seen in tried.values())
