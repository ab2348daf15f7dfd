"""From evidence to verdict: pure functions, the same for a run, a report and a verification."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial, Trials
from theoremcheck.falsifier.counterexamples import Search
from theoremcheck.falsifier.found import weigh_search
from theoremcheck.series.again import differing, made_again
from theoremcheck.series.comparison import beyond_round_off, disagreements
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of, why_unusable
from theoremcheck.series.specification import Series
from theoremcheck.series.tried_rates import passing_straw_man
from theoremcheck.statistics import down, up
from theoremcheck.vocabulary import Precision, Verdict
from theoremcheck.weighing import Unusable, Weight, outcomes_of, weigh_outcomes

__all__ = ["Judgement", "Numerics", "Tally", "is_not_run", "judge", "tally"]


_OVERRULED = {
    "stays": (Verdict.REFUTED, (Verdict.SUPPORTED, Verdict.UNDECIDED, Verdict.POWERLESS)),
    "undecided": (Verdict.UNDECIDED, (Verdict.SUPPORTED, Verdict.UNDECIDED)),
}
"""What a counterexample makes of which verdicts: a theorem speaks of every regime. One that stays refutes also where a
control was not caught: to fail, a check needs nothing that it would catch elsewhere."""

_DECIDED = {"holds": Verdict.SUPPORTED, "fails": Verdict.REFUTED, "undecided": None}


_ALONE_DECIDE = (
    "its regime and its streams alone may decide a trial, not which others run with it, nor global random numbers, a "
    "counter or the clock"
)

_OPEN = (
    "its draws decide, and no search of its own for counterexamples came to its end: a run was stopped there, or "
    "broke, or others of its study made its draws"
)


@dataclass(frozen=True)
class Tally:
    """What the draws of one series say.

    Attributes:
        label: The series: "claim", when a baseline is asked, or the hypothesis that a control breaks or adds.
        weight: What holds, what fails, both e-values and the bounds, of draws 0, 1, 2, ... in this order.
        worst_margin: The least finite margin.
        failing: The failing trial with the smallest index.
        first_error: The first trial without a usable outcome.
    """

    label: str
    weight: Weight
    worst_margin: float | None
    failing: Trial | None
    first_error: Trial | None

    @property
    def decided(self) -> Verdict | None:
        """Supported or refuted, where an e-value has reached 1 / alpha."""
        return _DECIDED[self.weight.decided]


@dataclass(frozen=True)
class Numerics:
    """What became of the trials that were run again.

    Attributes:
        varied: What the reruns changed, in words; None where there was nothing to change, and so no rerun.
        reruns: Draws of the claim that were run again with it changed.
        disagreements: Those whose outcome changed.
        rate: Share of disagreements that the claim puts up with.
        again: Draws of the claim and its controls that were made again as they are declared, in another batch.
        differing: How many of those came out otherwise.
        beyond: The one that round-off does not explain, in words; None if there is none.
    """

    varied: str | None
    reruns: int
    disagreements: int
    rate: float
    again: int
    differing: int
    beyond: str | None

    @property
    def trusted(self) -> bool:
        """Whether at most the stated share of the reruns disagree; one alone may sit on the threshold."""
        return self.disagreements < 2 or self.disagreements <= self.rate * self.reruns


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim with all that it rests on."""

    verdict: Verdict
    message: str
    alpha: float
    claim: Tally
    controls: tuple[Tally, ...]
    positive_controls: tuple[Tally, ...]
    baselines: tuple[Tally, ...]
    numerics: Numerics
    search: Search | None

    @property
    def caught(self) -> int:
        """How many controls were refuted, as they must be."""
        return sum(control.decided is Verdict.REFUTED for control in self.controls)

    @property
    def held(self) -> int:
        """How many positive controls were supported, as they must be."""
        return sum(positive.decided is Verdict.SUPPORTED for positive in self.positive_controls)

    def not_run(self, claim: Claim) -> bool:
        """Whether other claims of the study made its draws, and nobody those of a control, or a search, of its own."""
        return is_not_run(
            self.verdict,
            self.claim.decided,
            [control.weight.trials for control in self.controls],
            [positive.weight.trials for positive in self.positive_controls],
            searched=claim.study is None or self.search is not None and self.search.budget is not None,
        )


