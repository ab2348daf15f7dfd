"""All trials of one specification, read from every segment of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from theoremcheck.evidence.columns import Recorded, Trials
from theoremcheck.evidence.plans import Plan
from theoremcheck.evidence.records import EvidenceError, Trial
from theoremcheck.evidence.segments import Header, ParsedSegment, parse_into, segment_folder, segments_in
from theoremcheck.vocabulary import Precision

__all__ = ["Ledger", "read_ledger", "seconds_by_owner"]

_SECONDS = re.compile(r'"seconds":(\d{1,9}(?:\.\d{1,9})?(?:e-\d\d?)?)[,}]')


@dataclass
class Ledger:
    """The recorded trials of one specification, by series, precision and draw index; grows as a run adds batches.

    Attributes:
        duplicates: Pairs of records of one draw: (first, later one).
        torn: Segments whose last line was cut off; what a killed process leaves, and no harm.
        headers: The headers of the segments that it was read from.
        plans: The plans of searches, in the order of files and lines.
    """

    duplicates: list[tuple[Trial, Trial]] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    _recorded: dict[tuple[str, Precision], Recorded] = field(default_factory=dict)

    def add(self, trials: Iterable[Trial]) -> None:
        """Enter records; the first of a draw counts, later ones are compared with it."""
        for trial in trials:
            self.enter(trial)

    def enter(self, trial: Trial) -> None:
        """Enter one record."""
        recorded = self._recorded.get((trial.series, trial.precision))
        if recorded is None:
            recorded = self._recorded[trial.series, trial.precision] = Recorded()
        first = recorded.add(trial)
        if first is not None:
            self.duplicates.append((first, trial))

    def trials(self, series: str, precision: Precision = Precision.DECLARED) -> Recorded:
        """The first record of each draw of a series, by index; empty if there is none."""
        return self._recorded.get((series, precision)) or Recorded()

    def series(self) -> set[str]:
        """Labels of all series with a record."""
        return {label for label, _ in self._recorded}

    def layouts(self, series: str) -> Iterator[Trial]:
        """One trial of each layout, its names and shapes, of a series and of its parts, in either precision."""
        for (label, _), recorded in self._recorded.items():
            if label == series or label.startswith(f"{series}/"):
                yield from (table.trial(0) for table in recorded.tables)

    def seconds_of(self, claim: str) -> float:
        """Seconds that a claim spent; a study counts each trial once, for the claim that asked for it."""
        tables = (table for recorded in self._recorded.values() for table in recorded.tables)
        return sum(sum(table.seconds) for table in tables if table.layout.claim == claim)

    def contiguous(self, series: str) -> Trials:
        """The trials 0, 1, 2, ... of a series up to the first gap: the only ones that a verdict may read."""
        return self.trials(series).contiguous()


def read_ledger(directory: Path, owner: str, specification: str) -> Ledger:
    """Read the evidence of one specification.

    Raises:
        EvidenceError: If a file was edited, damaged in the middle, or belongs to another specification.
    """
    ledger, problems = Ledger(), []
    for path in segments_in(segment_folder(directory, owner, specification)):
        segment = parse_into(path, ledger.enter)
        problems += [*segment.problems, *_misplaced(segment, path, owner, specification)]
        ledger.plans += segment.plans
        if segment.torn:
            ledger.torn.append(path.name)
        if segment.header is not None:
            ledger.headers.append(segment.header)
    if problems:
        raise EvidenceError(f"the evidence of {owner} ({specification}) cannot be trusted: " + "; ".join(problems[:4]))
    return ledger


def seconds_by_owner(directory: Path) -> Mapping[str, float]:
    """Seconds spent on each owner so far, under any specification; for running the longest first."""
    seconds: dict[str, float] = defaultdict(float)
    for path in sorted(directory.glob("*/*/*.jsonl")):
        # Only an order depends on this sum: what cannot be read, the claim's run will name.
        seconds[path.parts[-3]] += sum(map(float, _SECONDS.findall(_text(path))))
    return seconds


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


def _misplaced(segment: ParsedSegment, path: Path, owner: str, specification: str) -> list[str]:
    if segment.header is None:
        return [] if not segment.lines else [f"{path.name}: has no header"]
    found = (segment.header.owner, segment.header.specification)
    return [] if found == (owner, specification) else [f"{path.name}: is evidence of {found[0]} ({found[1]})"]
