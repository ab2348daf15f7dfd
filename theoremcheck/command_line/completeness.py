"""What a run records beside the draws of a verdict, and whether evidence holds it.

Draws alone make no verdict: reruns say whether the numerics may be trusted, repeats whether a draw depends on its
batch, and a search looks for regimes where the claim fails. Whoever takes those out of evidence can turn a verdict
round, and repair the checksums. So `verify` asks for all that the engine would have recorded beside these draws: reruns
and repeats follow from the declaration, and a search from its plan and from the trials that it has made so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from theoremcheck.boundary import broken_series, survey_of
from theoremcheck.claim import Claim
from theoremcheck.command_line.evidence_checks import Folder
from theoremcheck.evidence import EvidenceError, Plan, Trial
from theoremcheck.evidence.columns import Layout
from theoremcheck.falsifier import search
from theoremcheck.falsifier.looking import LOOKS, STEERED, look_as_planned
from theoremcheck.falsifier.replicates import FRESH, GROWN, TRIED, Replicates, grown_by
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.running import Budget
from theoremcheck.series.addresses import End, address, grouped_by
from theoremcheck.series.again import again_of, companies
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = ["missing", "strangers", "wrong_addresses"]

_PARTS = (*LOOKS, TRIED, FRESH, GROWN)


def strangers(folder: Folder, dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Trials that no series of these claims has, or that a claim is said to have spent which there is not."""
    names = {dossier.claim.name for dossier in dossiers}
    known = {label for dossier in dossiers for label in _labels(dossier)}

    def strange(layout: Layout) -> bool:
        if layout.claim in names and layout.series in known:
            return False
        return layout.claim not in names or not any(_is_asked(dossier, layout.series) for dossier in dossiers)

    for place, trial in folder.placed(strange):
        if trial.claim not in names:
            yield f"{place}: says that {trial.claim} spent it, which shares no draws with {' and '.join(sorted(names))}"
        else:
            yield f"{place}: is a trial of {trial.series!r}, which is no series of {trial.claim}"


def _labels(dossier: Dossier) -> Iterator[str]:
    for series in dossier.every_series:
        yield from (part.label for part in (series, *again_of(series)))
    yield from (part_of(dossier.own, part).label for part in _PARTS)


def _is_asked(dossier: Dossier, label: str) -> bool:
    """Whether a map or a table of hypotheses, which people ask for by name, has such a series."""
    return survey_of(dossier.own, label) is not None or broken_series(dossier, label) is not None


def wrong_addresses(folder: Folder, dossier: Dossier) -> Iterator[str]:
    """Trials of a claim's search whose number, and so their random streams, is not that of their point.

    Whoever may choose the numbers of replicates can try streams until the outcome is the one that is wanted. Replicates
    by which the search only chose among grown points are not checked: the point may have no other record.
    """
    claim = dossier.claim
    kinds = {part_of(dossier.own, part).label: part for part in _PARTS}

    def wanted(layout: Layout) -> bool:
        return layout.series in kinds and (layout.claim == claim.name or _is_shared(kinds[layout.series]))

    mine = [(place, trial, kinds[trial.series]) for place, trial in folder.placed(wanted)]
    weighed: dict[int, Any] = {}
    for place, trial, kind in mine:
        digest, factor, replicate = grouped_by(trial.index)
        if kind == GROWN or kind == TRIED and factor is not None:
            continue
        try:
            point = recorded_point(dossier.own.regimes, trial.regime)
        except (EvidenceError, LookupError, TypeError, ValueError) as error:
            yield f"{place}: its regime is none that the claim declares ({error})"
            continue
        if trial.index != address(point, _END[kind], replicate, "" if _is_shared(kind) else claim.name):
            yield f"{place}: trial {trial.index} of {trial.series!r} has another number than its point"
        elif kind == FRESH:
            weighed[digest] = point
    grown = [(place, trial) for place, trial, kind in mine if kind == GROWN]
    yield from _wrongly_grown(claim, grown, weighed)


