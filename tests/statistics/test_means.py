"""Bounds on a mean: true at any stop, exact where they can be, and as narrow as the numbers are alike."""

import numpy as np
import pytest

from theoremcheck.statistics import mean_bounds


def test_a_constant_is_known_as_well_as_the_capital_can_grow():
    """Who bets all of it has mu^-n at X = 1, a tenth of which is his: the bound is (10 * 40)^(-1/n)."""
    lower, upper = mean_bounds(np.ones(64), 0.05)
    assert lower == pytest.approx(400 ** (-1 / 64), abs=0.01) and upper == 1.0


def test_zero_and_one_change_places():
    values = np.random.default_rng(0).beta(2, 5, 200)
    lower, upper = mean_bounds(values, 0.05)
    assert mean_bounds(1 - values, 0.05) == pytest.approx((1 - upper, 1 - lower), abs=1e-9)
    assert lower < values.mean() < upper


def test_what_varies_little_is_known_better():
    draws = np.random.default_rng(1)
    wide, narrow = (mean_bounds(0.5 + size * draws.uniform(-1, 1, 256), 0.05) for size in (0.5, 0.05))
    assert narrow[1] - narrow[0] < 0.5 * (wide[1] - wide[0])


def test_nothing_is_known_of_no_numbers_or_of_zeros_alone():
    assert mean_bounds(np.array([]), 0.05) == (0.0, 1.0)
    assert mean_bounds(np.zeros(50), 0.05)[0] == 0.0


@pytest.mark.parametrize("law", ["coin", "beta", "atom"])
def test_either_bound_is_ever_wrong_under_one_name_in_twenty_at_most(law):
    """Whoever looks after every draw and stops at the worst one; 120 names of 200 draws."""
    draws = np.random.default_rng(2)
    mean = {"coin": 0.2, "beta": 1 / 3, "atom": 0.95}[law]
    wrong = 0
    for _ in range(120):
        values = {
            "coin": lambda: (draws.random(200) < 0.2).astype(float),
            "beta": lambda: draws.beta(1, 2, 200),
            "atom": lambda: np.where(draws.random(200) < 0.9, 1.0, 0.5),
        }[law]()
        bounds = [mean_bounds(values[:count], 0.05) for count in (3, 10, 30, 100, 200)]
        wrong += any(not lower - 1e-9 <= mean <= upper + 1e-9 for lower, upper in bounds)
    assert wrong <= 12  # a share of 0.05 of 120, and two and a half standard deviations more


@pytest.mark.parametrize("values", [[-0.1], [1.2], [np.nan]])
def test_a_number_that_is_no_share_is_refused(values):
    with pytest.raises(ValueError, match="must lie in"):
        mean_bounds(np.array(values), 0.05)
