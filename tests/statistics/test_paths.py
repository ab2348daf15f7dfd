"""Laws of the e-processes where each draw has the threshold of its stratum."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from theoremcheck.statistics import (
    MOST_STRATA,
    levels_of,
    log_e_refute,
    log_e_refute_path,
    log_e_support,
    log_e_support_path,
)

Path = Callable[..., NDArray[np.float64]]
VARYING = np.array([0.6, 0.9, 0.9, 0.6, 0.75, 0.9, 0.6, 0.75, 0.75, 0.6])
OUTCOMES = np.array(list(product([False, True], repeat=10)))
STRICT, LENIENT = 0.98, 0.80
RUNS = 120
ALPHA = 0.05


def expectation(path: Path, truth: NDArray[np.float64]) -> float:
    """The exact mean of the last e-value, over all 2^10 outcomes."""
    probability = np.where(OUTCOMES, truth, 1 - truth).prod(axis=1)
    return float(sum(w * np.exp(path(x, VARYING)[-1]) for w, x in zip(probability, OUTCOMES, strict=True)))


def ever(path: Path, strict: float, lenient: float, draws: int = 1000) -> int:
    """In how many runs the evidence reaches 1 / alpha at some draw, if half of the draws fall into each stratum."""
    rng = np.random.default_rng(7)
    reached = 0
    for _ in range(RUNS):
        inside = rng.random(draws) < 0.5
        holds = rng.random(draws) < np.where(inside, strict, lenient)
        reached += bool(path(holds, np.where(inside, STRICT, LENIENT)).max() >= -np.log(ALPHA))
    return reached


def at_most_by_chance(rate: float) -> int:
    """What a rate that is kept passes in one of a thousand tests."""
    return int(binom.ppf(0.999, RUNS, rate))


def test_the_mean_is_one_where_every_stratum_meets_its_threshold() -> None:
    """A mean of martingales is one."""
    assert expectation(log_e_refute_path, VARYING) == pytest.approx(1, abs=1e-9)


def test_the_mean_is_below_one_inside_the_null_of_refutation() -> None:
    """Above every threshold."""
    assert expectation(log_e_refute_path, VARYING + 0.005) < 1


@pytest.mark.parametrize("level", [0.6, 0.75, 0.9])
def test_the_mean_is_at_most_one_where_a_single_stratum_fails(level: float) -> None:
    """Whichever it is, and though all others always hold."""
    assert expectation(log_e_support_path, np.where(VARYING == level, level, 1.0)) <= 1 + 1e-9


def test_one_number_gives_the_closed_form() -> None:
    """Cumulative counts into `log_e_support` and `log_e_refute`."""
    holds = np.random.default_rng(1).random(200) < 0.9
    s, n = np.cumsum(holds), np.arange(1, 201)
    np.testing.assert_array_equal(log_e_support_path(holds, 0.9), log_e_support(s, n, 0.9))
    np.testing.assert_array_equal(log_e_refute_path(holds, 0.9), log_e_refute(s, n, 0.9))


@pytest.mark.parametrize("p", [0.8, 0.95, 0.999])
def test_a_single_stratum_costs_a_refutation_its_places(p: float) -> None:
    """The number is known before the draws, and a stratum is not: it might have been one of eight."""
    holds = np.random.default_rng(2).random(2000) < p
    one = np.full(2000, p)
    np.testing.assert_allclose(log_e_support_path(holds, one), log_e_support_path(holds, p))
    lost = log_e_refute_path(holds, p) - log_e_refute_path(holds, one)
    assert lost.max() <= np.log(MOST_STRATA)


def test_later_thresholds_do_not_change_earlier_evidence() -> None:
    """Otherwise tomorrow's draws would rewrite today's verdict."""
    holds, p = np.arange(50) % 7 > 0, np.r_[np.full(25, 0.9), np.full(25, 0.95)]
    for path in (log_e_support_path, log_e_refute_path):
        np.testing.assert_allclose(path(holds, p)[:25], path(holds[:25], p[:25]))


def test_a_lenient_stratum_does_not_pay_for_a_strict_one() -> None:
    """The strict half fails in 10 % and may in 2 %; the lenient one never fails and may in 20 %."""
    assert ever(log_e_support_path, strict=0.9, lenient=1.0) <= at_most_by_chance(ALPHA)
    assert ever(log_e_refute_path, strict=0.9, lenient=1.0) == RUNS


@pytest.mark.parametrize(("strict", "lenient"), [(STRICT, 1.0), (1.0, LENIENT), (STRICT, LENIENT)])
def test_false_support_is_rare_where_a_stratum_holds_just_as_often_as_it_need_not(
    strict: float, lenient: float
) -> None:
    """At the edge of the null, looking after each of 1,000 draws."""
    assert ever(log_e_support_path, strict, lenient) <= at_most_by_chance(ALPHA)


def test_false_refutation_is_rare_at_the_edge() -> None:
    """Both strata hold exactly as often as they must."""
    assert ever(log_e_refute_path, STRICT, LENIENT) <= at_most_by_chance(ALPHA)


def test_what_holds_in_both_strata_is_supported() -> None:
    """At a failure rate of a quarter of what each allows."""
    assert ever(log_e_support_path, strict=0.995, lenient=0.95, draws=4000) >= 0.95 * RUNS


def test_thresholds_that_differ_in_their_last_bits_are_one() -> None:
    """The last bit of a logarithm may depend on the batch in which it was computed."""
    levels, places = levels_of(np.array([0.9, 0.8, np.nextafter(0.9, 1)]))
    assert levels.tolist() == [0.8, 0.9] and places.tolist() == [1, 0, 1]


def test_more_thresholds_than_can_be_weighed_are_refused() -> None:
    """Nine of them: each would wait for draws of its own."""
    with pytest.raises(ValueError, match=r"required takes 9 different values, from 0\.1 to 0\.9"):
        log_e_support_path(np.ones(9, dtype=bool), np.arange(1, 10) / 10)


def test_no_draws_give_an_empty_path() -> None:
    """Shape (0,), for a run that has not begun."""
    for path in (log_e_support_path, log_e_refute_path):
        assert path(np.zeros(0, dtype=bool), 0.9).shape == path(np.zeros(0, dtype=bool), np.zeros(0)).shape == (0,)


@pytest.mark.parametrize(
    ("holds", "required", "message"),
    [([1, 0], 0.9, "one boolean a draw"), ([True, False], [0.9], "one number or one a draw")],
)
def test_wrong_shapes_are_named(holds: list[bool], required: float, message: str) -> None:
    """Counts are not outcomes, and a threshold must belong to a draw."""
    with pytest.raises(ValueError, match=message):
        log_e_refute_path(holds, required)


@pytest.mark.parametrize("required", [0.9, VARYING], ids=["one requirement", "strata"])
@pytest.mark.parametrize("path", [log_e_support_path, log_e_refute_path])
def test_after_some_draws_it_is_what_the_whole_path_says(path: Path, required: NDArray[np.float64]) -> None:
    """Whoever asks after few of a million draws gets the same numbers."""
    after = np.array([10, 1, 4])
    for holds in OUTCOMES[::37]:
        np.testing.assert_allclose(path(holds, required, after), path(holds, required)[after - 1], rtol=1e-13, atol=0)