def is_not_run(
    verdict: Verdict, decided: Verdict | None, drawn: Iterable[int], drawn_positive: Iterable[int], *, searched: bool
) -> bool:
    """Whether a verdict is open only because nobody ran the claim itself: that is no failure.

    Args:
        verdict: The verdict.
        decided: What the claim's own draws say, which another claim of its study may have made.
        drawn: Draws of each control, which support asks for.
        drawn_positive: Draws of each positive control, which a refutation asks for.
        searched: Whether a search of it ended, which support asks for; looks of others of its study are not its own.
    """
    asked = (*drawn, searched) if decided is Verdict.SUPPORTED else drawn_positive if decided is Verdict.REFUTED else ()
    return verdict is Verdict.UNDECIDED and not all(asked)


def judge(dossier: Dossier, alpha: float) -> Judgement:
    """The verdict that the evidence gives at a confidence level.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of each side.
    """
    claim = dossier.claim
    own = tally(dossier, dossier.own, alpha)
    broken, added, idle = (
        tuple(tally(dossier, series, alpha) for series in every)
        for every in (dossier.controls, dossier.positive_controls, dossier.baselines)
    )
    numerics = _numerics(dossier)
    found = weigh_search(dossier, alpha)
    verdict, message = _verdict(claim, own, broken, numerics, _disagreement(dossier), passing_straw_man(dossier))
    if found is not None and found.finding in _OVERRULED:
        overruling, overruled = _OVERRULED[found.finding]
        if verdict in overruled:
            verdict, message = overruling, found.sentence
    if verdict is Verdict.SUPPORTED and (found is None or found.budget is None):
        verdict, message = Verdict.UNDECIDED, _OPEN if found else "not run: nobody searched for a counterexample"
    if verdict is Verdict.REFUTED:
        verdict, message = _backed(added, message)
    return Judgement(verdict, message, alpha, own, broken, added, idle, numerics, found)


def tally(dossier: Dossier, series: Series, alpha: float, first: int | None = None) -> Tally:
    """Weigh one series, or its first draws, in draw-index order.

    A draw without usable outcome counts against whom it could help: as a failure of a claim and of a positive control,
    but not as one of a control, which has to be caught by its margin and not by a crash. Of a baseline either answer
    is told to the reader, and it helps neither.
    """
    trials = dossier.settled(series, dossier.ledger.contiguous(series.label)[:first])
    outcomes = outcomes_of(dossier.claim, trials)
    unusable = _counts_as(series)
    failed = ~outcomes.held & (outcomes.usable if unusable is not Unusable.FAILS else True)
    worst = np.min(outcomes.margins, where=np.isfinite(outcomes.margins), initial=np.inf)
    return Tally(
        label=series.changed or "claim",
        weight=weigh_outcomes(outcomes, alpha, unusable),
        worst_margin=float(worst) if np.isfinite(worst) else None,
        failing=_first(trials, failed),
        first_error=_first(trials, ~outcomes.usable),
    )


def _first(trials: Trials, wanted: NDArray[np.bool_]) -> Trial | None:
    return trials[int(wanted.argmax())] if wanted.any() else None


def _counts_as(series: Series) -> Unusable:
    """What a draw of a series without usable outcome counts as."""
    if series.baseline is not None:
        return Unusable.HELPS_NEITHER
    return Unusable.FAILS if series.breaks is None else Unusable.HOLDS


