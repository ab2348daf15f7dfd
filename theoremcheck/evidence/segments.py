"""Segments: append-only files of JSON lines, one for each writer, chained by checksums.

No lock and no shared writer, so that a killed process or a network file system can cost no more than the line that
was being written. Every line carries the checksum of itself and of the line before: an edited, removed or reordered
line is told apart from a torn last one.

Evidence may be a stranger's. Whatever lies under the name of a segment, nothing but `ParsedSegment` comes of it:
trials, plans, and sentences that name file, line and what was expected. No error escapes, nothing waits for the other
end of a pipe, and no depth of nesting or length of a line is followed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import uuid
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from theoremcheck.evidence.columns import Packing, Trials
from theoremcheck.evidence.plans import Plan
from theoremcheck.evidence.records import Trial
from theoremcheck.vocabulary import Precision

__all__ = [
    "EVIDENCE_VERSION",
    "Header",
    "LineError",
    "ParsedSegment",
    "Segment",
    "parse_into",
    "parse_segment",
    "segment_folder",
    "segments_in",
    "trial_of",
]

EVIDENCE_VERSION = 2

_SUM = b',"sum":"'
"""What stands before the checksum of a line."""
_DIGITS = 16
"""Of a checksum, hexadecimal."""


_LONGEST = 2**26
"""Bytes of a line; a curve of a million points has a third of that."""
_DEEPEST = 32
"""Lists and objects within each other; an observable needs four, a regime as many as its dataclasses."""
_SLOWEST = 1e9
"""Seconds of a trial, 31 years: what is added up to infinity, as 1e308 are, no report can hold."""

_Number = float | Literal["nan", "inf", "-inf"]
_FORMS: Mapping[frozenset[str], str] = {
    frozenset({"float"}): "float",
    frozenset({"tuple"}): "items",
    frozenset({"frozenset"}): "items",
    frozenset({"enum", "member"}): "texts",
    frozenset({"dataclass", "fields"}): "fields",
    frozenset({"name"}): "texts",
    frozenset({"text"}): "texts",
}
"""What tags a value that JSON lacks, and what such a form holds; see `evidence.forms`."""
_PLAIN = {float, int, str, bool, type(None)}
"""What is its own form; nearly all fields are."""
_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def segment_folder(directory: Path, owner: str, specification: str) -> Path:
    """Where the segments of one specification lie."""
    return directory / owner / specification


def segments_in(folder: Path) -> list[Path]:
    """The segments of one specification, trials first."""
    return [path for pattern in ("*.jsonl", "*.plans") for path in sorted(folder.glob(pattern))]


class Segment:
    """The file of one writer; it makes the file when it writes its first trials."""

    def __init__(
        self,
        directory: Path,
        owner: str,
        specification: str,
        device: str,
        suffix: Literal[".jsonl", ".plans"] = ".jsonl",
    ) -> None:
        """Name the file, and write nothing yet; its suffix says whether it holds trials or plans of searches."""
        writer = uuid.uuid4().hex[:16]  # no host or process: evidence is published, and whose machine it was is private
        self.path = segment_folder(directory, owner, specification) / f"{writer}{suffix}"
        self._header = {
            "theoremcheck": EVIDENCE_VERSION,
            "owner": owner,
            "specification": specification,
            "writer": writer,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "device": device,
            "versions": _versions(),
        }
        self._sum = b""

    def append(self, batch: Iterable[Trial] | Iterable[Plan]) -> None:
        """Write a batch and wait until it is on the disk."""
        records = [one.to_json() for one in batch]
        if not records:
            return
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._sum = b""
            records = [self._header, *records]
        with self.path.open("ab") as file:
            file.write(b"".join(map(self._line, records)))
            file.flush()
            os.fsync(file.fileno())

    def _line(self, record: Mapping[str, Any]) -> bytes:
        # A lone surrogate has no UTF-8; its backslash escape is what JSON writes for it.
        body = _write(record).encode(errors="backslashreplace")
        self._sum = _checksum(self._sum, body)
        return b"".join((body[:-1], _SUM, self._sum, b'"}\n'))


class LineError(ValueError):
    """A line that is no record; the text says what was expected."""


class Header(msgspec.Struct, frozen=True):
    """The first line of a segment.

    Attributes:
        version: Version of the format.
        owner: Claim or study.
        specification: Its hash.
        device: Device that trained the trials.
        versions: Versions of Python and libraries, by name.
    """

    version: int = msgspec.field(name="theoremcheck")
    owner: str
    specification: str
    device: str = ""
    versions: dict[str, str] = msgspec.field(default_factory=dict)


class _Record(msgspec.Struct):
    """A line of a trial."""

    series: str
    index: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    claim: str
    regime: dict[str, Any]
    observables: dict[str, _Number | list[_Number | list[_Number]]]
    margin: _Number | None
    seconds: Annotated[float, msgspec.Meta(ge=0, le=_SLOWEST)]
    error: str | None = None
    precision: Literal["declared", "refined"] = "declared"


_PRECISIONS = {str(precision): precision for precision in Precision}
_decoded = msgspec.json.Decoder(_Record).decode


@dataclass(frozen=True)
class ParsedSegment:
    """A segment as it was read.

    Attributes:
        header: The first line; None if the writer was killed before it was whole.
        trials: Trials of the whole and untouched lines.
        lines: The number of the line of each of them.
        plans: Plans of searches, where the file holds those.
        torn: Whether the last line was cut off in mid-write, which is what a killed process leaves.
        problems: What shows that the file was changed after it was written, each with file and line.
    """

    header: Header | None
    trials: Trials = field(default_factory=lambda: Trials.of(()))
    lines: Sequence[int] = ()
    plans: tuple[Plan, ...] = ()
    torn: bool = False
    problems: tuple[str, ...] = ()


def parse_segment(path: Path) -> ParsedSegment:
    """Read a segment; its problems name all damage."""
    trials = Packing()
    return replace(parse_into(path, trials.append), trials=trials.trials())


def parse_into(path: Path, take: Callable[[Trial], object]) -> ParsedSegment:
    """The same, but the trials of whole lines go elsewhere, one after another."""
    if not path.is_file():
        return ParsedSegment(None, problems=(f"{path.name}: is no file, expected lines of evidence",))
    header: Header | None = None
    numbers, plans = array("I"), list[Plan]()
    problems: list[str] = []
    previous, torn = b"", False
    try:
        for number, line in enumerate(_lines(path), start=1):
            if torn := not line.endswith(b"\n"):
                break
            try:
                body, written = _split(line[:-1])
                chained, previous = written == _checksum(previous, body), written
                if not chained:
                    raise LineError("edited, or a line before it removed (checksum differs)")
                if number == 1:
                    header = _header(body)
                elif path.suffix == ".plans":
                    plans.append(_plan(body))
                else:
                    take(_trial(body))
                    numbers.append(number)
            except LineError as error:
                problems.append(f"{path.name}, line {number}: {error}")
    except OSError as error:
        return ParsedSegment(None, problems=(f"{path.name}: cannot be read ({error.strerror})",))
    return ParsedSegment(header, lines=numbers, plans=tuple(plans), torn=torn, problems=tuple(problems))


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file with their ends, one in memory at a time."""
    with path.open("rb") as file:
        yield from file


