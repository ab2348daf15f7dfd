"""Laws of the e-processes with a threshold for each draw."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from theoremcheck.statistics import log_e_refute, log_e_refute_path, log_e_support, log_e_support_path

Path = Callable[[NDArray[np.bool_], NDArray[np.float64]], NDArray[np.float64]]
VARYING = np.linspace(0.6, 0.99, 10)
OUTCOMES = np.array(list(product([False, True], repeat=10)))


def expectation(path: Path, truth: NDArray[np.float64]) -> float:
    """The exact mean of the last e-value, over all 2^10 outcomes."""
    probability = np.where(OUTCOMES, truth, 1 - truth).prod(axis=1)
    return float(sum(w * np.exp(path(x, VARYING)[-1]) for w, x in zip(probability, OUTCOMES, strict=True)))


@pytest.mark.parametrize("path", [log_e_support_path, log_e_refute_path])
def test_mean_is_one_when_each_draw_meets_its_threshold(path: Path) -> None:
    """Exact whatever the quadrature: a finite mixture of martingales."""
    assert expectation(path, VARYING) == pytest.approx(1, abs=1e-12)


def test_mean_is_below_one_inside_the_null() -> None:
    """Below every threshold for support, above for refutation."""
    assert expectation(log_e_support_path, VARYING - 0.05) < 1
    assert expectation(log_e_refute_path, VARYING + 0.005) < 1


def test_one_number_gives_the_closed_form() -> None:
    """Cumulative counts into `log_e_support` and `log_e_refute`."""
    holds = np.random.default_rng(1).random(200) < 0.9
    s, n = np.cumsum(holds), np.arange(1, 201)
    np.testing.assert_array_equal(log_e_support_path(holds, 0.9), log_e_support(s, n, 0.9))
    np.testing.assert_array_equal(log_e_refute_path(holds, 0.9), log_e_refute(s, n, 0.9))


@pytest.mark.parametrize("p", [0.8, 0.95, 0.999])
def test_equal_thresholds_come_close_to_the_closed_form(p: float) -> None:
    """Support differs by the quadrature, refutation by the weight: at most log(1 + sqrt(1 - p))."""
    holds = np.random.default_rng(2).random(2000) < p
    for path, allowed in ((log_e_support_path, 0.0), (log_e_refute_path, np.log1p(np.sqrt(1 - p)))):
        lost = path(holds, p) - path(holds, np.full(2000, p))
        assert lost.max() <= allowed + 1e-6


def test_refutation_is_the_documented_mixture() -> None:
    """Weight c^(-1/2) / 2, here with c = v^2, by adaptive quadrature."""
    holds = np.array([True, False, True, True, False, False])
    p = np.array([0.7, 0.99, 0.8, 0.95, 0.6, 0.9])

    def capital(v: float) -> float:
        return float(np.prod(np.where(holds, 1 - v**2, 1 + v**2 * p / (1 - p))))

    assert np.exp(log_e_refute_path(holds, p)[-1]) == pytest.approx(quad(capital, 0, 1)[0], rel=1e-10)


def test_later_thresholds_do_not_change_earlier_evidence() -> None:
    """Otherwise tomorrow's draws would rewrite today's verdict."""
    holds, p = np.ones(50, dtype=bool), np.r_[np.full(25, 0.9), np.full(25, 0.95)]
    np.testing.assert_array_equal(log_e_support_path(holds, p)[:25], log_e_support_path(holds[:25], p[:25]))


def test_strict_evidence_at_three_nines() -> None:
    """No overflow and no lost digits on the way to 1e12, with every threshold at 0.999."""
    holds = np.ones(45_000, dtype=bool)
    bets, closed = log_e_support_path(holds, np.full(45_000, 0.999)), log_e_support_path(holds, 0.999)
    assert closed[-1] > 12 * np.log(10)
    np.testing.assert_allclose(bets, closed, atol=1e-9)


def test_no_draws_give_an_empty_path() -> None:
    """Shape (0,), for a run that has not begun."""
    assert log_e_support_path(np.zeros(0, dtype=bool), 0.9).shape == (0,)


@pytest.mark.parametrize(
    ("holds", "required", "message"),
    [([1, 0], 0.9, "one boolean a draw"), ([True, False], [0.9], "one number or one a draw")],
)
def test_wrong_shapes_are_named(holds: list[bool], required: float, message: str) -> None:
    """Counts are not outcomes, and a threshold must belong to a draw."""
    with pytest.raises(ValueError, match=message):
        log_e_refute_path(holds, required)
