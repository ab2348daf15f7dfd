"""Bounds on a quantile hold whenever one stops, whatever the law."""

from math import inf

import numpy as np
import pytest

from theoremcheck.statistics import quantile_bounds

RUNS, MOST, ALPHA = 1_000, 600, 0.05
LOOKS = sorted({round(1.12**step) for step in range(1, 57)})
"""Counts at which a reader looks; he stops at whichever flatters him."""

LAWS = {
    "uniform": (lambda random, shape: random.uniform(size=shape), lambda p: p),
    "heavy tails": (lambda random, shape: random.pareto(1.0, size=shape), lambda p: 1 / (1 - p) - 1),
    "two values": (lambda random, shape: (random.uniform(size=shape) < 0.07).astype(float), lambda p: float(p > 0.93)),
    "a value, sometimes none": (
        lambda random, shape: np.where(random.uniform(size=shape) < 0.02, inf, random.exponential(size=shape)),
        lambda p: -np.log(1 - p / 0.98) if p < 0.98 else inf,
    ),
}


def missed(law, level):
    """Shares of runs in which the lower and the upper end is ever on the wrong side."""
    draw, quantile = LAWS[law]
    values, truth = draw(np.random.default_rng(3), (RUNS, MOST)), quantile(level)
    below = above = 0
    for run in values:
        found = [quantile_bounds(run[:count], level, ALPHA) for count in LOOKS if count <= MOST]
        below += any(bounds.lower > truth for bounds in found)
        above += any(bounds.upper < truth for bounds in found)
    return below / RUNS, above / RUNS


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_each_end_errs_in_a_share_of_alpha_at_most_however_one_stops(law, level):
    low, high = missed(law, level)
    print(f"{law}, {level}: ends missed in {low:.1%} and {high:.1%} of {RUNS} runs of up to {MOST} draws")
    assert low <= ALPHA and high <= ALPHA


def test_both_ends_at_half_of_alpha_cover_with_1_minus_alpha():
    values = np.random.default_rng(5).normal(size=(RUNS, MOST))
    truth = 1.6448536
    covered = 0
    for run in values:
        found = [quantile_bounds(run[:count], 0.95, ALPHA / 2) for count in LOOKS if count <= MOST]
        covered += all(bounds.lower <= truth <= bounds.upper for bounds in found)
    print(f"covered at every look in {covered / RUNS:.1%} of {RUNS} runs")
    assert covered / RUNS >= 1 - ALPHA


def test_it_narrows_and_the_estimate_lies_between_its_ends():
    values = np.random.default_rng(7).uniform(size=4_000)
    few, many = (quantile_bounds(values[:count], 0.9, ALPHA) for count in (200, 4_000))
    assert many.upper - many.lower < 0.4 * (few.upper - few.lower)
    assert few.lower <= few.estimate <= few.upper and many.lower < 0.9 < many.upper


def test_as_many_draws_as_support_a_claim_give_an_upper_end():
    values = np.arange(74.0)
    assert quantile_bounds(values, 0.95, ALPHA).upper == 73.0
    assert quantile_bounds(values[:73], 0.95, ALPHA).upper == inf


def test_no_draw_says_nothing():
    found = quantile_bounds(np.array([]), 0.9, ALPHA)
    assert found.lower == -inf and found.upper == inf and np.isnan(found.estimate)


def test_a_draw_without_a_value_is_refused():
    with pytest.raises(ValueError, match="a value is NaN"):
        quantile_bounds(np.array([1.0, np.nan]), 0.9, ALPHA)
