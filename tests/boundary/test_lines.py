"""Maps over one field: the known constant lies in a narrow band, and the sentence says what was found."""

from dataclasses import replace
from math import isclose
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tests.boundary.conftest import Mapped
from tests.planted_boundaries import BEYOND, LOADS, Load, descent, holding_with, step
from theoremcheck import Regimes, choice, derived, integers, interval, powers_of, uniform
from theoremcheck.boundary import BoundaryError, Survey, axis_of, boundary_of, fields_to_map, maps_of, survey_of
from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.lines import Crossing, Line
from theoremcheck.boundary.places import places_of
from theoremcheck.running import BUDGETS
from theoremcheck.series.specification import series_of
from theoremcheck.statistics import down_to_digits, up_to_digits

TRUTH = 2.3
SEEDS = range(20)


def crossing_of(probability, seed=0, draws=74, **declared):
    line = Mapped(holding_with(probability, name=f"planted.load-{seed}", **declared)).draw(draws).map("load")
    (crossing,) = line.crossings
    return crossing


@pytest.mark.parametrize("probability", [step(TRUTH), descent(TRUTH, steepness=20.0)], ids=["step", "descent"])
def test_the_constant_lies_in_a_band_of_five_percent(probability):
    """The descent from 0.95 to 0.05, over an eighth of the constant, takes some 5,000 replicates; a step 2,000."""
    found = [crossing_of(probability, seed) for seed in SEEDS]
    assert sum(one.low <= TRUTH <= one.high for one in found) >= 18
    assert all((one.high - one.low) / TRUTH <= 0.05 for one in found)
    assert np.mean([abs(one.estimate / TRUTH - 1) for one in found]) < 0.015


def test_the_sentence(mapped):
    line = mapped(holding_with(step(TRUTH))).map("load")
    (crossing,) = line.crossings
    band = f"{crossing.estimate:.4g} [{down_to_digits(crossing.low, 4):g}, {up_to_digits(crossing.high, 4):g}]"
    assert line.sentence == f"planted.load holds while load < {band} (required 0.95, confidence 0.95)"
    assert any("from 0.2 to 2 alone" in note for note in line.notes)
    assert crossing.falling and not crossing.inside


def test_a_direction_is_found(mapped):
    line = mapped(holding_with(lambda p: torch.where(p.load > 1.2, 1.0, 0.3))).map("load")
    (crossing,) = line.crossings
    assert not crossing.falling and crossing.inside and crossing.low <= 1.2 <= crossing.high
    assert "holds while load > " in line.sentence


@pytest.mark.parametrize(("inner", "outer", "said"), [(1.0, 0.3, "] < load < "), (0.3, 1.0, "] or load > ")])
def test_an_interval_has_two_crossings(mapped, inner, outer, said):
    def probability(p):
        return torch.where((p.load > 3.0) & (p.load < 5.5), inner, outer)

    line = mapped(holding_with(probability)).map("load")
    assert [one.low <= truth <= one.high for one, truth in zip(line.crossings, (3.0, 5.5), strict=True)] == [True] * 2
    assert said in line.sentence


def test_a_claim_that_holds_everywhere(mapped):
    line = mapped(holding_with(lambda p: 1.0 + 0 * p.load)).map("load")
    assert not line.crossings
    assert "planted.load holds at all 9 values tried over load from 0.2 to 8: no crossing is seen" in line.sentence


def test_a_claim_that_fails_everywhere(mapped):
    line = mapped(holding_with(lambda p: 0.5 + 0 * p.load)).map("load")
    assert "fails at all 9 values tried over load from 0.2 to 8: no crossing is seen" in line.sentence


def test_a_map_that_tries_no_value_of_the_regime_says_so(mapped):
    """The claim holds at the one value that it speaks of, which lies between those of the map."""
    regimes = Regimes(Load, load=1.5, depth=1.0, noise=uniform(0.0, 1.0))
    claim = holding_with(lambda p: torch.where(p.load == 1.5, 1.0, 0.3), regimes=regimes, beyond=LOADS)
    line = mapped(claim).map(("load", 0.5, 8.0), budget="quick")
    total = len(line.places)
    assert 1.5 not in {place.values[0] for place in line.places}
    assert line.sentence == (
        f"planted.load fails at all {total} values tried over load from 0.5 to 8, none of them in the claim's regime: "
        "no crossing is seen (required 0.95, confidence 0.95)"
    )
    assert "The claim speaks of load = 1.5 alone; beyond it nothing is claimed" in line.notes[0]


