"""`Regimes.with_`: another law, formula or condition, checked as it would be in a declaration."""

from dataclasses import dataclass

import pytest
import torch

from theoremcheck import RegimeError, Regimes, Streams, derived, integers, uniform
from theoremcheck.regimes import point_of


@dataclass(frozen=True)
class Gap:
    """Sizes and what follows from them."""

    dim: int
    gap: float
    twice: float


REGIMES = Regimes(
    Gap,
    dim=integers(2, 9),
    gap=uniform(0.0, 1.0),
    twice=derived(lambda r: 2 * r.gap),
    where=lambda r: r.gap * r.dim < 5,
)
STREAMS = Streams(4, torch.arange(200))


def drawn(regimes):
    columns = regimes.sample(STREAMS)
    return [point_of(Gap, columns, row) for row in range(STREAMS.trials)]


def test_nothing_named_changes_nothing():
    assert REGIMES.with_() == REGIMES


def test_the_original_stays_as_it_is():
    before = drawn(REGIMES)
    REGIMES.with_(dim=3)
    assert drawn(REGIMES) == before


def test_it_is_what_a_declaration_of_the_change_would_be():
    changed = REGIMES.with_(gap=uniform(0.2, 0.4), dim=7)
    again = Regimes(Gap, dim=7, gap=uniform(0.2, 0.4), **REGIMES.formulas, where=REGIMES.where)
    assert changed == again and drawn(changed) == drawn(again)


def test_formulas_follow_and_conditions_stay():
    changed = REGIMES.with_(dim=9)
    assert all(point.dim == 9 and point.twice == 2 * point.gap and point.gap < 5 / 9 for point in drawn(changed))


def test_conditions_are_replaced():
    assert max(point.gap * point.dim for point in drawn(REGIMES.with_(where=()))) > 5
    assert all(point.gap > 0.5 for point in drawn(REGIMES.with_(where=lambda r: r.gap > 0.5)))


def test_a_derived_field_may_be_held_and_a_drawn_one_derived():
    held = REGIMES.with_(twice=0.5)
    assert not held.formulas and {point.twice for point in drawn(held)} == {0.5}
    computed = REGIMES.with_(gap=derived(lambda r: 1 / r.dim))
    assert all(point.gap == 1 / point.dim and point.twice == 2 * point.gap for point in drawn(computed))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gaps": 0.5}, "Gap has no field 'gaps'"),
        ({"gap": uniform(1.0, 0.0)}, r"Gap\.gap: the range is empty"),
        ({"dim": 2.5}, r"Gap\.dim is declared int, but its law gives 2\.5"),
        ({"dim": derived(lambda r: r.gap / 2)}, r"Gap\.dim is declared int, but its law gives"),
        ({"where": lambda r: r.gap > r.gap.mean()}, "must be elementwise"),
        ({"gap": derived(lambda r: r.gapp)}, "gapp"),
    ],
)
def test_what_is_new_is_checked(change, message):
    with pytest.raises(RegimeError, match=message):
        REGIMES.with_(**change)


def test_a_thin_slice_is_no_error():
    """A declaration would be refused below 1 %; here half a percent of the draws remain."""
    assert all(point.gap < 0.005 for point in drawn(REGIMES.with_(where=lambda r: r.gap < 0.005)))
