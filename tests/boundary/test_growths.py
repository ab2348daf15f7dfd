"""Maps of the grown regime: a boundary that fades is told from one that stays, and the two are never mixed."""

from dataclasses import replace

import pytest
import torch

from tests.planted_boundaries import Load, holding_with
from theoremcheck import Scale
from theoremcheck.boundary import BoundaryError, Survey, axis_of, maps_of, named_factor, survey_of
from theoremcheck.boundary.growths import grown_points
from theoremcheck.reporting.pictures.boundary_line import BoundaryLines, _seen
from theoremcheck.running import BUDGETS


def deeper(point, factor):
    return Load(point.load, point.depth * factor, point.noise)


def heavier(point, factor):
    return Load(point.load * factor, point.depth, point.noise)


GROWTH = Scale("depth", factors=(1, 4, 100), grow=deeper)
FADING = holding_with(lambda point: torch.where((point.load < 1.0) | (point.depth >= 20), 1.0, 0.2), growth=GROWTH)
STAYING = holding_with(lambda point: torch.where(point.load < 1.0, 1.0, 0.2), growth=GROWTH)


@pytest.mark.parametrize(
    ("claim", "found"),
    [(FADING, "holds at all 5 values tried over load"), (STAYING, "holds while load < ")],
    ids=["fades", "stays"],
)
def test_a_boundary_of_finite_size_is_gone_at_a_large_factor(mapped, claim, found):
    run = mapped(claim).draw(200)
    drawn = run.map("load", budget="quick")
    assert drawn.sentence.startswith("planted.load holds while load < ") and drawn.grown == ""
    grown = run.map("load", budget="quick", grown="100")
    assert grown.sentence.startswith(f"planted.load (grown by 100 along depth) {found}") and grown.grown == "100"
    # Neither has touched the other: each is what it is alone.
    assert maps_of(run.dossier, BUDGETS["quick"].alpha) == [drawn, grown]
    alone = mapped(claim).draw(200).map("load", budget="quick", grown="100")
    assert [replace(place, seconds=0) for place in alone.places] == [
        replace(place, seconds=0) for place in grown.places
    ]


def test_replicates_are_of_grown_points_and_of_a_series_of_their_own(mapped):
    run = mapped(STAYING)
    run.map("load", budget="quick", grown="4")
    (label,) = (label for label in run.ledger.series() if "boundary" in label)
    assert label == "claim/boundary/load=0.2:8.0@quick@grown=4"
    assert survey_of(run.dossier.own, label) == Survey.of([axis_of(STAYING, "load")], "quick", "4")
    depths = [trial.regime["depth"] for trial in run.ledger.trials(label).values()]
    assert 0.8 <= min(depths) < 1.5 and 10 < max(depths) <= 20


def test_the_regime_has_a_place_if_it_has_it_before_it_grows(mapped):
    grown = mapped(STAYING).map("load", budget="quick", grown="100")
    assert all(place.inside == (place.values[0] <= 2.0) for place in grown.places)


def test_the_page_says_by_which_factor(mapped):
    grown = mapped(FADING).map("load", budget="quick", grown="100")
    seen = BoundaryLines((_seen(grown),))
    assert "(grown by 100 along depth)" in seen.body("key") and "Every regime is grown by 100." in seen.body("key")
    assert seen.maps[0].grown == "100"


def test_a_factor_that_the_claim_does_not_declare_is_none():
    with pytest.raises(BoundaryError, match="by the factors 1, 4, 100, not by 16"):
        named_factor(STAYING, 16)
    with pytest.raises(BoundaryError, match="declares no growth"):
        named_factor(holding_with(lambda point: point.load), 4)


def test_a_field_that_grows_itself_is_no_axis_of_such_a_map():
    claim = holding_with(lambda point: point.load, growth=Scale("load", factors=(1, 4), grow=heavier))
    with pytest.raises(BoundaryError, match="'load' itself grows, from 0.5 to 2"):
        grown_points(claim, {0: Load(0.5, 1.0, 0.0)}, "4", ["load"])


def test_evidence_of_a_factor_that_is_none_has_no_map(mapped):
    run = mapped(STAYING)
    run.map("load", budget="quick", grown="4")
    other = mapped(holding_with(lambda point: point.load, growth=Scale("depth", factors=(1, 3), grow=deeper)))
    other.dossier = replace(other.dossier, ledger=run.ledger)
    assert maps_of(run.dossier, 0.05) and maps_of(other.dossier, 0.05) == []
