"""What a run records beside the draws of a verdict, and whether evidence holds it.

Draws alone make no verdict: reruns say whether the numerics may be trusted, repeats whether a draw depends on its
batch, and a search looks for regimes where the claim fails. Whoever takes those out of evidence, or adds trials that no
search asked for, can turn a verdict round, and repair the checksums. So `verify` asks for all that the engine would
have recorded beside these draws, and for nothing else: reruns, repeats and the draws at which a search begins follow
from the declaration and the draws, and a search from its plan and from the trials that it has made so far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from theoremcheck.boundary import broken_series, survey_of
from theoremcheck.claim import Claim
from theoremcheck.command_line.evidence_checks import Folder
from theoremcheck.evidence import Plan, Trial
from theoremcheck.evidence.columns import Layout
from theoremcheck.falsifier import search
from theoremcheck.falsifier.counterexamples import Search
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.looking import LOOKS, STEERED, look_as_planned, points_named
from theoremcheck.falsifier.replicates import FRESH, GROWN, TRIED, Replicates, grown_by
from theoremcheck.judging import tally
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.regimes.admitted import admitted_point
from theoremcheck.running import Budget
from theoremcheck.running.looks import decided_after, look_after
from theoremcheck.series.addresses import End, address, grouped_by
from theoremcheck.series.again import again_of, companies
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = [
    "Walk",
    "missing",
    "strangers",
    "unasked",
    "unended",
    "walks_of",
    "weighed_beyond_plan",
    "without_draws",
    "wrong_addresses",
    "wrong_plans",
]

_PARTS = (*LOOKS, TRIED, FRESH, GROWN)
_BY_HYPOTHESIS = ("targeted", "unsteady", TRIED, FRESH, GROWN)
"""Parts of a search over a strategy given by hand for which Hypothesis asks as it goes; the plan asks for the rest."""


def strangers(folder: Folder, dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Trials that no series of these claims has, or that a claim is said to have spent which there is not."""
    known = {dossier.claim.name: (dossier, set(_labels(dossier))) for dossier in dossiers}

    def strange(layout: Layout) -> bool:
        if layout.claim not in known:
            return True
        dossier, labels = known[layout.claim]
        return layout.series not in labels and not _is_asked(dossier, layout.series)

    for place, trial in folder.placed(strange):
        if trial.claim not in known:
            yield f"{place}: says that {trial.claim} spent it, which shares no draws with {' and '.join(sorted(known))}"
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
    """Trials of a claim's search whose point it does not speak of, or whose number, and so streams, is another point's.

    A failure outside the declared regime refutes nothing that the claim says, and whoever may choose the numbers of
    replicates can try streams until the outcome is the one that is wanted. Replicates by which the search only chose
    among grown points are not checked: the point may have no other record.
    """
    claim = dossier.claim
    kinds = {part_of(dossier.own, part).label: part for part in _PARTS}

    def wanted(layout: Layout) -> bool:
        return layout.series in kinds and (layout.claim == claim.name or _is_shared(kinds[layout.series]))

    mine = [(place, trial, kinds[trial.series]) for place, trial in folder.placed(wanted)]
    weighed: dict[int, Any] = {}
    admitted: dict[str, Any] = {}
    for place, trial, kind in mine:
        digest, factor, replicate = grouped_by(trial.index)
        if kind == GROWN or kind == TRIED and factor is not None:
            continue
        if (forms := repr(trial.regime)) not in admitted:
            try:
                admitted[forms] = admitted_point(dossier.own.regimes, trial.regime)
            except Exception as error:  # laws, formulas and conditions are their author's
                yield f"{place}: its regime is none that the claim declares ({error})"
                continue
        point = admitted[forms]
        if trial.index != address(point, _END[kind], replicate, "" if _is_shared(kind) else claim.name):
            yield f"{place}: trial {trial.index} of {trial.series!r} has another number than its point"
        elif kind == FRESH:
            weighed[digest] = point
    grown = [(place, trial) for place, trial, kind in mine if kind == GROWN]
    yield from _wrongly_grown(claim, grown, weighed)


