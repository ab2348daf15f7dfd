"""Segments: append-only files of JSON lines, one for each writer, chained by checksums.

No lock and no shared writer, so that a killed process or a network file system can cost no more than the line that
was being written. Every line carries the checksum of itself and of the line before: an edited, removed or reordered
line is told apart from a torn last one.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from theoremcheck.evidence.records import Trial

__all__ = ["EVIDENCE_VERSION", "Segment", "parse_segment", "segment_folder"]

EVIDENCE_VERSION = 2

_SUM = ',"sum":"'
_DIGITS = 16


def segment_folder(directory: Path, owner: str, specification: str) -> Path:
    """Where the segments of one specification lie."""
    return directory / owner / specification


class Segment:
    """The file of one writer; it makes the file when it writes its first trials."""

    def __init__(self, directory: Path, owner: str, specification: str, device: str) -> None:
        """Name the file, and write nothing yet."""
        writer = uuid.uuid4().hex[:16]  # no host or process: evidence is published, and whose machine it was is private
        self.path = segment_folder(directory, owner, specification) / f"{writer}.jsonl"
        self._header = {
            "theoremcheck": EVIDENCE_VERSION,
            "owner": owner,
            "specification": specification,
            "writer": writer,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "device": device,
            "versions": _versions(),
        }
        self._sum = ""

    def append(self, trials: Iterable[Trial]) -> None:
        """Write a batch and wait until it is on the disk."""
        records = [trial.to_json() for trial in trials]
        if not records:
            return
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._sum = ""
            records = [self._header, *records]
        with self.path.open("a", encoding="utf-8") as file:
            file.write("".join(map(self._line, records)))
            file.flush()
            os.fsync(file.fileno())

    def _line(self, record: Mapping[str, Any]) -> str:
        body = json.dumps(record, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        # A lone surrogate has no UTF-8; its backslash escape is what JSON writes for it.
        body = body.encode(errors="backslashreplace").decode()
        self._sum = _checksum(self._sum, body)
        return f'{body[:-1]}{_SUM}{self._sum}"}}\n'


@dataclass(frozen=True)
class ParsedSegment:
    """A segment as it was read.

    Attributes:
        header: The first line; None if the writer was killed before it was whole.
        trials: Trials of the whole and untouched lines.
        torn: Whether the last line was cut off in mid-write, which is what a killed process leaves.
        problems: What shows that the file was changed after it was written, each with file and line.
    """

    header: Mapping[str, Any] | None
    trials: tuple[Trial, ...]
    torn: bool
    problems: tuple[str, ...]


def parse_segment(path: Path) -> ParsedSegment:
    """Read a segment; its problems name all damage."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    lines = text.split("\n")
    torn = bool(lines.pop())
    header: Mapping[str, Any] | None = None
    trials: list[Trial] = []
    problems: list[str] = []
    previous = ""
    for number, line in enumerate(lines, start=1):
        try:
            body, written = _split(line)
            record = json.loads(body)
            if written != _checksum(previous, body):
                problems.append(f"{path.name}, line {number}: edited, or a line before it removed (checksum differs)")
            elif number == 1:
                header = record
            else:
                trials.append(Trial.from_json(record))
            previous = written
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{path.name}, line {number}: damaged ({type(error).__name__})")
    return ParsedSegment(header, tuple(trials), torn, tuple(problems))


def _split(line: str) -> tuple[str, str]:
    """The body of a line as it was summed, and its checksum."""
    cut = line.rindex(_SUM)
    written = line[cut + len(_SUM) : -2]
    if len(written) != _DIGITS or line[-2:] != '"}':
        raise ValueError("no checksum")
    return line[:cut] + "}", written


def _checksum(previous: str, body: str) -> str:
    return hashlib.sha256((previous + body).encode()).hexdigest()[:_DIGITS]


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("torch", "numpy", "scipy", "hypothesis")}
    return {"python": platform.python_version(), **packages}
