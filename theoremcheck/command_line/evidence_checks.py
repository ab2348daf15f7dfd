"""Checks of recorded evidence: file by file, draw by draw, margin by margin; and by making a trial again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.boundary import broken_series
from theoremcheck.claim import Claim
from theoremcheck.command_line.retraining import train
from theoremcheck.evidence import EvidenceError, Ledger, Plan, Trial, Trials
from theoremcheck.evidence.columns import Layout, Table
from theoremcheck.evidence.segments import parse_into, segments_in
from theoremcheck.regimes import Columns, points_of, recorded_point, recorded_values
from theoremcheck.series.again import again_of
from theoremcheck.series.comparison import Difference, compare, compare_unread
from theoremcheck.series.dossier import Dossier, lacks
from theoremcheck.series.drawing import draw_columns, draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series

__all__ = ["File", "Folder", "Rows", "read_folder", "replayed", "wrong_draws", "wrong_margins", "wrong_rows"]


_AT_A_TIME = 10_000
"""Draws whose regimes, and trials whose margins are computed together: a million are not held at once."""


@dataclass(frozen=True)
class File:
    """The trials of one segment.

    Attributes:
        name: Its name below the evidence directory.
        trials: The trials.
        lines: The number of the line of each.
    """

    name: str
    trials: Trials
    lines: Sequence[int]

    def place(self, which: int) -> str:
        """File and line of a trial, for a reader."""
        return f"{self.name}, line {self.lines[which]}"


@dataclass
class Folder:
    """The evidence of one specification.

    Attributes:
        owner: Claim or study, by the folder's name.
        specification: Its hash, by the folder's name.
        files: The trials of each file that this check could read, in the order of files and lines.
        plans: The plans of searches, each with file and line.
        ledger: What a verdict reads of them.
        problems: What makes it untrustworthy.
        notes: What is worth knowing, and no harm.
    """

    owner: str
    specification: str
    files: list[File] = field(default_factory=list)
    plans: list[tuple[str, Plan]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """How many trials it holds."""
        return sum(len(file.trials) for file in self.files)

    def placed(self, wanted: Callable[[Layout], bool]) -> Iterator[tuple[str, Trial]]:
        """The trials of some layouts, with file and line: most checks want few of a folder, and objects cost time."""
        for file in self.files:
            places = [places for table, places, _ in file.trials.groups() if wanted(table.layout)]
            for which in np.sort(np.concatenate(places)).tolist() if places else ():
                yield file.place(which), file.trials[which]

    def spent_by(self, claim: str) -> list[tuple[File, NDArray[np.int32]]]:
        """The trials that a claim spent, by file and position there."""
        return [(file, file.trials.spent_by(claim)) for file in self.files]


def read_folder(folder: Path) -> Folder:
    """The evidence of one specification, and what is wrong with its files."""
    found = Folder(folder.parent.name, folder.name)
    name = f"{found.owner}/{found.specification}"
    for path in segments_in(folder):
        before = len(found.ledger)
        segment = parse_into(path, found.ledger.enter)
        found.problems += [f"{name}/{problem}" for problem in segment.problems]
        written = (segment.header.owner, segment.header.specification) if segment.header else None
        if written is not None and written != (found.owner, found.specification):
            found.problems.append(f"{name}/{path.name}, line 1: is evidence of {written[0]} ({written[1]})")
        if segment.torn:
            found.notes.append(f"{path.name}: the last line is cut off, as a killed run leaves it; it does not count")
            found.ledger.torn.append(path.name)
        if segment.header is not None:
            found.ledger.headers.append(segment.header)
        found.ledger.plans += segment.plans
        # Where every line is whole, and with another nothing is asked of plans, they follow the header line by line.
        found.plans += [(f"{name}/{path.name}, line {line}", plan) for line, plan in enumerate(segment.plans, start=2)]
        found.files.append(File(f"{name}/{path.name}", found.ledger.entered(before), segment.lines))
    return found


def wrong_draws(folder: Folder, dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Trials whose regime is not the one that their stream draws; to see that, nothing has to be trained."""
    every = [series for dossier in dossiers for series in dossier.every_series]  # claims of a study share some
    drawn = {part.label: part for series in every for part in (series, *again_of(series))}
    asked = [broken_series(dossier, label) for dossier in dossiers for label in folder.ledger.series()]
    drawn |= {series.label: series for series in asked if series is not None}
    # A control that breaks no regime, and whatever is made again, draws what the claim draws.
    alike: dict[int, list[Rows]] = defaultdict(list)
    for file in folder.files:
        for table, places, rows in file.trials.groups():
            if (series := drawn.get(table.layout.series)) is not None:
                alike[id(series.regimes)].append(Rows(series.label, file, table, places, rows))
    for parts in alike.values():
        yield from wrong_rows(parts, drawn[parts[0].label])


@dataclass(frozen=True)
class Rows:
    """Trials of a file that lie in one table.

    Attributes:
        label: Of their series.
        file: The file.
        table: The table.
        places: Their places in the file.
        rows: Their rows in the table.
    """

    label: str
    file: File
    table: Table
    places: NDArray[np.int32]
    rows: NDArray[np.int32]


