"""The walk towards small margins, and the quadratic that chooses for it."""

from math import inf

import numpy as np
import pytest

from tests.planted_shapes import shaped
from theoremcheck.falsifier.descending import _is_hopeless, descend
from theoremcheck.falsifier.quadratic import fitted
from theoremcheck.running import BUDGETS

EFFORT = BUDGETS["standard"].effort
REGIMES = shaped()


@pytest.fixture
def walked():
    """Walks from an even cover; returns all margins, and each generation in turn."""

    def walked(margin, fails=lambda value: False):
        margins = {point: margin(point) for point in REGIMES.spread(64, 0)}
        broods = []

        def look(points):
            broods.append(list(points))
            assert not margins.keys() & set(points)
            margins.update((point, margin(point)) for point in points)
            return sum(fails(margins[point]) for point in points)

        descend(REGIMES, margins, look, EFFORT, 0)
        return margins, broods

    return walked


def test_it_goes_where_the_margin_is_small(walked):
    margins, broods = walked(lambda point: point.load + point.rows / 100)
    assert {len(brood) for brood in broods} == {EFFORT.brood}
    best = min(margins, key=margins.get)
    assert best.load == 0.0 and best.rows == 1


def test_it_ends_where_half_of_a_generation_fails(walked):
    _, broods = walked(lambda point: point.load, lambda value: value < 0.5)
    assert len(broods) < EFFORT.generations


@pytest.mark.parametrize(("spread", "ends"), [(0.0, True), (0.004, True), (0.02, False)])
def test_a_pace_that_may_be_luck_ends_no_walk(spread, ends):
    """Means fall by 0.002 a generation, which is not enough for the 0.025 that are left in 11; two errors may be."""
    offsets = spread * np.linspace(0, 2, 16)
    generations = [0.025 + 0.002 * (5 - step) + offsets for step in range(6)]
    assert _is_hopeless(generations, 11) is ends


def test_it_ends_where_it_would_not_come_down_to_a_failure(walked):
    """The lowest place is found, and it holds."""
    margins, broods = walked(lambda point: max(point.load, 0.1))
    assert 0.1 in (margins[point] for point in broods[-1]) and 3 <= len(broods) < EFFORT.generations


def test_it_goes_on_while_it_may_come_down_to_a_failure(walked):
    _, broods = walked(lambda point: 0.3 * point.load + 0.001 * point.rows - 0.002)
    assert len(broods) == EFFORT.generations


def test_crashes_and_infinite_margins_lead_nowhere(walked):
    margins, broods = walked(lambda point: -inf if point.load > 0.5 else inf)
    assert len(broods) == EFFORT.generations
    assert set(margins.values()) == {-inf, inf}


def test_a_regime_of_one_point_has_nowhere_to_go():
    single = shaped(rows=1, columns=1, load=0.5, noise=1.0, kind=0)
    asked = []
    descend(single, dict.fromkeys(single.spread(1, 0), 1.0), lambda points: asked.extend(points) or 0, EFFORT, 0)
    assert asked == []


def test_a_noisy_bowl_is_guessed_at_its_bottom():
    """Ten that are guessed to be lowest are on average among the lowest tenth; ten at random are about the middle."""
    rng = np.random.default_rng(0)
    levels, asked = rng.random((200, 5)), rng.random((1000, 5))
    bowl, heights = (((places - 0.3) ** 2).sum(axis=1) for places in (levels, asked))
    guess = fitted(levels, bowl + 0.1 * rng.standard_normal(200))(asked)
    assert heights[np.argsort(guess)[:10]].mean() < np.quantile(heights, 0.1)


def test_nothing_finite_tells_nothing():
    assert fitted(np.eye(3), np.full(3, -inf))(np.eye(3)).tolist() == [0.0] * 3


def test_it_follows_a_slope_that_is_smaller_than_the_noise_of_one_look(walked):
    """Lucky looks lead nowhere; over all of them the quadratic sees where the margin falls."""
    noise = iter(np.random.default_rng(0).normal(size=10_000))
    _, broods = walked(lambda point: 0.5 * (point.load - point.rows / 100) + 0.5 * next(noise))
    followed = [(point.load - point.rows / 100) for point in broods[-1][: EFFORT.brood // 2]]
    assert max(followed) < -0.8  # -1 is the corner, 0 the middle
