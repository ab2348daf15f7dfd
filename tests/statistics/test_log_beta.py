"""The log incomplete beta against sums in 50 digits."""

import mpmath as mp
import numpy as np
import pytest

from theoremcheck.statistics import log_betainc, log_betaincc


def tail_by_series(a: float, b: float, x: mp.mpf, y: mp.mpf) -> mp.mpf:
    """Log I_x(a, b) by DLMF 8.17.8, all terms positive; for x below the mean."""
    with mp.workdps(50):
        term = total = mp.mpf(1)
        n = 0
        while term > total * mp.mpf(10) ** -30 or (a + b + n) * x > a + 1 + n:
            term *= (a + b + n) * x / (a + 1 + n)
            total += term
            n += 1
        log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        return a * mp.log(x) + b * mp.log(y) - mp.log(a) - log_beta + mp.log(total)


SMALL_TAILS = [
    (1.0, 0.5, 1e-9),
    (2.5, 3.0, 0.2),
    (1e5, 0.5, 0.9),
    (1e5, 1e5, 0.499),
    (1e5, 1e5, 0.4),
    (1e5, 1e5, 1e-9),
    (5e4, 10.5, 0.99),
    (1e4, 0.5, 0.99),
    (900.0, 1e5, 1e-6),
    (1200.0, 1200.0, 0.192),  # 3e-251: just where the method changes
]


@pytest.mark.parametrize(("a", "b", "x"), SMALL_TAILS)
def test_lower_tail_has_ten_digits_in_the_log(a: float, b: float, x: float) -> None:
    """Near the mean scipy's value is used, far below it the continued fraction."""
    exact = tail_by_series(a, b, mp.mpf(x), 1 - mp.mpf(x))
    assert float(log_betainc(a, b, x)) == pytest.approx(float(exact), rel=1e-10)


@pytest.mark.parametrize(("b", "a", "x"), SMALL_TAILS)
def test_upper_tail_has_ten_digits_in_the_log(a: float, b: float, x: float) -> None:
    """The mirror image, at the double nearest to 1 - x."""
    mirrored = 1 - x
    exact = tail_by_series(b, a, 1 - mp.mpf(mirrored), mp.mpf(mirrored))
    assert float(log_betaincc(a, b, mirrored)) == pytest.approx(float(exact), rel=1e-10)


@pytest.mark.parametrize("x", [1e-9, 0.3, 1 - 1e-9])
@pytest.mark.parametrize("b", [0.5, 7.0, 1e5])
def test_powers_are_exact_for_unit_shape(b: float, x: float) -> None:
    """1 - I_x(1, b) = (1 - x)^b, so the log is b log1p(-x) however small x is."""
    assert float(log_betaincc(1.0, b, x)) == pytest.approx(b * np.log1p(-x), rel=1e-10)


def test_tails_sum_to_one() -> None:
    """Broadcast over shapes and points."""
    a, b, x = np.array([0.5, 3, 400])[:, None, None], np.array([0.5, 20])[:, None], np.linspace(0, 1, 11)
    both = np.logaddexp(log_betainc(a, b, x), log_betaincc(a, b, x))
    assert both.shape == (3, 2, 11)
    np.testing.assert_allclose(both, 0, atol=1e-12)


def test_the_far_tail_stays_ordered_across_the_change_of_method() -> None:
    """No step where scipy hands over: a log tail increases in x."""
    x = np.linspace(0.15, 0.25, 2001)
    assert (np.diff(log_betainc(1200.0, 1200.0, x)) > 0).all()


def test_ends_of_the_interval() -> None:
    """Nothing lies below 0, everything below 1."""
    assert float(log_betainc(2, 3, 0)) == -np.inf
    assert float(log_betainc(2, 3, 1)) == 0


@pytest.mark.parametrize(("a", "b", "x"), [(0, 1, 0.5), (1, -1, 0.5), (1, 1, 1.5), (1, 1, float("nan"))])
def test_impossible_arguments_are_named(a: float, b: float, x: float) -> None:
    """The message says which one and why."""
    with pytest.raises(ValueError, match="must"):
        log_betainc(a, b, x)