def trial_of(line: bytes) -> Trial:
    """The trial of a line, without its end, whatever line is before it.

    Raises:
        LineError: If the line holds none.
    """
    return _trial(_split(line)[0])


def _split(line: bytes) -> tuple[bytes, bytes]:
    """The body of a line as it was summed, and its checksum."""
    if len(line) > _LONGEST:
        raise LineError(f"damaged: {len(line)} bytes, expected {_LONGEST} at most")
    cut = line.rfind(_SUM)
    written = line[cut + len(_SUM) : -2]
    if cut < 0 or len(written) != _DIGITS or not line.endswith(b'"}'):
        raise LineError("damaged: no checksum at its end")
    return line[:cut] + b"}", written


def _header(body: bytes) -> Header:
    header = _as(Header, _json(body), "a header")
    if header.version != EVIDENCE_VERSION:
        raise LineError(f"is of version {header.version} of the format, expected {EVIDENCE_VERSION}")
    return header


def _plan(body: bytes) -> Plan:
    plan: Plan = _as(Plan, _json(body), "a plan")
    for regime in (*plan.examples, *plan.open_points):
        _check_regime(regime)
    return plan


def _check_regime(regime: Mapping[str, Any]) -> None:
    for name, form in regime.items():
        for wrong in () if type(form) in _PLAIN else _wrong_forms(form):
            raise LineError(f"damaged: regime field {name!r} holds {wrong}, expected a value or its form")


