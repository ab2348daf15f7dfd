"""Corners, covers and simplifications of declared regimes."""

from dataclasses import dataclass

import numpy as np
import pytest

from theoremcheck import Regimes, choice, derived, integers, log_uniform, powers_of, uniform


@dataclass(frozen=True)
class Point:
    width: int
    name: str
    rate: float
    noise: float
    product: float


REGIMES = Regimes(
    Point,
    width=powers_of(2, 4, 64),
    name=choice("plain", "scaled"),
    rate=uniform(0.0, 1.0),
    noise=log_uniform(1e-3, 1e3),
    product=derived(lambda r: r.rate * r.noise),
)


def point(**changes):
    values = dict(width=64, name="scaled", rate=0.8734123123, noise=271.2231) | changes
    return REGIMES.complete(values)


def test_all_corners_where_there_is_room():
    found = REGIMES.corners(64)
    assert len(found) == len(set(found)) == 16
    assert {(p.width, p.rate, p.noise) for p in found} >= {(4, 0.0, 1e-3), (64, 1.0, 1e3), (4, 1.0, 1e3)}


def test_a_few_corners_are_admissible_ones():
    assert len(REGIMES.corners(5)) == 5
    assert all(REGIMES.admits(p) for p in REGIMES.corners(64))


def test_conditions_exclude_corners():
    bounded = REGIMES.with_(where=lambda r: r.rate < 1)
    assert all(p.rate == 0.0 for p in bounded.corners(64))


@pytest.mark.parametrize("seed", range(5))
def test_a_spread_leaves_no_gap_of_twice_its_mean_distance(seed):
    levels = sorted(p.rate for p in REGIMES.spread(256, seed))
    assert len(levels) == 256
    assert max(np.diff([0.0, *levels, 1.0])) < 2 / 256 + 1e-9


def test_a_spread_is_reproducible_and_has_a_seed():
    assert REGIMES.spread(16, 3) == REGIMES.spread(16, 3) != REGIMES.spread(16, 4)


def test_a_spread_fills_up_what_conditions_reject():
    thin = REGIMES.with_(where=lambda r: r.rate < 0.1)
    found = thin.spread(64, 0)
    assert len(found) == 64
    assert all(p.rate < 0.1 for p in found)


def test_every_simplification_is_smaller_and_admissible():
    for new in REGIMES.simplifications(point()):
        assert REGIMES.admits(new)
        assert REGIMES.size(new) < REGIMES.size(point())


def test_derived_fields_follow():
    assert all(new.product == new.rate * new.noise for new in REGIMES.simplifications(point()))


def test_the_simplest_point_cannot_be_simplified():
    simplest = REGIMES.simplest()
    assert simplest == Point(width=4, name="plain", rate=0.0, noise=1.0, product=0.0)
    assert REGIMES.simplifications(simplest) == []


def test_fields_of_equal_value_move_together():
    @dataclass(frozen=True)
    class Pair:
        rows: int
        columns: int

    pairs = Regimes(Pair, rows=integers(1, 100), columns=integers(1, 100))
    found = pairs.simplifications(Pair(40, 40))
    assert Pair(1, 1) in found and Pair(39, 39) in found and Pair(39, 40) in found


def test_together_takes_the_simplest_of_every_field():
    one, other = point(rate=0.5), point(width=4)
    assert REGIMES.together(point(), [one, other]) == point(rate=0.5, width=4)


@pytest.mark.parametrize("value", [0.8734123123, 0.44, 1e-7, 1.0, 0.1 + 0.2])
def test_rounding_never_leaves_the_range_and_always_ends(value):
    support, steps = REGIMES.laws["rate"].support, 0
    while simpler := support.simpler(value):
        value, steps = simpler[len(simpler) // 2], steps + 1
        assert 0 <= value <= 1
        assert steps < 100
    assert value == support.simplest()


@pytest.mark.parametrize("name", ["width", "name", "rate", "noise"])
def test_a_level_gives_its_value_back(name):
    support = REGIMES.laws[name].support
    for value in (*support.ends(), support.simplest()):
        back = support.at(np.array([np.clip(support.level(value), 1e-15, 1 - 1e-15)]))[0]
        assert back == value if isinstance(value, str | int) else back == pytest.approx(value)
