"""From the evidence to what a search found: a pure function.

The search looked at each candidate once, chose by cheap replicates among those that failed, and weighed the chosen ones
by fresh replicates. A fresh replicate fails only where its rerun in float64 and with half the step fails too. Only
fresh replicates decide here: neither luck, which made a candidate stand out, nor round-off can make a counterexample.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.evidence import Trial, Trials
from theoremcheck.falsifier.counterexamples import FATES, Counterexample, Rung, Search
from theoremcheck.falsifier.effort import shares_of
from theoremcheck.falsifier.looking import LOOKS, STEERED
from theoremcheck.falsifier.replicates import FRESH, GROWN, TRIED, grown_by, unconfirmed, weigh_grown
from theoremcheck.falsifier.simplifying import fails_less_often, level
from theoremcheck.regimes.admitted import admitted_point
from theoremcheck.regimes.printed import code_of
from theoremcheck.series.addresses import End, address, grouped_by
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.readings import readings_of, why_unusable
from theoremcheck.vocabulary import BUDGET_NAMES, Precision
from theoremcheck.weighing import Unusable, Weight, outcomes_of, weigh_outcomes

__all__ = ["searched_points", "weigh_search"]

_Replicates = dict[tuple[int, int | None], list[Trial]]
"""Of each point, by the digest of its number and the position of the factor by which it is grown."""


def weigh_search(dossier: Dossier, alpha: float) -> Search | None:
    """What the recorded trials of a search say; None if there was none.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of the search as a whole.

    Raises:
        EvidenceError: If it weighs a point of which the claim does not speak.
    """
    own, ledger, name = dossier.own, dossier.ledger, dossier.claim.name
    looks = _looks(dossier)
    planned = [plan for plan in ledger.plans if (plan.claim, plan.series) == (name, own.label)]
    fresh = _replicates(dossier, FRESH)
    if not planned and not any(looks.values()) and not ledger.trials(part_of(own, FRESH).label):
        return None
    # Draws that a run added after its search, or that another claim of the study took, are no candidates.
    looks["draws"] = dossier.draws(own)[: max((plan.draws for plan in planned), default=None)]
    failed = sum(int((~readings_of(dossier.claim, trials).holds).sum()) for trials in looks.values())
    found = [example for example in _weighed(dossier, fresh, alpha) if example.weight.decided == "fails"]
    found.sort(
        # A long ladder comes first: the search grew step by step what it reports, and the others at one factor alone.
        key=lambda example: (
            list(FATES).index(example.finding),
            -len(example.ladder),
            own.regimes.size(example.point),
            code_of(example.point),
        )
    )
    if found:
        found[0] = replace(found[0], undecided=_undecided(dossier, found[0], alpha))
    sources = {kind: len(trials) for kind, trials in looks.items()}
    budgets = {plan.budget for plan in planned if plan.done}
    largest = next((name for name in reversed(BUDGET_NAMES) if name in budgets), None)
    return Search(sources, failed, tuple(found), largest, len(fresh))


def searched_points(dossier: Dossier) -> Trials:
    """The recorded trials at points that the search tried as they are: looks, simplifications and replicates."""
    parts = [_recorded(dossier, part, dossier.claim.name) for part in (TRIED, FRESH)]
    # What chooses and weighs the points that grow has numbers of its own, and points that lie outside the regime.
    as_they_are = [part[_grown_by_no_factor(part)] for part in parts]
    return Trials.joined([*_looks(dossier).values(), *as_they_are])


def _grown_by_no_factor(trials: Trials) -> NDArray[np.bool_]:
    return np.array([grouped_by(index)[1] is None for index in trials.indices.tolist()], dtype=np.bool_)


def _looks(dossier: Dossier) -> dict[str, Trials]:
    """The looks by kind: those that a claim steered are its own, the others all claims of a study share."""
    return {kind: _recorded(dossier, kind, dossier.claim.name if kind in STEERED else None) for kind in LOOKS}


def _recorded(dossier: Dossier, part: str, claim: str | None) -> Trials:
    """The trials of a part: all of them, or those that one claim spent; in columns, since they are many."""
    recorded = dossier.ledger.trials(part_of(dossier.own, part).label)
    trials = recorded.at(recorded)
    return trials if claim is None else trials[trials.spent_by(claim)]


def _undecided(dossier: Dossier, found: Counterexample, alpha: float) -> int | None:
    """How many simplifications of a point its replicates leave open: they may fail as often as it does."""
    regimes = dossier.own.regimes
    if regimes.declaration is None:
        return None
    growth = dossier.claim.growth
    tried = _replicates(dossier, TRIED)
    references: list[tuple[int | None, Weight]] = [(None, found.weight)]
    if growth is not None and found.finding == "stays":
        references.append((len(growth.factors) - 1, found.ladder[-1].weight))
    simpler = regimes.simplifications(found.point)

    def decided(point: Any) -> bool:
        digest, _, _ = grouped_by(address(point, End.CHOOSE, 1, dossier.claim.name))
        return any(
            fails_less_often(_weigh(dossier, tried[digest, factor], alpha)[0], than, level(alpha, simpler))
            for factor, than in references
            if (digest, factor) in tried
        )

    return sum(not decided(point) for point in simpler)


def _weighed(dossier: Dossier, fresh: _Replicates, alpha: float) -> list[Counterexample]:
    """Every point that has fresh replicates, with what these say and its ladder.

    Raises:
        EvidenceError: If the claim does not speak of one of them.
    """
    grown, shares = _replicates(dossier, GROWN), shares_of(len(fresh))
    found = []
    for (digest, _), trials in fresh.items():
        point = admitted_point(dossier.own.regimes, trials[0].regime)
        factors = range(len(dossier.claim.growth.factors) if dossier.claim.growth else 0)
        ladder = tuple(
            _rung(dossier, point, factor, grown.get((digest, factor), []), alpha, shares)
            for factor in factors
            # A search that was killed may not have grown the point: a last rung without trials leaves its fate open.
            if (digest, factor) in grown or factor == factors[-1]
        )
        weight, error = _weigh(dossier, trials, alpha / shares)
        found.append(Counterexample(point, weight, error, undecided=None, ladder=ladder))
    return found


def _rung(dossier: Dossier, point: Any, factor: int, trials: Sequence[Trial], alpha: float, shares: int) -> Rung:
    growth = dossier.claim.growth
    assert growth is not None
    value = getattr(grown_by(growth, point, factor), growth.field)
    weight = weigh_grown(outcomes_of(dossier.claim, trials), alpha, shares)
    return Rung(growth.factors[factor], growth.field, float(value), weight)


def _weigh(dossier: Dossier, trials: Sequence[Trial], alpha: float) -> tuple[Weight, str | None]:
    """What replicates say, and what went wrong in the first one without a usable outcome."""
    outcomes = outcomes_of(dossier.claim, trials)
    weight = weigh_outcomes(outcomes, alpha, Unusable.FAILS)
    if outcomes.usable.all():
        return weight, None
    first = trials[int(np.argmin(outcomes.usable))]
    return weight, why_unusable(dossier.claim, first)


def _replicates(dossier: Dossier, part: str) -> _Replicates:
    """Replicates 1, 2, ... up to the first gap, by the digest of the point and the position of the factor.

    A replicate that fails has a rerun, which decides in its place; while the rerun is missing, that is a gap.
    """
    label, claim = part_of(dossier.own, part).label, dossier.claim
    recorded = [trial for _, trial in sorted(dossier.ledger.trials(label).items()) if trial.claim == claim.name]
    reruns = dossier.ledger.trials(label, Precision.REFINED)
    waiting = set() if part == TRIED else {trial.index for trial in unconfirmed(claim, recorded)}
    found: dict[tuple[int, int | None], list[Trial]] = defaultdict(list)
    for trial in recorded:
        digest, factor, replicate = grouped_by(trial.index)
        series = found[digest, factor]
        deciding = reruns.get(trial.index) if trial.index in waiting else trial
        if deciding is not None and replicate == len(series) + 1:
            series.append(deciding)
    return {chosen: trials for chosen, trials in found.items() if trials}