def _trial(body: bytes) -> Trial:
    checked = _record(body)
    _check_regime(checked.regime)
    for name, value in checked.observables.items():
        if isinstance(value, list) and len({len(row) if isinstance(row, list) else None for row in value}) > 1:
            raise LineError(f"damaged: observable {name!r} has rows of several lengths, expected one")
    return Trial(
        series=checked.series,
        index=checked.index,
        claim=checked.claim,
        regime=checked.regime,
        observables=checked.observables,
        margin=None if checked.margin is None else float(checked.margin),
        error=checked.error,
        precision=_PRECISIONS[checked.precision],
        seconds=checked.seconds,
    )


def _record(body: bytes) -> _Record:
    """The record of a trial, in one step; where that fails, or there may be too many levels, step by step."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        try:
            return _decoded(body)
        except (msgspec.DecodeError, ValueError):
            pass  # what is wrong, if anything is, the other way tells: a half of a surrogate pair is only unusual
    record: _Record = _as(_Record, _json(body), "a trial")
    return record


def _json(body: bytes) -> Any:
    try:
        record = json.loads(body.decode(), parse_constant=_no_constant)
    except RecursionError:
        raise LineError(f"damaged: nested more than {_DEEPEST} deep") from None
    except ValueError as error:
        raise LineError(f"damaged: {error}, expected JSON") from error
    if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_too_deep(record):
        raise LineError(f"damaged: nested more than {_DEEPEST} deep")
    return record


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
    return bool(level)


def _inside(value: Any) -> Iterator[Any]:
    return iter(value.values() if isinstance(value, dict) else value)


def _as(kind: Any, record: Any, what: str) -> Any:
    try:
        return msgspec.convert(record, kind)
    except (msgspec.ValidationError, OverflowError, ValueError) as error:  # the last of a text that has no UTF-8
        raise LineError(f"damaged: no {what.removeprefix('a ')} ({error})") from error


def _wrong_forms(form: Any) -> Iterator[str]:
    """What of a form is none, in words; a form has few levels, so this goes down them one by one."""
    if form is None or isinstance(form, bool | int | float | str):
        return
    kind = _FORMS.get(frozenset(form)) if isinstance(form, dict) else None
    if kind == "items" and isinstance(items := next(iter(form.values())), list):
        for item in items:
            yield from _wrong_forms(item)
    elif kind == "fields" and isinstance(form["dataclass"], str) and isinstance(form["fields"], dict):
        for item in form["fields"].values():
            yield from _wrong_forms(item)
    elif kind == "float" and form["float"] in ("nan", "inf", "-inf"):
        return
    elif kind == "texts" and all(isinstance(text, str) for text in form.values()):
        return
    else:
        yield f"{json.dumps(form)[:60]}"


def _checksum(previous: bytes, body: bytes) -> bytes:
    """Of a line, given that of the line before (nothing for the first)."""
    return hashlib.sha256(previous + body).hexdigest()[:_DIGITS].encode()


@cache
def _versions() -> Mapping[str, str]:
    packages = {name: version(name) for name in ("torch", "numpy", "scipy", "hypothesis")}
    return {"python": platform.python_version(), **packages}
