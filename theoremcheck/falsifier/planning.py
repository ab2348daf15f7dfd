"""The plan of a search: what follows neither from the declaration nor from the trials that the search records."""

from __future__ import annotations

from collections.abc import Iterator

from theoremcheck.evidence import Plan
from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.found import weigh_search
from theoremcheck.falsifier.harvest import harvest
from theoremcheck.falsifier.looking import looks_at_no_more, points_named, seed_of
from theoremcheck.regimes import recorded_values
from theoremcheck.series.dossier import Dossier

__all__ = ["planned"]


def planned(dossier: Dossier, draws: int, budget: str, effort: Effort, alpha: float) -> Plan:
    """The plan of a search; what the evidence holds of it already is taken as it is.

    So a search that goes on, with other modules loaded, asks for the same trials. Its examples are those of another
    claim of the study, too. The points that other searches left open are those before this one began; once it has come
    to its end, also those of searches that the evidence got since, as by a merge.

    Args:
        dossier: The claim, its series and its evidence.
        draws: How many of the claim's draws are candidates: as many as the run took to decide it, without those that it
            added since.
        budget: Name of the budget.
        effort: Its upper limits.
        alpha: Its error probability.

    Raises:
        EvidenceError: If a recorded plan names a point of which the claim does not speak.
    """
    own, name = dossier.own, dossier.claim.name
    recorded = [plan for plan in reversed(dossier.ledger.plans) if (plan.series, plan.budget) == (own.label, budget)]
    for plan in recorded:
        points_named(own, plan)  # a plan that leads out of the regime is found out before it becomes this claim's too
    examples = next(filter(None, (plan.examples for plan in recorded)), ())
    if not examples and not looks_at_no_more(dossier, draws, alpha):
        examples = tuple(map(recorded_values, harvest(own.regimes.strategy(), effort.examples, seed_of(own))))
    before = next((plan for plan in recorded if plan.claim == name), None)
    open_points = before.open_points if before is not None else ()
    if before is None or before.done:  # what a search that was stopped has half weighed is its own to go on with
        open_points += tuple(point for point in _open_points(dossier, effort, alpha) if point not in open_points)
    return Plan(series=own.label, claim=name, budget=budget, draws=draws, examples=examples, open_points=open_points)


def _open_points(dossier: Dossier, effort: Effort, alpha: float) -> Iterator[dict[str, object]]:
    """The counterexamples of which the evidence does not say, at this level, whether they fade, and the effort may."""
    found = weigh_search(dossier, alpha)
    for example in found.counterexamples if found else ():
        # One without a ladder gave no outcome and grows no further.
        if example.finding == "undecided" and example.ladder and example.ladder[-1].weight.trials < effort.grown:
            yield recorded_values(example.point)
