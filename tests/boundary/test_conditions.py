"""Conditions on the mapped fields hold within the regime, and are dropped where they leave values out."""

import pytest
import torch

from tests.planted_boundaries import BEYOND, Load, holding_with, step
from theoremcheck import Regimes, derived, log_uniform, uniform
from theoremcheck.boundary import axis_of
from theoremcheck.boundary.slices import Slices
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of


def gap_regimes(*more):
    """A band of loads is left out; the depth is bound to the load by a product."""
    return Regimes(
        Load,
        load=uniform(0.2, 2.0),
        depth=log_uniform(0.2, 5.0),
        noise=uniform(0.0, 1.0),
        where=(lambda r: (r.load < 0.9) | (r.load > 1.1), lambda r: r.load * r.depth < 2, *more),
    )


def slices_of(regimes, field="load"):
    claim = holding_with(step(5.0), regimes=regimes)
    return Slices(series_of(claim)[0], [axis_of(claim, field)])


def test_values_that_a_condition_leaves_out_lie_outside():
    slices = slices_of(gap_regimes())
    inside = [slices.is_inside((value,)) for value in (0.2, 0.85, 1.0, 1.5, 2.0, 3.0)]
    assert inside == [True, True, False, True, True, False]


def test_within_the_regime_all_conditions_hold_and_beyond_it_those_on_other_fields():
    slices = slices_of(gap_regimes(lambda r: r.noise > 0.5))
    within, left_out = (slices.points((value,), range(400)).values() for value in (1.5, 1.0))
    assert all(point.depth < 2 / 1.5 and point.noise > 0.5 for point in within)
    assert max(point.depth for point in left_out) > 2 and all(point.noise > 0.5 for point in left_out)


def test_the_others_are_drawn_as_in_the_claims_own_draws_with_such_a_value():
    """The slice is the conditional law: the mean depth at a load is that of the draws near it."""
    regimes = gap_regimes()
    series = series_of(holding_with(step(5.0), regimes=regimes))[0]
    near = [point.depth for point in draw_points(series, range(20_000)).values() if abs(point.load - 1.5) < 0.1]
    sliced = [point.depth for point in slices_of(regimes).points((1.5,), range(2_000)).values()]
    near, sliced = torch.tensor(near), torch.tensor(sliced)
    error = (near.var() / len(near) + sliced.var() / len(sliced)).sqrt()
    assert (near.mean() - sliced.mean()).abs() < 4 * error


def test_a_failing_band_that_the_conditions_leave_out_is_seen_and_said(mapped):
    claim = holding_with(lambda p: torch.where((p.load - 1.0).abs() < 0.05, 0.1, 1.0), regimes=gap_regimes())
    line = mapped(claim).map(("load", 0.6, 1.4), budget="quick")
    assert [place.values[0] for place in line.places if place.weight.decided == "fails"]
    assert not any(place.inside for place in line.places if place.weight.decided == "fails")
    assert any("conditions leave out" in note for note in line.notes)
    low, high = line.crossings
    assert low.low <= 0.95 <= low.high and high.low <= 1.05 <= high.high


@pytest.mark.parametrize(("factor", "high"), [(2.0, 8.0), (3.0, 2.0)])
def test_a_control_that_changes_a_formula_lends_no_range(factor, high):
    def loads(low, high, factor):
        noise = derived(lambda r: factor * r.depth)
        return Regimes(Load, load=uniform(low, high), depth=log_uniform(0.2, 5.0), noise=noise)

    claim = holding_with(step(5.0), regimes=loads(0.2, 2.0, 2.0), beyond=loads(4.0, 8.0, factor))
    assert axis_of(claim, "load").high == high


def test_a_control_that_changes_another_field_too_lends_no_range():
    both = Regimes(Load, load=uniform(4.0, 8.0), depth=log_uniform(5.0, 9.0), noise=uniform(0.0, 1.0))
    claim = holding_with(step(5.0), beyond=both)
    assert (axis_of(claim, "load").low, axis_of(claim, "load").high) == (0.2, 2.0)
    assert axis_of(holding_with(step(5.0), beyond=BEYOND), "load").high == 8.0