def test_exactly_the_required_probability_is_never_decided(mapped):
    runs = [mapped(holding_with(lambda p: 0.95 + 0 * p.load, name=f"planted.edge-{k}")) for k in range(10)]
    lines = [run.map("load", budget="quick") for run in runs]
    assert sum(place.weight.decided != "undecided" for line in lines for place in line.places) <= 1


def test_what_is_undecided_outside_of_a_band_is_told(mapped):
    """Beyond the last decision nothing is known: there it holds in as many draws as are required, in truth."""

    def probability(point):
        return torch.where(point.load < 1, 1.0, torch.where(point.load < 5, 0.0, 0.95))

    found = mapped(holding_with(probability)).map("load", budget="quick")
    open_ones = [place.values[0] for place in found.places if place.weight.decided == "undecided"]
    assert min(open_ones) > 5 and found.places[-1].values[0] == max(open_ones)
    assert f", undecided at load = {min(open_ones):.4g} to {max(open_ones):.4g} (required 0.95" in found.sentence


def test_a_logarithmic_field_is_mapped_in_its_logarithm(mapped):
    line = mapped(holding_with(lambda p: torch.where(p.depth < 0.5, 1.0, 0.3))).map("depth")
    (crossing,) = line.crossings
    assert line.axis.log and crossing.low <= 0.5 <= crossing.high
    assert (crossing.high - crossing.low) / 0.5 <= 0.05


@pytest.mark.parametrize(
    ("law", "last", "first"),
    [(integers(1, 200), 37.0, 38.0), (powers_of(2, 1, 256), 32.0, 64.0), (choice(5, 10, 20, 40, 80), 20.0, 40.0)],
)
def test_a_field_of_few_values_is_decided_to_the_neighbour(mapped, law, last, first):
    regimes = Regimes(Load, load=law, depth=1.0, noise=uniform(0.0, 1.0))
    claim = holding_with(lambda p: torch.where(p.load <= 37, 1.0, 0.3), regimes=regimes, beyond=BEYOND)
    stretch = (5, 80) if law.support.continued(1, 256) is None and law.support.values else (1, 256)
    (crossing,) = mapped(claim).map(("load", *stretch)).crossings
    assert (crossing.low, crossing.high) == (last, first)


@pytest.mark.parametrize(("low", "high", "instead"), [(5, 200, "5:80"), (1, 80, "5:80"), (1, 30, "5:30")])
def test_a_stretch_beyond_listed_choices_is_refused(low, high, instead):
    """The claim declares no rule for values beyond them: a map that is cut off would answer another question."""
    regimes = Regimes(Load, load=choice(5, 10, 20, 40, 80), depth=1.0, noise=uniform(0.0, 1.0))
    with pytest.raises(BoundaryError, match=f"the values 5, 10, 20, 40, 80 alone.*ask load={instead}, or"):
        axis_of(holding_with(step(TRUTH), regimes=regimes, beyond=regimes.with_(depth=2.0)), "load", low, high)


def test_choices_within_a_stretch_are_the_values_of_the_map():
    regimes = Regimes(Load, load=choice(5, 10, 20, 40, 80), depth=1.0, noise=uniform(0.0, 1.0))
    claim = holding_with(step(TRUTH), regimes=regimes, beyond=regimes.with_(depth=2.0))
    assert axis_of(claim, "load", 7, 50).values == (10, 20, 40)


LISTED = Regimes(Load, load=choice(5, 10, 20), depth=1.0, noise=uniform(0.0, 1.0))


@pytest.mark.parametrize(
    ("elsewhere", "values"),
    [
        (2.0, (2, 5, 10, 20)),
        (15.0, (5, 10, 15, 20)),
        (choice(40, 80), (5, 10, 20, 40, 80)),
        (powers_of(2, 32, 128), (5, 10, 20, 32, 64, 128)),
        (uniform(30.0, 40.0), (5, 10, 20)),
        (integers(30, 40), (5, 10, 20)),
    ],
)
def test_a_control_adds_to_listed_choices_what_it_names_and_no_more(elsewhere, values):
    """A control at one other value declares no rule either, and one on a range lists nothing."""
    claim = holding_with(step(TRUTH), regimes=LISTED, beyond=LISTED.with_(load=elsewhere))
    assert axis_of(claim, "load").values == values
    with pytest.raises(BoundaryError, match="alone, and 1:200 reaches beyond them"):
        axis_of(claim, "load", 1, 200)


