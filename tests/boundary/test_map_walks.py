"""Maps gone through once more: each asks for the same replicates as when it was made, whatever came after it."""

from dataclasses import replace

import pytest
import torch

from tests.planted_boundaries import LOADS, holding_with, step
from theoremcheck import Regimes, Scale, choice, log_uniform, uniform
from theoremcheck.boundary import EFFORTS, PILOT, Survey, axis_of, map_boundary, map_walks, planned_map
from theoremcheck.evidence import Ledger
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.running.looks import drawn_by
from theoremcheck.series.dossier import Dossier

CPU = torch.device("cpu")
CLAIM = holding_with(step(2.3))
ALPHAS = {name: budget.alpha for name, budget in BUDGETS.items()}
CHOICES = Regimes(
    LOADS.regime, load=choice(0.5, 1.0, 2.0, 2.2, 2.5, 3.0, 6.0), depth=log_uniform(0.2, 5.0), noise=uniform(0.0, 1.0)
)
CONDITIONED = LOADS.with_(lambda regime: regime.load < 1 + regime.depth)


def deeper(point, factor):
    return replace(point, depth=point.depth * factor)


class Asking:
    """Maps as `theoremcheck boundary` makes them, with their plans."""

    def __init__(self, claim=CLAIM):
        self.claim, self.dossier = claim, Dossier.of(claim, Ledger())
        self.recorder = Recorder.of(self.dossier, None, CPU)

    def survey(self, *fields, effort="quick", grown=""):
        return Survey.of([axis_of(self.claim, field) for field in fields], effort, grown)

    def map(self, *fields, effort="quick", grown="", stopped_at=None, noted=True):
        """Map with a plan; a plan is not noted where maps wrote none down yet. Stops before a batch."""
        survey, batches = self.survey(*fields, effort=effort, grown=grown), []

        def train(series, points, precision):
            if len(batches) == stopped_at:
                raise KeyboardInterrupt
            batches.append(points.keys() - self.held(survey))
            return self.recorder.train(series, points, precision)

        plan = planned_map(self.dossier, survey, "quick", ALPHAS["quick"], self.earlier)
        if noted:
            self.recorder.note(plan)
        efforts, axes = {**EFFORTS, PILOT.name: PILOT}, survey.axes(self.claim)
        map_boundary(self.dossier, axes, efforts[effort], ALPHAS["quick"], train, grown, plan.informed)
        return survey

    @property
    def earlier(self):
        return drawn_by(self.dossier, BUDGETS.values())

    def held(self, survey):
        return set(self.dossier.ledger.trials(survey.series(self.dossier.own).label))

    def walks(self, survey):
        return map_walks(self.dossier, survey, ALPHAS, self.earlier)

    def explained(self, survey):
        """Whether a walk is whole, and all replicates are asked for."""
        walks = self.walks(survey)
        asked = set().union(*(walk.asked for walk in walks))
        return any(walk.gap is None for walk in walks) and self.held(survey) <= asked


ASKED = {
    "a line": (CLAIM, ("load",), "quick", ""),
    "a line of choices": (holding_with(step(2.3), regimes=CHOICES), ("load",), "quick", ""),
    "a line under a condition": (holding_with(step(1.2), regimes=CONDITIONED), ("load",), "quick", ""),
    "a plane": (CLAIM, ("load", "depth"), "quick", ""),
    "a pilot": (CLAIM, ("depth",), "pilot", ""),
    "a grown line": (replace(CLAIM, growth=Scale("depth", (1, 4), deeper)), ("load",), "quick", "4"),
}


@pytest.mark.parametrize(("claim", "fields", "effort", "grown"), ASKED.values(), ids=ASKED)
def test_what_a_map_made_is_what_it_asks_for(claim, fields, effort, grown):
    asking = Asking(claim)
    asking.recorder.draw(asking.dossier.own, 74)
    assert asking.explained(asking.map(*fields, effort=effort, grown=grown))


@pytest.mark.parametrize(("before", "after"), [(0, 74), (20, 74), (74, 300)])
def test_draws_that_came_later_tell_a_map_nothing(before, after):
    """Its plan says how many there were."""
    asking = Asking()
    asking.recorder.draw(asking.dossier.own, before)
    survey = asking.map("load", "depth")
    made = asking.held(survey)
    asking.recorder.draw(asking.dossier.own, after)
    assert asking.explained(survey)
    assert asking.map("load", "depth") == survey and asking.held(survey) == made


@pytest.mark.parametrize("before", [0, 74])
def test_a_map_of_before_maps_had_plans_goes_by_what_a_run_had_drawn(before):
    asking = Asking()
    asking.recorder.draw(asking.dossier.own, before)
    survey = asking.map("load", "depth", noted=False)
    made = asking.held(survey)
    asking.recorder.draw(asking.dossier.own, 300)
    assert asking.dossier.ledger.plans == [] and asking.explained(survey)
    asking.map("load", "depth")
    assert asking.held(survey) == made and asking.explained(survey)


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_a_stopped_map_goes_on_as_it_would_have_gone(batches):
    """Also where a run drew more in between, and where a batch was trained in part."""
    whole, stopped = Asking(), Asking()
    survey = whole.map("load")
    with pytest.raises(KeyboardInterrupt):
        stopped.map("load", stopped_at=batches)
    (walk,) = stopped.walks(survey)
    assert walk.gap.endswith(f"trials of {survey.series(whole.dossier.own).label!r} that its map makes")
    assert walk.asked > stopped.held(survey)
    lacking = sorted(walk.asked - stopped.held(survey))[::3]
    stopped.dossier.ledger.add(whole.dossier.ledger.trials(survey.series(whole.dossier.own).label).at(lacking))
    stopped.recorder.draw(stopped.dossier.own, 74)
    stopped.map("load")
    assert stopped.held(survey) == whole.held(survey) and stopped.explained(survey)


def test_one_replicate_more_is_asked_for_by_none():
    asking, other = Asking(), Asking()
    survey = asking.map("load")
    wider = other.map("load", "depth")
    assert asking.explained(survey)
    trials = list(other.dossier.ledger.trials(wider.series(other.dossier.own).label).values())
    label = survey.series(asking.dossier.own).label
    asking.dossier.ledger.add([replace(trials[0], series=label)])
    assert not asking.explained(survey)


@pytest.mark.parametrize("field", ["noise", "load"])
def test_what_a_survey_cannot_ask_is_no_map(field):
    asking = Asking()
    survey = replace(asking.survey("load"), fields=(field,), stretches=(("0.2", "8"),))
    walks = asking.walks(survey)
    assert all("a survey that a map can follow" in walk.gap for walk in walks) and walks


def test_an_effort_that_there_is_not_maps_nothing():
    asking = Asking()
    assert {walk.gap for walk in asking.walks(asking.survey("load", effort="huge"))} == {"an effort of the name 'huge'"}
