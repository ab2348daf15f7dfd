"""One claim from its evidence so far to a verdict, spending no draw that is already there."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence.state import state_of, summed
from theoremcheck.falsifier import planned, search
from theoremcheck.judging import Judgement, Tally, judge, tally
from theoremcheck.running.budget import Budget
from theoremcheck.running.looks import decided_after, is_decided, look_after
from theoremcheck.running.pinning import not_pinned
from theoremcheck.running.recording import Recorder, Trainer
from theoremcheck.running.witness import Witness
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series, series_of
from theoremcheck.series.tried_rates import draws_for_straw_men, passing_straw_man
from theoremcheck.streams.process_state import random_numbers_kept
from theoremcheck.vocabulary import Precision, Verdict

__all__ = ["Outcome", "run_claim"]


@dataclass(frozen=True)
class Outcome:
    """What a run did and found.

    Attributes:
        dossier: The claim, its series and its evidence, this run's included.
        budget: The budget of the run.
        judgement: The verdict and what it rests on.
        spent: Trials that this run trained, reruns in float64 included; 0 if the evidence had decided already.
        seconds: Time of the whole run.
        experiment_seconds: The part of it spent in experiments.
        warnings: Distinct warnings that the experiment gave.
        left: State of the evidence as this run left it; None if another run wrote some meanwhile, or nobody can tell.
        traceback: The author's part of the traceback of the first draw that raised in this run, if one did: the first
            of the claim's own, or else of a control of either kind.
    """

    dossier: Dossier
    budget: Budget
    judgement: Judgement
    spent: int
    seconds: float
    experiment_seconds: float
    warnings: tuple[str, ...]
    left: str | None
    traceback: str = ""

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.dossier.claim

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the known one."""
        return self.judgement.verdict is self.claim.expected


@random_numbers_kept()
def run_claim(
    claim: Claim,
    budget: Budget,
    evidence: Path,
    *,
    device: torch.device,
    more: int = 0,
    processes: int = 1,
    elsewhere: Trainer | None = None,
) -> Outcome:
    """Continue a claim's draws until it is decided, its controls of both kinds are, or the budget is spent.

    Args:
        claim: The claim.
        budget: Confidence level and cap.
        evidence: Directory of all evidence.
        device: Where experiments run.
        more: Draws to add to the claim's own series, decided or not.
        processes: Runs that share this machine's memory.
        elsewhere: Who trains its trials, if not this process.

    Raises:
        EvidenceError: If the evidence that is there cannot be trusted.
    """
    started = time.perf_counter()
    every = series_of(claim)
    own = every[0]
    found = state_of(evidence, own.owner, own.specification)
    dossier = Dossier.read(claim, evidence, every)
    recorder = Recorder.of(dossier, evidence, device, processes, elsewhere)
    run = _Run(dossier, budget, recorder)
    if run.draw(more):
        run.search()
    judgement = judge(dossier, budget.alpha)
    return Outcome(
        dossier=dossier,
        budget=budget,
        judgement=judgement,
        spent=recorder.spent,
        seconds=time.perf_counter() - started,
        experiment_seconds=recorder.laboratory.seconds,
        warnings=_warnings(claim, recorder),
        left=_left(found, state_of(evidence, own.owner, own.specification), recorder),
        traceback=_traceback(dossier, judgement, recorder.witness),
    )


def _warnings(claim: Claim, recorder: Recorder) -> tuple[str, ...]:
    warned = (*recorder.witness.warnings(), *sorted(recorder.laboratory.warnings), *not_pinned(claim))
    return tuple(dict.fromkeys(warned))


def _traceback(dossier: Dossier, judgement: Judgement, witness: Witness) -> str:
    tallies = (judgement.claim, *judgement.controls, *judgement.positive_controls)
    labels = (one.label for one in (dossier.own, *dossier.controls, *dossier.positive_controls))
    raised = ((label, seen.first_error) for label, seen in zip(labels, tallies, strict=True))
    traces = (witness.trace(label, trial.index) for label, trial in raised if trial is not None)
    return next(filter(None, traces), "")


def _left(found: Mapping[str, str] | None, left: Mapping[str, str] | None, recorder: Recorder) -> str | None:
    """The state in which a run left the evidence; None if anybody else wrote some."""
    if found is None or left is None or summed(found) != summed(left, without=recorder.files):
        return None
    return summed(left)


class _Run:
    def __init__(self, dossier: Dossier, budget: Budget, recorder: Recorder) -> None:
        self._dossier, self._budget, self._recorder = dossier, budget, recorder

    def draw(self, more: int) -> bool:
        """Draw the claim and its controls of both kinds; whether a search makes sense.

        Args:
            more: Draws to add to the claim's own series, decided or not.
        """
        dossier = self._dossier
        goal = len(dossier.ledger.contiguous(dossier.own.label)) + more if more else 0
        if not self._can_tell():
            return False
        usable = self._extend(dossier.own, goal)
        for series in dossier.controls:
            usable = usable and self._extend(series)
        for series in (*dossier.positive_controls, *dossier.baselines):
            # One that gives nothing backs no refutation and tells nobody anything; that is no reason not to search.
            self._extend(series)
        return usable

    def search(self) -> None:
        """Look for trouble, by a plan that the evidence holds before the search begins."""
        dossier, budget = self._dossier, self._budget
        # Only what it takes to decide is a candidate of the search: whoever adds draws has the same search.
        draws = decided_after(dossier, dossier.own, budget)
        assert draws is not None, "a search begins where its claim's draws are decided"
        last = None
        # A search that ends may find points that another one left open since it was planned.
        while (plan := planned(dossier, draws, budget.name, budget.effort, budget.alpha)) != last:
            self._recorder.note(plan)
            search(dossier, plan, budget.effort, budget.alpha, self._recorder.train)
            self._recorder.note(plan.ended())
            last = plan

    def _can_tell(self) -> bool:
        """Whether the claim can be supported at all; to be refuted, as one may be expected to, it can in any case."""
        claim = self._dossier.claim
        if claim.expected is Verdict.REFUTED:
            return True
        self._recorder.draw(self._dossier.own, draws_for_straw_men(claim))
        return passing_straw_man(self._dossier) is None

    def _extend(self, series: Series, goal: int = 0) -> bool:
        """Draw until the series is decided and has `goal` draws; False if its experiment gives nothing at all."""
        looked = 0
        while True:
            # The looks are gone through from the first one, also over evidence that is there already: a run that was
            # stopped in between then weighs the same counts as one that was not.
            found = tally(self._dossier, series, self._budget.alpha, looked)
            if found.weight.nothing_usable:
                return False
            wanted = self._next_look(series, found, goal)
            if wanted <= looked:
                self._refine(series, looked)
                self._recorder.make_again(series)
                return True
            self._recorder.draw(series, wanted)
            looked = wanted

    def _next_look(self, series: Series, found: Tally, goal: int) -> int:
        if is_decided(self._dossier, series, found, self._budget):
            # Draws that an earlier run added, or another claim of the study, are weighed too, and may ask for more: for
            # reruns, which the other claim did not need.
            return max(goal, len(self._dossier.ledger.contiguous(series.label)))
        return look_after(self._dossier, series, found, self._budget)

    def _refine(self, series: Series, draws: int) -> None:
        """Run a share of the claim's draws again in float64 and with half the step, where that changes anything."""
        if series.changed is None and self._dossier.claim.refinement is not None:
            selected = [index for index in range(draws) if self._dossier.claim.trust.selects(index)]
            self._recorder.train(series, draw_points(series, selected), Precision.REFINED)