def test_no_condition_leaves_out_what_a_control_names_alone(mapped):
    """The claim has no conditions: 15 lies outside because it does not list it."""
    claim = holding_with(lambda p: torch.where(p.load < 12, 1.0, 0.3), regimes=LISTED, beyond=LISTED.with_(load=15.0))
    line = mapped(claim).map("load", budget="quick")
    assert [(place.values[0], place.inside) for place in line.places] == [
        (5, True),
        (10, True),
        (15, False),
        (20, True),
    ]
    assert not any("leave out" in note for note in line.notes)


def test_a_recorded_map_of_values_that_are_tried_no_more_is_none(mapped):
    """Evidence from when a stretch beyond listed choices was taken is read as before, less its map."""
    continued = holding_with(step(TRUTH), regimes=LISTED.with_(load=powers_of(2, 1, 64)))
    recorded = mapped(continued)
    survey = Survey.of(recorded.axes("load"), "quick")
    assert recorded.map("load", budget="quick") is not None
    places = places_of(recorded.dossier, survey, 0.05)
    assert len(places) > 2
    dossier = replace(recorded.dossier, claim=replace(continued, regimes=LISTED))
    assert boundary_of(dossier, 0.05, survey) is None


def test_a_derived_field_says_what_it_follows_from():
    """Through other formulas as well; what nobody reads is not named."""
    regimes = Regimes(
        Load, load=uniform(0.2, 2.0), depth=derived(lambda r: 2 * r.load), noise=derived(lambda r: r.depth + 1)
    )
    said = "'noise' is derived, as r.depth \\+ 1: nobody draws it, it follows from load; .* --along load$"
    with pytest.raises(BoundaryError, match=said):
        axis_of(holding_with(step(TRUTH), regimes=regimes, beyond=regimes.with_(load=4.0)), "noise")


def test_a_required_probability_that_depends_on_the_regime(mapped):
    claim = holding_with(
        step(1.2),
        regimes=Regimes(Load, load=uniform(0.2, 2.0), depth=choice(0.5, 1.0), noise=0.5),
        beyond=Regimes(Load, load=uniform(4.0, 8.0), depth=choice(0.5, 1.0), noise=0.5),
        required=lambda p: 0.9 + 0.1 * (p.depth - 0.5),
    )
    (crossing,) = mapped(claim).draw(50).map("load").crossings
    assert crossing.low <= 1.2 <= crossing.high


def test_a_crash_counts_as_a_failure(mapped):
    def probability(p):
        if (p.load > 4).any():
            raise ArithmeticError("overloaded")
        return 1.0 + 0 * p.load

    (crossing,) = mapped(holding_with(probability)).map("load", budget="quick").crossings
    assert crossing.low <= 4 <= crossing.high


def test_a_second_map_trains_nothing_and_is_the_same(mapped):
    run = mapped(holding_with(step(TRUTH))).draw(74)
    line = run.map("load")
    trained = sum(run.batches)
    assert run.map("load") == line == run.again("load")
    assert sum(run.batches) == trained


def test_a_larger_budget_is_sharper(mapped):
    """Under three names, which seed the draws."""
    for number in range(3):
        run = mapped(replace(holding_with(descent(TRUTH, 8.0)), name=f"planted.load-{number}"))
        (rough,) = run.map("load", budget="quick").crossings
        trained = sum(run.batches)
        (sharp,) = run.map("load").crossings
        assert sharp.high - sharp.low < rough.high - rough.low
        assert sum(run.batches) > 2 * trained


def test_an_answer_depends_on_no_question_that_was_asked_before(mapped):
    """Not on another range, another budget, a map over two fields: replicates of those use up none of its effort."""
    alone = mapped(holding_with(descent(TRUTH, 8.0))).map("load")
    run = mapped(holding_with(descent(TRUTH, 8.0)))
    for low in (0.2, 0.3, 4.0):
        run.map(("load", low, low + 2.0))
    run.map("load", budget="quick")
    run.map("load", "depth", budget="quick")
    found = run.map("load")
    assert found.crossings == alone.crossings
    assert [(p.values, p.weight) for p in found.places] == [(p.values, p.weight) for p in alone.places]


