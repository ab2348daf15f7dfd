"""Numbers of replicates: every end and factor has numbers, and so streams, of its own."""

from dataclasses import dataclass

import pytest

from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.running import BUDGETS
from theoremcheck.series.addresses import (
    MOST_FACTORS,
    MOST_REPLICATES,
    AddressError,
    End,
    address,
    grouped_by,
)


@dataclass(frozen=True)
class Point:
    load: float


POINT = Point(0.25)


def test_ends_factors_and_replicates_have_numbers_of_their_own():
    numbers = [
        address(POINT, end, replicate, "planted.claim", factor)
        for end in End
        for factor in (None, *range(MOST_FACTORS))
        for replicate in (0, 1, MOST_REPLICATES)
    ]
    assert len(set(numbers)) == len(numbers)
    assert 0 <= min(numbers) and max(numbers) < 1 << 63


def test_a_number_says_what_it_is_for():
    digest, factor, replicate = grouped_by(address(POINT, End.WEIGH, 7, "planted.claim", 3))
    assert (factor, replicate) == (3, 7)
    assert grouped_by(address(POINT, End.CHOOSE, 9, "planted.claim")) == (digest, None, 9)


def test_another_claim_has_other_numbers():
    assert address(POINT, End.LOOK, 0, "planted.claim") != address(POINT, End.LOOK, 0, "planted.other")


@pytest.mark.parametrize(("replicate", "factor"), [(MOST_REPLICATES + 1, None), (-1, None), (1, MOST_FACTORS), (1, -2)])
def test_what_has_no_number_is_an_error(replicate, factor):
    """Rather than the number of another replicate."""
    with pytest.raises(AddressError, match="must lie between"):
        address(POINT, End.WEIGH, replicate, "planted.claim", factor)


def test_all_budgets_together_weigh_no_more_points_than_planned():
    """Each decision about a point is paid for by alpha / PLANNED."""
    assert sum(budget.effort.weighed for budget in BUDGETS.values()) <= PLANNED


def test_no_budget_asks_for_more_replicates_than_there_are_numbers():
    for budget in BUDGETS.values():
        assert max(budget.effort.replicates, budget.effort.grown) <= MOST_REPLICATES
