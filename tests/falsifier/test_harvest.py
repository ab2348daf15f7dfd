"""Harvest and replay, by Hypothesis' public interface."""

import hypothesis.strategies as st
import pytest

from tests.planted_sets import REGIMES
from theoremcheck.falsifier.harvest import harvest, shrink_by_replay, steer


@pytest.mark.parametrize("count", [8, 32, 256])
def test_a_seeded_test_runs_on_the_same_points_again(count):
    assert harvest(REGIMES.strategy(), count, 7) == harvest(REGIMES.strategy(), count, 7)


def test_another_seed_gives_other_points():
    assert harvest(REGIMES.strategy(), 32, 7) != harvest(REGIMES.strategy(), 32, 8)


@pytest.mark.parametrize("seed", range(8))
def test_a_second_round_begins_as_the_first_and_finds_smaller_margins(seed):
    examples = harvest(REGIMES.strategy(), 64, seed)
    margins = {point: abs(point.load - 0.3) + point.rows for point in examples}
    new, repeated = steer(REGIMES.strategy(), 64, seed, margins, examples)
    assert repeated
    assert new and not set(new) & set(examples)


def test_a_harvest_of_another_seed_is_noticed():
    assert not steer(REGIMES.strategy(), 32, 7, {}, harvest(REGIMES.strategy(), 32, 8))[1]


def test_conditions_that_nothing_satisfies_give_no_examples():
    assert harvest(st.integers().filter(lambda number: False), 8, 0) == []


def test_shrinking_starts_at_a_suspect_and_asks_once_a_point():
    asked = []

    def fails(number):
        asked.append(number)
        return number > 1234

    numbers = st.integers(0, 10**6)
    suspects = {number for number in harvest(numbers, 64, 0) if number > 1234}
    assert shrink_by_replay(numbers, 64, 0, suspects, fails) == 1235
    assert len(asked) == len(set(asked))


def test_shrinking_without_a_suspect_that_is_met_gives_nothing():
    assert shrink_by_replay(st.integers(0, 9), 16, 0, {10}, lambda number: True) is None