def test_the_range_is_the_hull_of_the_claims_and_of_controls_that_change_this_field_alone():
    claim = holding_with(step(TRUTH))
    axis = axis_of(claim, "load")
    assert (axis.low, axis.high, axis.declared) == (0.2, 8.0, (0.2, 2.0))
    assert (axis_of(claim, "depth").low, axis_of(claim, "depth").high) == (0.2, 5.0)
    assert fields_to_map(claim) == (["load"], ["depth", "noise"])


@pytest.mark.parametrize(
    ("field", "said"), [("lode", "fields that can be varied are load, depth, noise"), ("", "is no field")]
)
def test_an_unknown_field_names_those_there_are(field, said):
    with pytest.raises(BoundaryError, match=said):
        axis_of(holding_with(step(TRUTH)), field)


def test_a_field_held_constant_needs_a_range():
    regimes = Regimes(Load, load=1.0, depth=1.0, noise=uniform(0.0, 1.0))
    with pytest.raises(BoundaryError, match="load=0.5:2"):
        axis_of(holding_with(step(TRUTH), regimes=regimes, beyond=LOADS), "load")


def test_draws_inform_the_estimate_alone(mapped):
    """Draws that say otherwise move no decision: the places are decided by their own replicates."""
    run = mapped(holding_with(step(1.0)))
    bare = run.map("load")
    drawn = run.draw(500).again("load")
    assert [place.weight.decided for place in drawn.places] == [place.weight.decided for place in bare.places]
    assert (drawn.crossings[0].low, drawn.crossings[0].high) == (bare.crossings[0].low, bare.crossings[0].high)
    assert not isclose(drawn.crossings[0].estimate, bare.crossings[0].estimate, rel_tol=1e-9)


def test_the_evidence_keeps_a_map_for_each_stretch_and_that_of_the_largest_effort(mapped):
    run = mapped(holding_with(step(TRUTH)))
    beside = run.map(("load", 0.5, 1.5), budget="quick")
    rough, sharp = run.map(("load", 1.0, 4.0), budget="quick"), run.map(("load", 1.0, 4.0))
    assert not beside.crossings and rough.crossings and sharp.crossings
    assert maps_of(run.dossier, BUDGETS["standard"].alpha) == [run.again(("load", 0.5, 1.5), budget="quick"), sharp]


@pytest.mark.parametrize(
    "name", ["load=0.2", "load@quick", "load=0:1,depth=0:1,noise=0:1@quick", "load", "load+depth", ""]
)
def test_no_other_label_is_one_of_a_map(name):
    own = series_of(holding_with(step(TRUTH)))[0]
    assert survey_of(own, f"claim/boundary/{name}") is None
    assert survey_of(own, "claim/necessity/load=0:1@quick") is None


@pytest.mark.parametrize(
    ("crossings", "said"),
    [
        ([Crossing(2, 3, 2.884, False, True, whole=True)], "dim is at least 3"),
        ([Crossing(2, 5, 2.884, False, True, whole=True)], "dim is at least 3 [2, 5]"),
        ([Crossing(4, 5, 4.2, True, True, whole=True)], "dim is at most 4"),
        ([Crossing(4, 5, 4.0, True, True, whole=True)], "dim is at most 4"),
        ([Crossing(4, 5, 5.0, True, True, whole=True)], "dim is at most 4"),
        (
            [Crossing(2, 3, 2.9, False, True, whole=True), Crossing(8, 9, 8.9, True, True, whole=True)],
            "dim goes from 3 to 8",
        ),
        ([Crossing(2, 3, 2.884, False, True)], "dim > 2.884 [2, 3]"),
    ],
)
def test_whole_numbers_are_spoken_of_in_whole_numbers(crossings, said):
    whole = crossings[0].whole
    axis = Axis("dim", 1.0, 16.0, log=False, values=None, whole=whole, support=interval(1, 16))
    place = SimpleNamespace(
        weight=SimpleNamespace(required=0.95, strata=(), decided="holds"), values=(1.0,), inside=True
    )
    sentence = Line("planted.whole", axis, (place,), tuple(crossings), 0.05).sentence
    assert sentence == f"planted.whole holds while {said} (required 0.95, confidence 0.95)"
