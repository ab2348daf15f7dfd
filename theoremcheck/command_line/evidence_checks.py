"""Checks of recorded evidence: file by file, draw by draw, margin by margin; and by making a trial again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from theoremcheck.boundary import broken_series
from theoremcheck.claim import Claim
from theoremcheck.command_line.retraining import train
from theoremcheck.evidence import EvidenceError, Trial
from theoremcheck.evidence.segments import parse_segment, segments_in
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.series.again import again_of
from theoremcheck.series.comparison import Difference, compare
from theoremcheck.series.dossier import Dossier, lacks
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series, series_of

__all__ = ["Folder", "read_folder", "replayed", "wrong_draws", "wrong_margins"]


@dataclass
class Folder:
    """The evidence of one specification.

    Attributes:
        owner: Claim or study, by the folder's name.
        specification: Its hash, by the folder's name.
        trials: All that this check could read, in the order of files and lines.
        places: File and line of each of them.
        problems: What makes it untrustworthy.
        notes: What is worth knowing, and no harm.
    """

    owner: str
    specification: str
    trials: list[Trial] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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
        found.trials += segment.trials
        found.places += [f"{name}/{path.name}, line {number}" for number in segment.lines]
    return found


def _series(folder: Folder, series: Series) -> list[tuple[str, Trial]]:
    pairs = zip(folder.places, folder.trials, strict=True)
    return [(place, trial) for place, trial in pairs if trial.series == series.label]


def wrong_draws(folder: Folder, claim: Claim) -> Iterator[str]:
    """Trials whose regime is not the one that their stream draws; to see that, nothing has to be trained."""
    for series in (part for drawn in series_of(claim) for part in (drawn, *again_of(drawn))):
        recorded = _series(folder, series)
        points = draw_points(series, sorted({trial.index for _, trial in recorded}))
        for place, trial in recorded:
            if not _same_regime(trial, points[trial.index]):
                yield f"{place}: draw {trial.index} of {series.label!r} has another regime than its stream draws"


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
    pairs = [
        (place, trial)
        for place, trial in zip(folder.places, folder.trials, strict=True)
        if trial.claim == claim.name and trial.error is None
    ]
    if lacking := [f"{place}: has no observable {name!r}" for place, trial in pairs if (name := lacks(claim, trial))]:
        yield from lacking
        return
    try:
        margins = readings_of(claim, [trial for _, trial in pairs]).margins
    except Exception as error:  # of a prediction, which may be a stranger's: no experiment gave it such observables
        yield f"{folder.owner}/{folder.specification}: holds observables that {claim.name} cannot read ({error})"
        return
    for (place, trial), margin in zip(pairs, margins, strict=True):
        recorded = np.nan if trial.margin is None else trial.margin
        if not np.isclose(recorded, margin, rtol=1e-6, atol=1e-9, equal_nan=True):
            yield f"{place}: says margin {recorded:.6g}, but its observables give {margin:.6g}"


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
