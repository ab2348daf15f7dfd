"""All trials of one specification, read from every segment of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from theoremcheck.evidence.columns import Packing, Pairs, Recorded, Trials
from theoremcheck.evidence.plans import Plan
from theoremcheck.evidence.records import EvidenceError, Trial
from theoremcheck.evidence.segments import Header, ParsedSegment, parse_into, segment_folder, segments_in
from theoremcheck.vocabulary import Precision

__all__ = ["Ledger", "read_ledger", "seconds_by_owner"]

_SECONDS = re.compile(rb'"seconds":(\d{1,9}(?:\.\d{1,9})?(?:e-\d\d?)?)[,}]')


@dataclass
class Ledger:
    """The recorded trials of one specification, by series, precision and draw index; grows as a run adds batches.

    Attributes:
        torn: Segments whose last line was cut off; what a killed process leaves, and no harm.
        headers: The headers of the segments that it was read from.
        plans: The plans of searches, in the order of files and lines.
    """

    torn: list[str] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    _recorded: dict[tuple[str, Precision], Recorded] = field(default_factory=dict)
    _packing: Packing = field(default_factory=Packing, compare=False)
    _by_table: list[Recorded] = field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        """No draw has two records yet."""
        self.duplicates = Pairs(self._packing)
        """Pairs of records of one draw: (first, later one)."""

    def __len__(self) -> int:
        """How many records it was given, later ones of a draw among them."""
        return len(self._packing)

    def __bool__(self) -> bool:
        """It is a ledger, also while it holds nothing."""
        return True

    def add(self, trials: Iterable[Trial]) -> None:
        """Enter records; the first of a draw counts, later ones are compared with it."""
        for trial in trials:
            self.enter(trial)

    def enter(self, trial: Trial) -> None:
        """Enter one record."""
        place, table = len(self._packing), self._packing.append(trial)
        if table == len(self._by_table):  # the first of its layout
            recorded = self._recorded.setdefault((trial.series, trial.precision), Recorded(self._packing))
            self._by_table.append(recorded)
        if (first := self._by_table[table].enter(trial.index, place)) != place:
            self.duplicates.append(first, place)

    def trials(self, series: str, precision: Precision = Precision.DECLARED) -> Recorded:
        """The first record of each draw of a series, by index; empty if there is none."""
        return self._recorded.get((series, precision), Recorded(self._packing))

    def entered(self, first: int) -> Trials:
        """All records from one on, in the order in which they were entered, later ones of a draw among them."""
        return self._packing.trials(slice(first, None))

    def series(self) -> set[str]:
        """Labels of all series with a record."""
        return {label for label, _ in self._recorded}

    def layouts(self, series: str) -> Iterator[Trial]:
        """One trial of each layout, its names and shapes, of a series and of its parts, in either precision."""
        for table in self._packing.tables:
            if table.layout.series == series or table.layout.series.startswith(f"{series}/"):
                yield table.trial(0)

    def has_outcome(self, series: str) -> bool:
        """Whether a draw of a series went well."""
        layouts = (table.layout for table in self._packing.tables)
        return any(layout.series == series and not layout.has_error for layout in layouts)

    def seconds_of(self, claim: str) -> float:
        """Seconds that a claim spent; a study counts each trial once, for the claim that asked for it."""
        spent = sum(sum(table.seconds) for table in self._packing.tables if table.layout.claim == claim)
        return spent - sum(later.seconds for _, later in self.duplicates if later.claim == claim)

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
        seconds[path.parts[-3]] += sum(float(found) for line in _lines(path) for found in _SECONDS.findall(line))
    return seconds


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, one in memory at a time; none of what is no file, or from where it cannot be read on."""
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:
            yield from file


def _misplaced(segment: ParsedSegment, path: Path, owner: str, specification: str) -> list[str]:
    if segment.header is None:
        return [] if not segment.lines else [f"{path.name}: has no header"]
    found = (segment.header.owner, segment.header.specification)
    return [] if found == (owner, specification) else [f"{path.name}: is evidence of {found[0]} ({found[1]})"]
