"""One search: candidates, confirmation, growth, the simplest counterexample.

Every step is a function of the specification, of the plan and of what was recorded so far: a search that was killed
and started again asks for the same trials, and trains none of those that are recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from theoremcheck.evidence import Plan
from theoremcheck.falsifier.confirming import confirm, lasting, screen
from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.growing import go_on, grow_step_by_step, weigh_at_the_largest
from theoremcheck.falsifier.looking import look_around, points_named, seed_of
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.falsifier.simplifying import Simplifying
from theoremcheck.series.dossier import Dossier, Train
from theoremcheck.weighing import Weight

__all__ = ["search"]

_ORDER = ("fails", "undecided", "holds")
"""A counterexample that stays refutes the claim, an undecided one keeps it from support: the report names the worst."""


def search(dossier: Dossier, plan: Plan, effort: Effort, alpha: float, train: Train) -> None:
    """Search a claim's regime; `weigh_search` reads from the ledger what it found.

    Args:
        dossier: The claim, its series and its evidence.
        plan: What does not follow from these, as `planned` gives it.
        effort: Upper limits.
        alpha: Error probability of the search as a whole.
        train: Trains and records trials.

    Raises:
        EvidenceError: If the plan names a point of which the claim does not speak.
    """
    replicates = Replicates(dossier, effort, alpha, train)
    go_on(replicates, points_named(dossier.own, plan)[1])
    candidates = look_around(replicates, plan)
    confirmed, grown = _confirmed_and_grown(replicates, screen(replicates, candidates))
    if not confirmed:
        return
    start, seed = min(confirmed, key=lambda point: _ORDER.index(grown[point].decided)), seed_of(dossier.own)
    simplest = Simplifying(replicates, candidates, seed, confirmed[start], grown[start]).simplest(start)
    told = start
    # The point at which the shrinker ends failed often enough to be chosen; on fresh streams it may not.
    if simplest != start and (also := confirm(replicates, [simplest])):
        grown |= weigh_at_the_largest(replicates, also)
        told = min((simplest, start), key=lambda point: _ORDER.index(grown[point].decided))
    grow_step_by_step(replicates, told)


def _confirmed_and_grown(replicates: Replicates, chosen: Sequence[Any]) -> tuple[dict[Any, Weight], dict[Any, Weight]]:
    """The counterexamples among the chosen, as they are and at the largest factor of the claim's growth."""
    confirmed = confirm(replicates, chosen)
    grown = weigh_at_the_largest(replicates, confirmed)
    if confirmed and not any(weight.decided == "fails" for weight in grown.values()):
        # That none of these stays says nothing of the other points: those that fail at the largest factor get as many
        # replicates as they would have got if the search had confirmed nothing.
        others = confirm(replicates, lasting(replicates, [point for point in chosen if point not in confirmed]))
        confirmed, grown = confirmed | others, grown | weigh_at_the_largest(replicates, others)
    return confirmed, grown
