"""Training what the evidence lacks, and recording it: the one place that every trial passes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import torch

from theoremcheck.evidence import Plan, Segment, Trial, Trials
from theoremcheck.running.experiments import Laboratory
from theoremcheck.running.guard import guarded
from theoremcheck.running.noted import errors_noted
from theoremcheck.running.shared_sizes import SharedSizes
from theoremcheck.running.witness import Witness
from theoremcheck.series.again import companies
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = ["Recorder", "Trainer"]

_AT_ONCE = 2**14
"""Draws whose regimes stand in memory together; a batch is no larger than this."""


class Trainer(Protocol):
    """Who trains trials: the laboratory of this process, or others elsewhere.

    Attributes:
        seconds: Time spent in experiments so far.
        warnings: Distinct warnings that experiments gave.
    """

    seconds: float
    warnings: set[str]

    def batches(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Iterator[Sequence[Trial]]:
        """Trials of these points, by number, some at a time."""


class Recorder:
    """Trains trials, each once, enters them into the dossier's ledger and writes them down.

    Attributes:
        laboratory: What trains them.
        spent: Trials trained so far, in either precision.
        witness: What saw experiments raise.
    """

    def __init__(
        self, dossier: Dossier, laboratory: Trainer, segment: Segment | None, plans: Segment | None = None
    ) -> None:
        """It has trained nothing yet; without a segment for its trials, and one for plans, it writes none of them."""
        self.laboratory, self.spent, self.witness = laboratory, 0, Witness()
        self._dossier, self._ledger, self._segment, self._plans = dossier, dossier.ledger, segment, plans

    @classmethod
    def of(
        cls,
        dossier: Dossier,
        evidence: Path | None,
        device: torch.device,
        processes: int = 1,
        elsewhere: Trainer | None = None,
    ) -> Recorder:
        """A recorder that goes on from a claim's evidence.

        Args:
            dossier: The claim, its series and its evidence.
            evidence: Directory of all evidence; None keeps trials in memory alone.
            device: Where experiments run.
            processes: Runs that share this machine's memory.
            elsewhere: Who trains them, if not this process.
        """
        own = dossier.own
        sizes = SharedSizes(device, processes, [series.label for series in dossier.every_series])
        laboratory = elsewhere or Laboratory(dossier.claim, device, sizes)
        if evidence is None:
            return cls(dossier, laboratory, None)
        segment = Segment(evidence, own.owner, own.specification, str(device))
        return cls(dossier, laboratory, segment, Segment(evidence, own.owner, own.specification, str(device), ".plans"))

    @property
    def files(self) -> list[str]:
        """Names of the files that it writes."""
        return [segment.path.name for segment in (self._segment, self._plans) if segment is not None]

    @errors_noted()
    def train(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Trials:
        """Trials of a series in the order of the points; it trains and records those that the evidence lacks.

        In place of one whose margin is round-off it returns the rerun, and trains that too if the evidence lacks it.
        """
        self._record(series, points, precision)
        trials = self._ledger.trials(series.label, precision).at(points)
        self._record(series, {index: points[index] for index in self._waiting(trials)}, Precision.REFINED)
        return self._dossier.settled(series, trials)

    @errors_noted()
    def draw(self, series: Series, wanted: int) -> Trials:
        """The first draws of a series; the recorder trains those that the evidence lacks.

        A broken experiment leaves no evidence: once its author has mended it, a run makes the same draws again. So the
        recorder writes draws down as soon as one of the series has an outcome.
        """
        kept: list[Trial] = []
        for first in range(self._ledger.trials(series.label).gap, wanted, _AT_ONCE):
            recorded = self._ledger.trials(series.label)
            indices = range(first, min(first + _AT_ONCE, wanted))
            points = draw_points(series, [index for index in indices if index not in recorded])
            for batch in self._trained(series, points, Precision.DECLARED):
                kept += batch
                if self._ledger.has_outcome(series.label):
                    self._write(kept)
                    kept = []
        trials = self._ledger.contiguous(series.label)[:wanted]
        self._record(series, draw_points(series, self._waiting(trials)), Precision.REFINED)
        return self._dossier.settled(series, trials)

    def _waiting(self, trials: Trials) -> list[int]:
        """The numbers of those in which round-off decides; none of reruns."""
        return trials[readings_of(self._dossier.claim, trials).unclear].indices.tolist()

    def note(self, plan: Plan) -> None:
        """Write the plan of a search down, if the evidence lacks it."""
        if plan not in self._ledger.plans:
            self._ledger.plans.append(plan)
            if self._plans is not None:
                self._plans.append([plan])

    @errors_noted()
    def make_again(self, series: Series) -> None:
        """Make some of the first draws of a series again, alone and among others than before.

        Their regimes are drawn again too: a sampler that was given by hand may mix its trials as an experiment may.
        """
        for part, indices in companies(series, self._ledger.contiguous(series.label)):
            self._record(part, draw_points(part, indices), Precision.DECLARED)

    def _record(self, series: Series, points: Mapping[int, Any], precision: Precision) -> None:
        done = self._ledger.trials(series.label, precision)
        missing = {index: point for index, point in points.items() if index not in done}
        for batch in self._trained(series, missing, precision):
            self._write(batch)

    def _trained(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Iterator[Sequence[Trial]]:
        """Batches as they are trained and entered; a process that guards itself ends where one takes too long."""
        batches, done = self.laboratory.batches(self.witness.beside(series), points, precision), 0
        while True:
            with guarded(f"trials of {series.label!r} ({done} of {len(points)} trained)"):
                batch = next(batches, None)
            if batch is None:
                return
            done += len(batch)
            self.spent += len(batch)
            self._ledger.add(batch)
            yield batch

    def _write(self, trials: Sequence[Trial]) -> None:
        if self._segment is not None:
            self._segment.append(trials)