def _wrongly_grown(claim: Claim, trials: Sequence[tuple[str, Trial]], weighed: Mapping[int, Any]) -> Iterator[str]:
    """Trials at a grown point that are not what their number says: one of the weighed points, grown by a factor."""
    regimes: dict[tuple[int, int], Any] = {}
    for place, trial in trials:
        (digest, factor, replicate), growth = grouped_by(trial.index), claim.growth
        if digest not in weighed or growth is None or factor is None or factor >= len(growth.factors):
            yield f"{place}: trial {trial.index} of {trial.series!r} grows no point that the search weighed"
            continue
        point = weighed[digest]
        if (digest, factor) not in regimes:
            regimes[digest, factor] = recorded_values(grown_by(growth, point, factor))
        if trial.index != address(point, End.WEIGH, replicate, claim.name, factor):
            yield f"{place}: trial {trial.index} of {trial.series!r} has another number than its point"
        elif regimes[digest, factor] != trial.regime:
            yield f"{place}: trial {trial.index} of {trial.series!r} has another regime than its point, grown"


_END = {**dict.fromkeys(LOOKS, End.LOOK), TRIED: End.CHOOSE, FRESH: End.WEIGH}


def _is_shared(kind: str) -> bool:
    """Whether looks of a kind belong to all claims of a study."""
    return kind in LOOKS and kind not in STEERED


def missing(dossier: Dossier, budget: Budget) -> Iterator[str]:
    """What the evidence of a decided verdict lacks, in words: it was taken out, or a run was stopped before it.

    Args:
        dossier: The claim, its series and its evidence.
        budget: Says how far the search had to look.
    """
    claim, own, ledger = dossier.claim, dossier.own, dossier.ledger
    if claim.refinement is not None:
        drawn, reruns = ledger.contiguous(own.label), ledger.trials(own.label, Precision.REFINED)
        selected = [index for index in drawn.indices.tolist() if claim.trust.selects(index)]
        if lacking := [index for index in selected if index not in reruns]:
            yield f"{len(lacking)} of {len(selected)} reruns {claim.refinement}, the first that of draw {lacking[0]}"
    for series in dossier.every_series:
        drawn = ledger.contiguous(series.label)
        due = [(part.label, index) for part, indices in companies(series, drawn) for index in indices]
        if lacking := [index for label, index in due if index not in ledger.trials(label)]:
            yield f"{len(lacking)} of {len(due)} repeats of draws of {series.label!r}"
    asked = (claim.name, own.label, budget.name)
    plans = [plan for plan in ledger.plans if (plan.claim, plan.series, plan.budget) == asked]
    if not plans:
        yield f"the plan of a search at budget {budget.name}"
        return
    try:
        _search_again(dossier, plans[-1], budget)
    except _Lacking as lacking:
        yield str(lacking)
    except Exception as error:  # a stranger's plan may name any regime, and laws and predictions are its author's
        yield f"a plan that a search can follow ({error})"


class _Lacking(Exception):
    """Trials that a search asks for and the evidence does not hold."""


def _search_again(dossier: Dossier, plan: Plan, budget: Budget) -> None:
    """Go through a search once more, and train nothing: all that it asks for has to be recorded.

    In a strategy given by hand Hypothesis steers and shrinks by its own lights, which depend on what is loaded: there
    this goes no further than the looks that the plan names.

    Raises:
        _Lacking: If something is not.
    """

    def recorded(series: Series, points: Mapping[int, Any], precision: Precision) -> Sequence[Trial]:
        held = dossier.ledger.trials(series.label, precision)
        settled = dossier.settled(series, held.at([index for index in points if index in held]))
        if len(settled) < len(points):
            raise _Lacking(
                f"{len(points) - len(settled)} of {len(points)} trials of {series.label!r} that its search makes"
            )
        return settled

    if dossier.own.regimes.declaration is None:
        look_as_planned(Replicates(dossier, budget.effort, budget.alpha, recorded), plan)
    else:
        search(dossier, plan, budget.effort, budget.alpha, recorded)
