"""From evidence to verdict: pure functions, the same for a run, a report and a verification.

Outcomes are read strictly in draw-index order. By order of completion, slow failures would arrive late and false
support would come far more often than alpha allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.falsifier.counterexamples import Search, weigh_search
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import Series
from theoremcheck.statistics import down, log_e_refute_path, log_e_support_path, lower_bound, up, upper_bound
from theoremcheck.vocabulary import Verdict
from theoremcheck.weighing import margins_of

__all__ = ["Judgement", "Numerics", "Tally", "judge", "tally"]


_OVERRULED = {"stays": Verdict.REFUTED, "undecided": Verdict.UNDECIDED}
"""What becomes of a claim that its draws support, where a counterexample is found: a theorem speaks of every regime."""


@dataclass(frozen=True)
class Tally:
    """What the trials of one series say.

    Attributes:
        label: The series: "claim", or the hypothesis that a control breaks.
        draws: Trials 0..draws-1, all recorded.
        holds: How many of them have a positive margin.
        errors: How many gave no usable outcome; in a claim they count as failures.
        required: Required probability; the mean over the draws where the theorem's depends on the regime.
        log_e_support: Log e-value against "holds with at most the required probability", after all draws.
        log_e_refute: Log e-value against "holds with at least the required probability", after all draws.
        alpha: Error probability of each decision and of each bound.
        decided: Supported or refuted, where an e-value has reached 1 / alpha; else None.
        worst_margin: The least finite margin.
        failing: The failing trial with the smallest index.
        first_error: The first trial without a usable outcome.
    """

    label: str
    draws: int
    holds: int
    errors: int
    required: float
    log_e_support: float
    log_e_refute: float
    alpha: float
    decided: Verdict | None
    worst_margin: float | None
    failing: Trial | None
    first_error: Trial | None

    @cached_property
    def lower(self) -> float:
        """Anytime-valid lower bound on the holding probability, of confidence 1 - alpha."""
        return lower_bound(self.holds, self.draws, self.alpha)

    @cached_property
    def upper(self) -> float:
        """Anytime-valid upper bound on the holding probability, of confidence 1 - alpha."""
        return upper_bound(self.holds, self.draws, self.alpha)

    @property
    def unusable(self) -> bool:
        """Whether trials were spent and none of them gave an outcome."""
        return 0 < self.draws == self.errors


@dataclass(frozen=True)
class Numerics:
    """How often another precision and half the step changed the outcome."""

    reruns: int
    disagreements: int
    rate: float

    @property
    def trusted(self) -> bool:
        """More than the stated share, and more than one trial: a single one may sit on the threshold."""
        return self.disagreements < 2 or self.disagreements <= self.rate * self.reruns


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim with all that it rests on."""

    verdict: Verdict
    message: str
    alpha: float
    claim: Tally
    controls: tuple[Tally, ...]
    numerics: Numerics
    search: Search | None

    @property
    def caught(self) -> int:
        """How many controls were refuted, as they must be."""
        return sum(control.decided is Verdict.REFUTED for control in self.controls)


def judge(claim: Claim, every_series: Sequence[Series], ledger: Ledger, alpha: float) -> Judgement:
    """The verdict that the evidence gives at a confidence level.

    Args:
        claim: The claim.
        every_series: Its series, the claim's own first.
        ledger: All recorded trials of the specification.
        alpha: Error probability of each side.
    """
    own, *broken = (tally(claim, series, ledger, alpha) for series in every_series)
    numerics = _numerics(claim, every_series[0], ledger)
    found = weigh_search(claim, every_series[0], ledger, alpha)
    verdict, message = _verdict(claim, own, broken, numerics, ledger.disagreements(claim.round_off))
    if verdict is Verdict.SUPPORTED and found is not None and found.finding in _OVERRULED:
        verdict, message = _OVERRULED[found.finding], found.sentence
    return Judgement(verdict, message, alpha, own, tuple(broken), numerics, found)