def _numerics(dossier: Dossier) -> Numerics:
    claim, label = dossier.claim, dossier.own.label
    drawn = dossier.ledger.trials(label)
    refined = dossier.ledger.trials(label, Precision.REFINED)
    # Others were run again because of what was seen; these were chosen before, and so stand for all draws that the
    # verdict reads. Beyond a gap anybody could add those whose reruns agree.
    asked = claim.refinement is not None
    both = sorted(index for index in refined if asked and index < drawn.gap and claim.trust.selects(index))
    first, again = drawn.at(both), refined.at(both)
    before, after = readings_of(claim, first), readings_of(claim, again)
    # What round-off may decide was no outcome before its rerun, so the rerun changed none.
    changed = (before.holds != after.holds) & ~before.unclear
    found = {series.label: list(differing(dossier, series)) for series in dossier.every_series}
    compared = {series.label: made_again(series, dossier.ledger) for series in dossier.every_series}
    return Numerics(
        varied=claim.refinement,
        reruns=len(both),
        disagreements=int(np.sum(changed)),
        rate=claim.trust.rate,
        again=sum(compared.values()),
        differing=sum(map(len, found.values())),
        beyond=next(
            (
                reason
                for series in dossier.every_series
                if (reason := beyond_round_off(found[series.label], compared[series.label], claim.trust.rate))
            ),
            None,
        ),
    )


def _disagreement(dossier: Dossier) -> str | None:
    """What tells apart two records of the same draws, where round-off does not explain it."""
    return beyond_round_off(disagreements(dossier), len(dossier.ledger.duplicates), dossier.claim.trust.rate)


def _verdict(
    claim: Claim,
    own: Tally,
    controls: Sequence[Tally],
    numerics: Numerics,
    disagreement: str | None,
    straw: str | None,
) -> tuple[Verdict, str]:
    for series in (own, *controls):
        if series.weight.nothing_usable and series.first_error is not None:
            where = "" if series is own else f" in the control {series.label!r}"
            return Verdict.BROKEN, f"no draw gave a usable outcome{where}: {why_unusable(claim, series.first_error)}"
    if disagreement is not None:
        return Verdict.UNSTABLE, f"{disagreement}, beyond the stated round-off {claim.round_off:g}"
    if numerics.beyond:
        return Verdict.UNSTABLE, (
            f"{numerics.beyond}, beyond the stated round-off {claim.round_off:g} "
            f"({numerics.differing} of {numerics.again} draws differ): {_ALONE_DECIDE}"
        )
    if not numerics.trusted:
        return Verdict.UNSTABLE, (
            f"{numerics.disagreements} of {numerics.reruns} reruns {numerics.varied} changed the outcome; "
            f"{numerics.rate:.0%} is put up with"
        )
    if own.decided is not Verdict.REFUTED and straw is not None:
        return Verdict.POWERLESS, straw
    if own.decided is None:
        weight = own.weight
        return Verdict.UNDECIDED, f"{weight.trials} draws say only {down(weight.lower, 3)} to {up(weight.upper, 3)}"
    idle = [control.label for control in controls if not control.weight.trials]
    if own.decided is Verdict.SUPPORTED and idle:
        return Verdict.UNDECIDED, f"not run: no draw of {'; '.join(idle)}"
    escaped = [control.label for control in controls if control.decided is not Verdict.REFUTED]
    if own.decided is Verdict.SUPPORTED and escaped:
        return Verdict.POWERLESS, f"the prediction was not refuted where a hypothesis is broken: {'; '.join(escaped)}"
    return own.decided, _errors_in_words(claim, own)


def _backed(added: Sequence[Tally], message: str) -> tuple[Verdict, str]:
    """A refutation, unless the same check does not succeed where the statement should be true.

    Positive controls cost no error probability, however many there are: they can only take a refutation away.
    """
    idle = [positive.label for positive in added if not positive.weight.trials]
    if idle:
        return Verdict.UNDECIDED, f"not run: no draw of {'; '.join(idle)}"
    failing = [positive.label for positive in added if positive.decided is not Verdict.SUPPORTED]
    if failing:
        return Verdict.POWERLESS, (
            "the refutation shows only that something fails: the same statement was not supported where it should "
            f"hold: {'; '.join(failing)}"
        )
    if not added:
        return Verdict.REFUTED, "; ".join(filter(None, (message, "no positive control backs this refutation")))
    return Verdict.REFUTED, message


def _errors_in_words(claim: Claim, own: Tally) -> str:
    if own.first_error is None:
        return ""
    share = f"{own.weight.unusable} of {own.weight.trials} draws gave no usable outcome"
    return f"{share}, first draw {own.first_error.index}: {why_unusable(claim, own.first_error)}"
