"""One claim from its evidence so far to a verdict, spending no draw that is already there."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Segment, Trial, read_ledger
from theoremcheck.falsifier import search
from theoremcheck.judging import Judgement, Tally, judge, tally
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.budget import Budget, next_look
from theoremcheck.running.experiments import Laboratory
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series, series_of
from theoremcheck.vocabulary import Verdict

__all__ = ["Outcome", "Recorder", "run_claim"]


@dataclass(frozen=True)
class Outcome:
    """What a run did and found.

    Attributes:
        claim: The claim.
        budget: The budget of the run.
        specification: Hash of everything that decides draws and verdict.
        judgement: The verdict and what it rests on.
        spent: Trials trained in this run, reruns included; 0 if the evidence had decided already.
        seconds: Time of the whole run.
        experiment_seconds: The part of it spent in experiments.
        torn: Segments whose last line a killed process had cut off.
        warnings: Distinct warnings that the experiment gave.
    """

    claim: Claim
    budget: Budget
    specification: str
    judgement: Judgement
    spent: int
    seconds: float
    experiment_seconds: float
    torn: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the known one."""
        return self.judgement.verdict is self.claim.expected


def run_claim(
    claim: Claim,
    budget: Budget,
    evidence: Path,
    *,
    device: torch.device,
    more: int = 0,
    processes: int = 1,
) -> Outcome:
    """Continue a claim's draws until it is decided, its controls are, or the budget is spent.

    Args:
        claim: The claim.
        budget: Confidence level and cap.
        evidence: Directory of all evidence.
        device: Where experiments run.
        more: Draws to add to the claim's own series, decided or not.
        processes: Runs that share this machine's memory.

    Raises:
        EvidenceError: If the evidence that is there cannot be trusted.
    """
    started = time.perf_counter()
    every_series = series_of(claim)
    recorder = Recorder.of(claim, every_series[0], evidence, device, processes)
    ledger, laboratory = recorder.ledger, recorder.laboratory
    run = _Run(claim, budget, recorder)
    goal = len(ledger.contiguous(every_series[0].label)) + more if more else 0
    usable = run.extend(every_series[0], goal)
    for series in every_series[1:]:
        usable = usable and run.extend(series)
    if usable:
        search(
            claim,
            every_series[0],
            ledger,
            run.decided_after[every_series[0].label],
            budget.effort,
            budget.alpha,
            recorder.train,
        )
    judgement = judge(claim, every_series, ledger, budget.alpha)
    return Outcome(
        claim=claim,
        budget=budget,
        specification=every_series[0].specification,
        judgement=judgement,
        spent=recorder.spent,
        seconds=time.perf_counter() - started,
        experiment_seconds=laboratory.seconds,
        torn=tuple(ledger.torn),
        warnings=tuple(sorted(laboratory.warnings)),
    )


class Recorder:
    """Trains trials, each once, and records them: what is recorded already is not trained again.

    Attributes:
        ledger: All trials of the specification; grows with what is trained.
        laboratory: What trains them.
        spent: Trials trained so far, reruns included.
    """

    def __init__(self, ledger: Ledger, segment: Segment, laboratory: Laboratory) -> None:
        """Nothing is trained yet."""
        self.ledger, self.laboratory, self.spent = ledger, laboratory, 0
        self._segment = segment

    @classmethod
    def of(cls, claim: Claim, series: Series, evidence: Path, device: torch.device, processes: int = 1) -> Recorder:
        """A recorder that goes on from a claim's evidence.

        Raises:
            EvidenceError: If the evidence that is there cannot be trusted.
        """
        ledger = read_ledger(evidence, series.owner, series.specification)
        segment = Segment(evidence, series.owner, series.specification, str(device))
        return cls(ledger, segment, Laboratory(claim, device, BatchSizes(device, processes)))

    def train(self, series: Series, points: Mapping[int, Any], rerun: bool) -> None:
        """Run and record the trials of a series that are not recorded yet."""
        done = (self.ledger.reruns if rerun else self.ledger.trials)[series.label]
        missing = {index: point for index, point in points.items() if index not in done}
        self.laboratory.trials(series, missing, self._record, rerun=rerun)

    def draw(self, series: Series, wanted: int) -> None:
        """Train the missing draws below `wanted`; those which failed to run at all are kept back until one has."""
        kept: list[Trial] = []

        def record(trials: Sequence[Trial]) -> None:
            self._enter(trials)
            kept.extend(trials)
            # A broken experiment leaves no evidence: once it is mended, the same draws are to be made again.
            if any(trial.error is None for trial in self.ledger.trials[series.label].values()):
                self._segment.append(kept)
                kept.clear()

        missing = [index for index in range(wanted) if index not in self.ledger.trials[series.label]]
        self.laboratory.trials(series, draw_points(series, missing), record)

    def _record(self, trials: Sequence[Trial]) -> None:
        self._enter(trials)
        self._segment.append(trials)

    def _enter(self, trials: Sequence[Trial]) -> None:
        self.spent += len(trials)
        self.ledger.add(trials)


class _Run:
    def __init__(self, claim: Claim, budget: Budget, recorder: Recorder) -> None:
        self.decided_after: dict[str, int] = {}
        self._claim, self._budget = claim, budget
        self._recorder, self._ledger = recorder, recorder.ledger

    def extend(self, series: Series, goal: int = 0) -> bool:
        """Draw until the series is decided and has `goal` draws; False if its experiment gives nothing at all."""
        looked = 0
        while True:
            # The looks are gone through from the first one, also over evidence that is there already: a run that was
            # stopped in between then weighs the same counts as one that was not.
            found = tally(self._claim, series, self._ledger, self._budget.alpha, looked)
            if found.unusable:
                return False
            wanted = self._next_look(series, found, goal)
            if wanted <= looked:
                self._rerun(series, looked)
                return True
            self._recorder.draw(series, wanted)
            looked = wanted

    def _next_look(self, series: Series, found: Tally, goal: int) -> int:
        if found.decided is not None or found.draws >= self._budget.max_draws:
            self.decided_after.setdefault(series.label, found.draws)
            # Draws that an earlier run added are weighed too, and may ask for more.
            return max(goal, len(self._ledger.contiguous(series.label)))
        expects_support = series.breaks is None and self._claim.expected is Verdict.SUPPORTED
        wanted = next_look(found.holds, found.draws, found.required, self._budget, expects_support=expects_support)
        return max(wanted, goal)

    def _rerun(self, series: Series, draws: int) -> None:
        if series.breaks is None:
            selected = [index for index in range(draws) if self._claim.trust.selects(index)]
            self._recorder.train(series, draw_points(series, selected), rerun=True)
