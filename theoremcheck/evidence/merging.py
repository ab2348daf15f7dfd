"""Evidence of several machines in one folder: segments are copied, and no line of them is written anew.

A segment has one writer for ever, and its header names that writer: so two files with one header are copies of one
segment, whatever their names are, and the longer one holds the shorter, which was copied while the writer went on.
Draws that several writers made stay side by side, as two runs at once leave them; nobody averages them.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from theoremcheck.evidence.ledger import Ledger
from theoremcheck.evidence.records import Trial
from theoremcheck.evidence.segments import parse_segment, segment_folder, segments_in
from theoremcheck.vocabulary import Precision

__all__ = ["Joined", "Twice", "joined", "specifications_in"]

_PIECE = 2**20


@dataclass(frozen=True)
class Twice:
    """Two records of one draw whose values differ, if only in their last digits.

    Attributes:
        first: The record that counts.
        later: The other one.
        places: File and line of each.
    """

    first: Trial
    later: Trial
    places: tuple[str, str]


@dataclass
class Joined:
    """What several folders hold of one specification.

    Attributes:
        owner: Claim or study.
        specification: Its hash.
        segments: One file a segment, the longest copy of it, by the name that it gets.
        ledger: The trials of them all.
        twice: Draws with two records that differ.
        problems: Why they cannot stand in one folder, in words.
    """

    owner: str
    specification: str
    segments: dict[str, Path] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    twice: list[Twice] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def copy_into(self, directory: Path) -> int:
        """Copy the segments into a directory of evidence; how many were not there, or not as long.

        Whoever is stopped in between leaves whole segments, and goes on by calling it again.
        """
        folder, copied = segment_folder(directory, self.owner, self.specification), 0
        for name, source in self.segments.items():
            target = folder / name
            if source == target:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{name}.part")  # no segment by its name, until it is whole
            shutil.copyfile(source, part)
            os.replace(part, target)
            copied += 1
        return copied


def specifications_in(directories: Sequence[Path]) -> list[tuple[str, str]]:
    """Owner and specification of all evidence in some directories, in the order of their names."""
    folders = (folder for directory in directories for folder in directory.glob("*/*") if segments_in(folder))
    return sorted({(folder.parent.name, folder.name) for folder in folders})


def joined(directories: Sequence[Path], owner: str, specification: str) -> Joined:
    """What some directories of evidence hold of one specification, without a change to any of them.

    Args:
        directories: The directories; a segment keeps the name that it has in the first which holds it.
        owner: Claim or study.
        specification: Its hash.
    """
    found = Joined(owner, specification)
    copies: dict[bytes, list[Path]] = defaultdict(list)
    for directory in directories:
        for path in segments_in(segment_folder(directory, owner, specification)):
            if not path.is_file():
                found.problems.append(f"{path}: is no file, expected lines of evidence")
            elif header := _header_line(path):  # without one its writer died before it wrote a trial
                copies[header].append(path)
    for paths in copies.values():
        _take(found, paths)
    _read(found)
    return found


def _header_line(path: Path) -> bytes:
    """The first line of a segment; empty where it was cut off."""
    with path.open("rb") as file:
        line = file.readline()
    return line if line.endswith(b"\n") else b""


def _take(found: Joined, paths: Sequence[Path]) -> None:
    """The longest of several copies of a segment, under the name of the first."""
    name, longest = paths[0].name, max(paths, key=lambda path: path.stat().st_size)
    others = [path for path in paths if path != longest and not _begins_with(longest, path)]
    if others:
        found.problems.append(f"{longest} and {others[0]} are of one writer, and neither begins with the other")
    elif name in found.segments:
        found.problems.append(f"{found.segments[name]} and {paths[0]} have one name and two writers: rename one")
    else:
        found.segments[name] = longest


def _begins_with(longer: Path, shorter: Path) -> bool:
    with longer.open("rb") as whole, shorter.open("rb") as part:
        return all(piece == whole.read(len(piece)) for piece in iter(lambda: part.read(_PIECE), b""))


def _read(found: Joined) -> None:
    """Enter the trials of all segments, in the order in which whoever reads the folder will meet them."""
    places: dict[tuple[str, Precision, int], tuple[Path, int]] = {}
    for _, path in sorted(found.segments.items(), key=lambda item: (item[0].endswith(".plans"), item[0])):
        segment = parse_segment(path)
        found.problems += [f"{path.parent}/{problem}" for problem in segment.problems]
        header = segment.header
        if header is not None and (header.owner, header.specification) != (found.owner, found.specification):
            found.problems.append(f"{path}, line 1: is evidence of {header.owner} ({header.specification})")
        found.ledger.plans += segment.plans
        for line, trial in zip(segment.lines, segment.trials, strict=True):
            key = (trial.series, trial.precision, trial.index)
            found.ledger.add([trial])
            if key in places:
                found.twice += _differing(found.ledger, places[key], (path, line))
            else:
                places[key] = path, line


def _differing(ledger: Ledger, *places: tuple[Path, int]) -> Iterator[Twice]:
    """The last pair of records that the ledger was given, unless they say the same."""
    first, later = ledger.duplicates[-1]
    if _values(first) != _values(later):
        yield Twice(first, later, (_place(*places[0]), _place(*places[1])))


def _values(trial: Trial) -> dict[str, object]:
    """What a record says of its draw: neither how long it took nor for whom it was made."""
    return replace(trial, seconds=0.0, claim="").to_json()


def _place(path: Path, line: int) -> str:
    return f"{path}, line {line}"