def wrong_plans(folder: Folder, dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Plans that lead a search to points of which its claim does not speak; a run would go on from there."""
    owns = {dossier.own.label: dossier.own for dossier in dossiers}  # claims of a study share what has one label
    for place, plan in folder.plans:
        try:
            if plan.series in owns:
                points_named(owns[plan.series], plan)
        except Exception as error:  # laws, formulas and conditions are their author's
            yield f"{place}: {error}"


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


@dataclass(frozen=True)
class Walk:
    """A search that was gone through once more.

    Attributes:
        plan: Its plan; done, where the evidence says that it came to its end.
        gap: What the evidence lacks of it, in words; None where nothing is.
        asked: Numbers of the trials that it asked for, by series.
    """

    plan: Plan
    gap: str | None
    asked: Mapping[str, Set[int]]


def walks_of(dossier: Dossier, budgets: Mapping[str, Budget]) -> list[Walk]:
    """The searches of a claim that its evidence holds a plan of, each gone through once more; nothing is trained.

    Args:
        dossier: The claim, its series and its evidence.
        budgets: Of each name, how far a search goes; a plan of another name is none.
    """
    of = (dossier.claim.name, dossier.own.label)
    mine = [plan for plan in dossier.ledger.plans if (plan.claim, plan.series) == of and plan.budget in budgets]
    once = {repr(plan.ended()): plan for plan in sorted(mine, key=lambda plan: plan.done)}  # the last one counts
    return [_walk(dossier, plan, budgets[plan.budget]) for plan in once.values()]


def unasked(folder: Folder, dossiers: Sequence[Dossier], walks: Mapping[str, Sequence[Walk]]) -> Iterator[str]:
    """Trials of searches for which no search asked: a verdict may not weigh points that somebody chose otherwise.

    Of a strategy given by hand it can be told for the looks that its plans name; where Hypothesis led, a point that is
    weighed has to have failed before.

    Args:
        folder: The evidence.
        dossiers: The claims that it is evidence of.
        walks: Of each claim, its searches.
    """
    asked: dict[str, set[int]] = defaultdict(set)
    for walk in (walk for own in walks.values() for walk in own):
        for label, numbers in walk.asked.items():
            asked[label] |= numbers
    labels = {part_of(dossier.own, part).label for dossier in dossiers for part in _asked_by_plans(dossier)}
    for place, trial in folder.placed(lambda layout: layout.series in labels):
        if trial.index not in asked[trial.series]:
            yield f"{place}: trial {trial.index} of {trial.series!r} is none that a search by the recorded plans makes"
    for dossier in dossiers:
        if dossier.own.regimes.declaration is None:
            yield from _weighed_out_of_the_blue(folder, dossier)


def _asked_by_plans(dossier: Dossier) -> Iterator[str]:
    """The parts of a search for which its plan and its trials alone ask, without Hypothesis."""
    given = dossier.own.regimes.declaration is None
    return (part for part in _PARTS if not given or part not in _BY_HYPOTHESIS)


def _weighed_out_of_the_blue(folder: Folder, dossier: Dossier) -> Iterator[str]:
    """Trials that weigh a point of a strategy given by hand at which nothing failed before that led a search to it.

    A search weighs candidates that failed at a look, and the point at which shrinking ended, by replicates that failed.
    """
    own, ledger, name = dossier.own, dossier.ledger, dossier.claim.name
    led: set[Any] = set()
    for series in (own, *(part_of(own, part) for part in (*LOOKS, TRIED))):
        for precision in Precision:
            recorded = ledger.trials(series.label, precision)
            trials = recorded.at(recorded)
            failing = trials[~readings_of(dossier.claim, trials).holds]
            led |= {recorded_point(own.regimes, trial.regime) for trial in failing}
    label = part_of(own, FRESH).label
    for place, trial in folder.placed(lambda layout: (layout.series, layout.claim) == (label, name)):
        if recorded_point(own.regimes, trial.regime) not in led:
            yield f"{place}: trial {trial.index} of {label!r} weighs a point at which no trial failed before"


def unended(walks: Sequence[Walk]) -> Iterator[str]:
    """Searches that the evidence says came to their end, and that did not: a report would state their budget."""
    for walk in walks:
        if walk.plan.done and walk.gap is not None:
            yield f"a search at budget {walk.plan.budget} is said to have come to its end, and lacks {walk.gap}"


def weighed_beyond_plan(dossier: Dossier, search: Search | None) -> Iterator[str]:
    """That the searches of a claim weighed more points than one plan a budget may, in words.

    Two machines may have searched with other examples each, so it is worth knowing, and no harm: the verdict divides
    alpha by all of the points.
    """
    if search is not None and search.weighed > PLANNED:
        yield (
            f"{dossier.claim.name}: its searches weighed {search.weighed} points, where one plan a budget weighs "
            f"{PLANNED} at most; the verdict decides of each at alpha / {search.weighed}, as if nobody had added plans "
            "because of what earlier ones had found (docs/reliability.md)"
        )


def without_draws(dossier: Dossier) -> Iterator[str]:
    """Baselines and positive controls of which there is no draw, in words.

    An experiment that raises at each draw leaves none, and somebody may have taken them out: evidence cannot tell.
    """
    for series in (*dossier.positive_controls, *dossier.baselines):
        if not dossier.ledger.trials(series.label):
            yield (
                f"{dossier.claim.name}: there is no draw of {series.label!r}: its experiment gave no outcome at all, "
                "or somebody took them out (docs/reliability.md)"
            )


def missing(dossier: Dossier, budget: Budget, walks: Sequence[Walk]) -> Iterator[str]:
    """What the evidence of a verdict lacks, in words: it was taken out, or a run was stopped before it.

    Args:
        dossier: The claim, its series and its evidence.
        budget: Says how far the search had to look.
        walks: The claim's searches.
    """
    claim, own, ledger = dossier.claim, dossier.own, dossier.ledger
    # A run that got nothing from a positive control or a baseline goes on, and asks no more of that one.
    asked = [series for series in dossier.every_series if not _gives_nothing(dossier, series, budget)]
    for series in asked:
        if ledger.trials(series.label) and decided_after(dossier, series, budget) is None:
            yield f"draws of {series.label!r} up to the one that decides it"
    if claim.refinement is not None:
        drawn, reruns = ledger.contiguous(own.label), ledger.trials(own.label, Precision.REFINED)
        selected = [index for index in drawn.indices.tolist() if claim.trust.selects(index)]
        if lacking := [index for index in selected if index not in reruns]:
            yield f"{len(lacking)} of {len(selected)} reruns {claim.refinement}, the first that of draw {lacking[0]}"
    for series in asked:
        drawn = ledger.contiguous(series.label)
        due = [(part.label, index) for part, indices in companies(series, drawn) for index in indices]
        if lacking := [index for label, index in due if index not in ledger.trials(label)]:
            yield f"{len(lacking)} of {len(due)} repeats of draws of {series.label!r}"
    draws = decided_after(dossier, own, budget)
    planned = [walk for walk in walks if (walk.plan.budget, walk.plan.draws) == (budget.name, draws)]
    if not walks and claim.study is not None:
        return  # others of its study made its draws: nobody ran it itself, and without a search it is not supported
    if not planned:
        yield f"the plan of a search at budget {budget.name} among the {draws} draws that decide its claim"
    elif all(walk.gap for walk in planned):
        yield str(planned[-1].gap)


def _gives_nothing(dossier: Dossier, series: Series, budget: Budget) -> bool:
    """Whether a run made its first look at a series whole and found no usable outcome."""
    first = look_after(dossier, series, tally(dossier, series, budget.alpha, 0), budget)
    seen = tally(dossier, series, budget.alpha, first).weight
    return seen.nothing_usable and seen.trials == first


class _Lacking(Exception):
    """Trials that a search asks for and the evidence does not hold."""


def _walk(dossier: Dossier, plan: Plan, budget: Budget) -> Walk:
    asked: dict[str, set[int]] = defaultdict(set)
    try:
        _search_again(dossier, plan, budget, asked)
    except _Lacking as lacking:
        return Walk(plan, str(lacking), asked)
    except Exception as error:  # a stranger's plan may name any regime, and laws and predictions are its author's
        return Walk(plan, f"a plan that a search can follow ({error})", asked)
    return Walk(plan, None, asked)


def _search_again(dossier: Dossier, plan: Plan, budget: Budget, asked: Mapping[str, set[int]]) -> None:
    """Go through a search once more, and train nothing: all that it asks for has to be recorded.

    In a strategy given by hand Hypothesis steers and shrinks by its own lights, which depend on what is loaded: there
    this goes no further than the looks that the plan names.

    Raises:
        _Lacking: If something is not.
    """

    def recorded(series: Series, points: Mapping[int, Any], precision: Precision) -> Sequence[Trial]:
        asked[series.label].update(points)
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