def wrong_rows(
    parts: Sequence[Rows], series: Series, changed: Callable[[Columns], Columns] = lambda columns: columns
) -> Iterator[str]:
    """The same of trials whose regimes one series draws: each regime is drawn once.

    Args:
        parts: The trials.
        series: Draws their regimes, each by its number.
        changed: What becomes of these before they are trained.
    """
    indices = [np.asarray(part.table.indices)[part.rows] for part in parts]
    every = _different(np.concatenate(indices))
    for first in range(0, len(every), _AT_A_TIME):
        asked = every[first : first + _AT_A_TIME]
        columns = changed(draw_columns(series, torch.from_numpy(asked)))
        for part, own in zip(parts, indices, strict=True):
            among = np.flatnonzero((asked[0] <= own) & (own <= asked[-1]))
            wrong = ~_as_drawn(part, series, among, columns, np.searchsorted(asked, own[among]))
            for which in among[wrong].tolist():
                place = part.file.place(int(part.places[which]))
                yield f"{place}: draw {own[which]} of {part.label!r} has another regime than its stream draws"


def _different(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """What `np.unique` gives, with one copy less of what may be a million numbers; `numbers` is sorted in place."""
    numbers.sort()
    return numbers[np.diff(numbers, prepend=numbers[:1] - 1) != 0]


def _as_drawn(
    part: Rows, series: Series, among: NDArray[np.intp], columns: Columns, places: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Which of some rows have the regimes that stand at these places of the columns."""
    same = np.full(len(among), [name for name, _ in part.table.layout.regime] == list(columns))
    for name in columns if same.all() else ():
        expected, recorded = columns[name][places], part.table.field(name, part.rows[among])
        if expected.dtype == recorded.dtype and expected.dtype.kind in "fi":
            same &= _are_same(expected, recorded)
        else:
            points = points_of(series.regimes.regime, columns, places)
            forms = (recorded_values(point)[name] for point in points)
            same &= np.fromiter(map(_is_same, forms, recorded.tolist()), dtype=bool, count=len(among))
    return same


def _are_same(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    """Equal, up to what the logarithm of another machine may do to the last digit."""
    if one.dtype.kind == "i":
        return one == other
    with np.errstate(all="ignore"):
        return np.isclose(one, other, rtol=1e-12, atol=0.0, equal_nan=True)


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return bool(_are_same(np.array(one), np.array(other)))
    return type(one) is type(other) and bool(one == other)


def wrong_margins(folder: Folder, claim: Claim) -> Iterator[str]:
    """Trials whose recorded margin is not the one that the prediction gives to their observables."""
    for file in folder.files:
        groups = [
            (table, places)
            for table, places, _ in file.trials.groups()
            if table.layout.claim == claim.name and not table.layout.has_error
        ]
        lacking = [(name, places) for table, places in groups if (name := lacks(claim, table.trial(0)))]
        for name, places in lacking:
            yield from (f"{file.place(which)}: has no observable {name!r}" for which in places.tolist())
        spent = np.sort(np.concatenate([places for _, places in groups])) if groups and not lacking else ()
        for first in range(0, len(spent), _AT_A_TIME):
            yield from _wrong_margins(folder, claim, file, np.asarray(spent[first : first + _AT_A_TIME]))


def _wrong_margins(folder: Folder, claim: Claim, file: File, places: NDArray[np.int32]) -> Iterator[str]:
    trials = file.trials[places]
    try:
        margins = readings_of(claim, trials).margins
    except Exception as error:  # of a prediction, which may be a stranger's: no experiment gave it such observables
        yield f"{folder.owner}/{folder.specification}: holds observables that {claim.name} cannot read ({error})"
        return
    recorded = trials.margins
    for which in np.flatnonzero(~np.isclose(recorded, margins, rtol=1e-6, atol=1e-9, equal_nan=True)).tolist():
        place = file.place(int(places[which]))
        yield f"{place}: says margin {recorded[which]:.6g}, but its observables give {margins[which]:.6g}"


def replayed(dossier: Dossier, readers: Sequence[Dossier], recorded: Trial, device: torch.device) -> Difference | None:
    """How a trial differs from its record when the engine makes it again from its stream; None if it agrees.

    Compared is every observable that is recorded: pictures draw what no prediction reads.

    Args:
        dossier: The claim that spent the trial, and its series.
        readers: The claims whose verdicts read it: one, or all claims of a study. Each compares what it reads.
        recorded: The trial, as the evidence has it.
        device: Device that makes it again.
    """
    claim = dossier.claim
    try:
        series, point = _origin(dossier, recorded)
    except (TypeError, ValueError, KeyError, LookupError, EvidenceError) as error:
        return Difference(f"a trial of {recorded.series!r}, which is no series of {claim.name} ({error})", decides=True)
    (again,) = train(dossier, series, {recorded.index: point}, device, recorded.precision)
    found = [one for reader in readers if (one := compare(reader, recorded, again, "made again")) is not None]
    if not found:
        return compare_unread(readers, recorded, again, "made again")
    return Difference(
        f"draw {recorded.index} of {recorded.series!r} was made again: recorded {_outcome(recorded)}, found "
        f"{_outcome(again)}, beyond the stated round-off {claim.round_off:g}",
        any(one.decides for one in found),
    )


def _origin(dossier: Dossier, trial: Trial) -> tuple[Series, Any]:
    """The series of a trial, and its regime: as its stream draws it, or as recorded where a search chose it."""
    for series in (part for drawn in dossier.every_series for part in (drawn, *again_of(drawn))):
        if trial.series == series.label:
            return series, draw_points(series, [trial.index])[trial.index]
    if not trial.series.startswith(f"{dossier.own.label}/"):
        raise LookupError("unknown")
    if (broken := broken_series(dossier, trial.series)) is not None:
        return broken, draw_points(broken, [trial.index])[trial.index]
    return dossier.own, recorded_point(dossier.own.regimes, trial.regime)


def _outcome(trial: Trial) -> str:
    return trial.error or f"margin {trial.margin:.6g}"