def tally(claim: Claim, series: Series, ledger: Ledger, alpha: float, first: int | None = None) -> Tally:
    """Weigh one series, or its first draws, in draw-index order.

    A trial without a usable outcome counts against whom it could help: as a failure of a claim, but not as one of a
    control, which has to be caught by its margin and not by a crash.
    """
    trials = ledger.contiguous(series.label)[:first]
    margins = margins_of(claim.prediction, trials)
    usable = np.isfinite(margins)
    holds = np.where(usable, margins > 0, series.breaks is not None)
    count = len(trials)
    required = required_at(claim, draw_points(series, range(count)) if callable(claim.required) else {})
    support = float(log_e_support_path(holds, required)[-1]) if count else 0.0
    refute = float(log_e_refute_path(holds, required)[-1]) if count else 0.0
    return Tally(
        label=series.breaks or "claim",
        draws=count,
        holds=int(holds.sum()),
        errors=int((~usable).sum()),
        required=float(np.mean(required)) if np.size(required) else 0.95,  # of no draws: only sizes the first look
        log_e_support=support,
        log_e_refute=refute,
        alpha=alpha,
        decided=_decision(support, refute, alpha),
        worst_margin=float(margins[usable].min()) if usable.any() else None,
        failing=next((trial for trial, held in zip(trials, holds, strict=True) if not held), None),
        first_error=next((trial for trial, fine in zip(trials, usable, strict=True) if not fine), None),
    )


def _decision(support: float, refute: float, alpha: float) -> Verdict | None:
    """Supported or refuted where the e-value has reached 1 / alpha; the two cannot do so at once.

    By Ville's inequality each happens with probability at most alpha under its own null hypothesis, at whatever count
    of draws one looks. It is the e-value of all draws that has to be there: no verdict is kept that later draws undo.
    """
    threshold = -log(alpha)
    if max(support, refute) < threshold:
        return None
    return Verdict.SUPPORTED if support > refute else Verdict.REFUTED


def _numerics(claim: Claim, series: Series, ledger: Ledger) -> Numerics:
    again = [
        trial for _, trial in sorted(ledger.reruns[series.label].items()) if trial.index in ledger.trials[series.label]
    ]
    first = [ledger.trials[series.label][trial.index] for trial in again]
    changed = (margins_of(claim.prediction, first) > 0) != (margins_of(claim.prediction, again) > 0)
    return Numerics(len(again), int(changed.sum()), claim.trust.rate)


def _verdict(
    claim: Claim, own: Tally, controls: Sequence[Tally], numerics: Numerics, disagreements: Sequence[str]
) -> tuple[Verdict, str]:
    for series in (own, *controls):
        if series.unusable and series.first_error is not None:
            where = "" if series is own else f" in the control {series.label!r}"
            return Verdict.BROKEN, f"no draw gave a usable outcome{where}: {_why(series.first_error)}"
    if disagreements:
        return Verdict.UNSTABLE, f"{disagreements[0]}, beyond the stated round-off {claim.round_off:g}"
    if not numerics.trusted:
        return Verdict.UNSTABLE, (
            f"{numerics.disagreements} of {numerics.reruns} reruns in float64 with half the step changed the outcome; "
            f"{numerics.rate:.0%} is put up with"
        )
    if own.decided is None:
        return Verdict.UNDECIDED, f"{own.draws} draws say only {down(own.lower, 3)} to {up(own.upper, 3)}"
    escaped = [control.label for control in controls if control.decided is not Verdict.REFUTED]
    if own.decided is Verdict.SUPPORTED and escaped:
        return Verdict.POWERLESS, f"the prediction was not refuted where a hypothesis is broken: {'; '.join(escaped)}"
    return own.decided, _errors_in_words(own)


def _errors_in_words(own: Tally) -> str:
    if own.first_error is None:
        return ""
    share = f"{own.errors} of {own.draws} draws gave no usable outcome"
    return f"{share}, first draw {own.first_error.index}: {_why(own.first_error)}"


def _why(trial: Trial) -> str:
    return trial.error or f"the margin is {trial.margin}: an observable is not finite"
