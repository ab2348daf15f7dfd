"""Checks of recorded evidence: file by file, draw by draw, margin by margin; and by making a trial again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.boundary import broken_series
from theoremcheck.claim import Claim
from theoremcheck.command_line.retraining import train
from theoremcheck.evidence import EvidenceError, Trial, Trials
from theoremcheck.evidence.columns import Layout
from theoremcheck.evidence.segments import parse_segment, segments_in
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.series.again import again_of
from theoremcheck.series.comparison import Difference, compare
from theoremcheck.series.dossier import Dossier, lacks
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series, series_of

__all__ = ["File", "Folder", "read_folder", "replayed", "wrong_draws", "wrong_margins"]


_AT_A_TIME = 10_000
"""Trials whose regimes and margins are computed together."""


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
        problems: What makes it untrustworthy.
        notes: What is worth knowing, and no harm.
    """

    owner: str
    specification: str
    files: list[File] = field(default_factory=list)
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

    def spent_by(self, claim: str) -> list[tuple[File, NDArray[np.intp]]]:
        """The trials that a claim spent, by file and position there."""
        return [(file, file.trials.spent_by(claim)) for file in self.files]


def read_folder(folder: Path) -> Folder:
    """The evidence of one specification, and what is wrong with its files."""
    found = Folder(folder.parent.name, folder.name)
    name = f"{found.owner}/{found.specification}"
    for path in segments_in(folder):
        segment = parse_segment(path)
        found.problems += [f"{name}/{problem}" for problem in segment.problems]
        written = (segment.header.owner, segment.header.specification) if segment.header else None
        if written is not None and written != (found.owner, found.specification):
            found.problems.append(f"{name}/{path.name}, line 1: is evidence of {written[0]} ({written[1]})")
        if segment.torn:
            found.notes.append(f"{path.name}: the last line is cut off, as a killed run leaves it; it does not count")
        found.files.append(File(f"{name}/{path.name}", segment.trials, segment.lines))
    return found


def _some_at_a_time(placed: Iterable[tuple[str, Trial]]) -> Iterator[list[tuple[str, Trial]]]:
    """A million trials are not held at once."""
    rest = iter(placed)
    while some := list(islice(rest, _AT_A_TIME)):
        yield some


def wrong_draws(folder: Folder, claims: Sequence[Claim]) -> Iterator[str]:
    """Trials whose regime is not the one that their stream draws; to see that, nothing has to be trained."""
    every = [series for claim in claims for series in series_of(claim)]  # claims of a study share some
    drawn = {part.label: part for series in every for part in (series, *again_of(series))}
    for some in _some_at_a_time(folder.placed(lambda layout: layout.series in drawn)):
        asked: dict[str, set[int]] = defaultdict(set)
        for _, trial in some:
            asked[trial.series].add(trial.index)
        points = {label: draw_points(drawn[label], sorted(indices)) for label, indices in asked.items()}
        for place, trial in some:
            if not _same_regime(trial, points[trial.series][trial.index]):
                yield f"{place}: draw {trial.index} of {trial.series!r} has another regime than its stream draws"


def _same_regime(trial: Trial, point: Any) -> bool:
    expected = recorded_values(point)
    return list(expected) == list(trial.regime) and all(_same(expected[name], trial.regime[name]) for name in expected)


def _same(one: Any, other: Any) -> bool:
    """Equal, up to what the logarithm of another machine may do to the last digit."""
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-12, atol=0.0, equal_nan=True))
    return type(one) is type(other) and bool(one == other)


def wrong_margins(folder: Folder, claim: Claim) -> Iterator[str]:
    """Trials whose recorded margin is not the one that the prediction gives to their observables."""
    for some in _some_at_a_time(folder.placed(lambda one: one.claim == claim.name and not one.has_error)):
        lacking = [f"{place}: has no observable {name!r}" for place, trial in some if (name := lacks(claim, trial))]
        yield from lacking
        if not lacking:
            yield from _wrong_margins(folder, claim, some)


def _wrong_margins(folder: Folder, claim: Claim, placed: Sequence[tuple[str, Trial]]) -> Iterator[str]:
    try:
        margins = readings_of(claim, [trial for _, trial in placed]).margins
    except Exception as error:  # of a prediction, which may be a stranger's: no experiment gave it such observables
        yield f"{folder.owner}/{folder.specification}: holds observables that {claim.name} cannot read ({error})"
        return
    recorded = np.array([np.nan if trial.margin is None else trial.margin for _, trial in placed])
    wrong = ~np.isclose(recorded, margins, rtol=1e-6, atol=1e-9, equal_nan=True)
    for which in np.flatnonzero(wrong).tolist():
        place, _ = placed[which]
        yield f"{place}: says margin {recorded[which]:.6g}, but its observables give {margins[which]:.6g}"


def replayed(dossier: Dossier, readers: Sequence[Dossier], recorded: Trial, device: torch.device) -> Difference | None:
    """How a trial differs from its record when the engine makes it again from its stream; None if it agrees.

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
        return None
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
