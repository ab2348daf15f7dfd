"""Slopes on a logarithmic ladder: exact on power laws."""

import numpy as np
import pytest
from scipy.stats import linregress

from theoremcheck.numerics import log_slope

LADDER = np.array([[1.0, 2.0, 4.0, 8.0, 16.0]])


@pytest.mark.parametrize("exponent", [-2.0, -1.0, -0.5, 0.0, 0.25, 3.0])
@pytest.mark.parametrize("constant", [1e-8, 1.0, 7.0])
def test_power_laws(exponent: float, constant: float) -> None:
    """The exponent, whatever the constant; to the round-off of five logarithms."""
    assert log_slope(LADDER, constant * LADDER**exponent)[0] == pytest.approx(exponent, abs=1e-14)


def test_least_squares() -> None:
    """The same number as SciPy's regression, one for each trial."""
    curves = np.exp(np.random.default_rng(1).normal(size=(4, 5)))
    ladders = np.cumsum(np.random.default_rng(2).random((4, 5)), axis=1)
    expected = [linregress(np.log(x), np.log(y)).slope for x, y in zip(ladders, curves, strict=True)]
    np.testing.assert_allclose(log_slope(ladders, curves), expected, rtol=1e-12)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("rung", range(5))
def test_no_slope_without_positive_numbers(value: float, rung: int) -> None:
    """NaN for that trial, and the other keeps its slope."""
    curves = np.vstack([LADDER, LADDER])
    curves[0, rung] = value
    slopes = log_slope(np.vstack([LADDER, LADDER]), curves)
    assert np.isnan(slopes[0]) and slopes[1] == pytest.approx(1, abs=1e-14)
