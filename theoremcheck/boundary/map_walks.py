"""Maps gone through once more: what each asked for, by its plan and by the trials that the evidence holds.

The outcomes at a place are honest however the place was chosen, and so is the map as long as nobody saw them before he
chose. Whoever trains a thousand places and keeps the luckiest has no map of this theorem. So a map's places have to be
those for which it asks, and the replicates of each as many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from theoremcheck.boundary.draws import draws_so_far
from theoremcheck.boundary.map_effort import effort_named
from theoremcheck.boundary.mapping import Batch, go_through
from theoremcheck.boundary.surveys import Survey
from theoremcheck.evidence import Plan
from theoremcheck.series.dossier import Dossier

__all__ = ["MapWalk", "map_walks", "planned_map"]


@dataclass(frozen=True)
class MapWalk:
    """A map that was gone through once more.

    Attributes:
        plan: Its plan.
        asked: Numbers of the trials for which it asked.
        gap: What the evidence lacks of it, in words; None where nothing is.
    """

    plan: Plan
    asked: frozenset[int]
    gap: str | None


def planned_map(
    dossier: Dossier, survey: Survey, budget: str, alpha: float, earlier: Sequence[Mapping[str, int]]
) -> Plan:
    """The plan of a map; what the evidence holds of it already is taken as it is.

    So a map that goes on after a run which drew more asks for the same replicates.

    Args:
        dossier: The claim, its series and its evidence.
        survey: Over which stretches, with which effort.
        budget: Name of the budget.
        alpha: Its error probability.
        earlier: How many draws of each series there may have been when a map began that has no plan.
    """
    if recorded := [plan for plan in _recorded(dossier, survey) if plan.budget == budget]:
        return recorded[0]
    held, plans = _held(dossier, survey), list(_unrecorded(dossier, survey, budget, earlier))
    fitting = (plan for plan in plans if _walk(dossier, survey, plan, alpha).asked >= held)
    return next(fitting, plans[0]) if held else plans[0]


def map_walks(
    dossier: Dossier, survey: Survey, alphas: Mapping[str, float], earlier: Sequence[Mapping[str, int]]
) -> list[MapWalk]:
    """The maps of a survey gone through once more; nothing is trained.

    By all recorded plans; and where those do not ask for all trials, by what a map goes by that has no plan.

    Args:
        dossier: The claim, its series and its evidence.
        survey: Over which stretches, with which effort.
        alphas: Of each budget its error probability; a plan of another name is none.
        earlier: How many draws of each series there may have been when a map began that has no plan.
    """
    own = [survey.effort] if survey.effort in alphas else list(alphas)  # a pilot is of any budget
    recorded = [plan for plan in _recorded(dossier, survey) if plan.budget in own]
    walks = [_walk(dossier, survey, plan, alphas[plan.budget]) for plan in recorded]
    held = _held(dossier, survey)
    for plan in (plan for budget in own for plan in _unrecorded(dossier, survey, budget, earlier)):
        if walks and held <= frozenset().union(*(walk.asked for walk in walks)):
            break
        walks.append(_walk(dossier, survey, plan, alphas[plan.budget]))
    return walks


def _recorded(dossier: Dossier, survey: Survey) -> list[Plan]:
    of = (dossier.claim.name, survey.series(dossier.own).label)
    return [plan for plan in dossier.ledger.plans if (plan.claim, plan.series) == of]


def _unrecorded(dossier: Dossier, survey: Survey, budget: str, earlier: Sequence[Mapping[str, int]]) -> Iterator[Plan]:
    """What a map without a plan may have gone by: the draws of today, those of a run before, or none.

    Maps wrote no plan down at first.
    """
    today = draws_so_far(dossier, survey)
    before = [{label: min(counts.get(label, 0), drawn) for label, drawn in today.items()} for counts in (*earlier, {})]
    for informed in {tuple(counts.items()): counts for counts in (today, *before)}.values():
        label = survey.series(dossier.own).label
        yield Plan(series=label, claim=dossier.claim.name, budget=budget, draws=0, examples=(), informed=informed)


def _held(dossier: Dossier, survey: Survey) -> frozenset[int]:
    """Numbers of the trials that the claim spent on a survey."""
    recorded = dossier.ledger.trials(survey.series(dossier.own).label)
    spent = recorded.at(recorded)
    return frozenset(spent[spent.spent_by(dossier.claim.name)].indices.tolist())


class _Lacking(Exception):
    """Trials that a map asks for and the evidence does not hold."""


def _walk(dossier: Dossier, survey: Survey, plan: Plan, alpha: float) -> MapWalk:
    mapped, effort = survey.series(dossier.own), effort_named(survey.effort)
    if effort is None:
        return MapWalk(plan, frozenset(), f"an effort of the name {survey.effort!r}")
    recorded, asked = dossier.ledger.trials(mapped.label), set[int]()

    def look_up(batch: Batch) -> None:
        numbers = [number for own in batch.values() for number in own]
        asked.update(numbers)
        settled = dossier.settled(mapped, recorded.at(number for number in numbers if number in recorded))
        if lacking := len(numbers) - len(settled):
            raise _Lacking(f"{lacking} of {len(numbers)} trials of {mapped.label!r} that its map makes")

    try:
        go_through(dossier, survey, effort, alpha, look_up, plan.informed)
    except _Lacking as lacking:
        return MapWalk(plan, frozenset(asked), str(lacking))
    except Exception as error:  # a stranger's survey may name any range, and laws and predictions are its author's
        return MapWalk(plan, frozenset(asked), f"a survey that a map can follow ({error})")
    return MapWalk(plan, frozenset(asked), None)
