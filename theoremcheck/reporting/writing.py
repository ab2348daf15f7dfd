"""Everything that a reader gets, from entries alone: rebuilt from the same evidence, each file has the same bytes."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from theoremcheck.claim import SAYS_NOTHING, Introductions
from theoremcheck.reporting.badges import write_badges
from theoremcheck.reporting.comparing import Comparison
from theoremcheck.reporting.contents import as_text, report_of
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.overview import overview_of
from theoremcheck.reporting.page import PICTURE_MARK, loose_pictures, pages_of, paper_page_of
from theoremcheck.reporting.pictures import every_picture
from theoremcheck.reporting.schema import schema_of
from theoremcheck.reporting.suite import FixedLevel
from theoremcheck.reporting.summary import summary_of

__all__ = ["build_report", "page_with", "seconds_reported"]

_PAGE_MARK = '<meta name="generator" content="theoremcheck">'
_OURS = {"papers": _PAGE_MARK, "questions": _PAGE_MARK, "pictures": PICTURE_MARK}
"""Folders of a report, and how it knows its own files in them."""


def build_report(
    folder: Path,
    entries: Sequence[Entry],
    budget: str,
    fixed: FixedLevel | None = None,
    said: Introductions = SAYS_NOTHING,
    since: Comparison | None = None,
) -> Path:
    """Write report.json with its schema, index.html, papers/, questions/, pictures/, overview.svg, SUMMARY.md, badges/.

    Returns the path of index.html.

    Raises:
        FileExistsError: If something that is no regular file has the name of one of these files; nothing is written
            then.

    Args:
        folder: Where they go; this removes badges, pages and pictures of an earlier report.
        entries: One a claim.
        budget: Name of the budget whose confidence level judged the entries.
        fixed: The level that was fixed before the run, if one was.
        said: What authors say beside their claims.
        since: What differs from an earlier report.
    """
    report = report_of(entries, budget, fixed, said, since)
    written = {
        "report.json": as_text(report),
        "report.schema.json": json.dumps(schema_of(every_picture()), indent=1) + "\n",
        **pages_of(report),
        **loose_pictures(report),
        "overview.svg": overview_of(report.claims),
        "SUMMARY.md": summary_of(report.claims, budget),
    }
    for path in (folder / place for place in written):
        if path.exists() and not path.is_file():  # nobody waits for the other end of a pipe
            raise FileExistsError(f"{path} is no regular file")
    for below, mark in _OURS.items():
        for path in _with_mark(folder / below, mark):
            path.unlink()
    for place, text in written.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        # Half a surrogate pair has no UTF-8; its backslash escape is what JSON writes for it.
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    shutil.rmtree(folder / "badges", ignore_errors=True)
    write_badges(folder / "badges", report.claims)
    return folder / "index.html"


def _with_mark(folder: Path, mark: str) -> list[Path]:
    """The files that a report wrote into a folder; somebody's papers may lie in a folder of this name."""
    return [path for path in folder.glob("*.*") if path.is_file() and mark.encode() in path.read_bytes()]


def page_with(entry: Entry, budget: str) -> str:
    """The page of a paper of one claim, as one HTML document."""
    report = report_of([entry], budget)
    return paper_page_of(report, report.papers[0].name)


class _TimedClaim(msgspec.Struct):
    name: str
    study: str | None
    seconds: float | None


class _Timed(msgspec.Struct):
    """What a report tells of times."""

    claims: list[_TimedClaim]


def seconds_reported(folder: Path) -> dict[str, float]:
    """Seconds that reports below a folder tell of each study, or claim without one; for running the longest first."""
    longest: dict[str, float] = {}
    for path in filter(Path.is_file, sorted(folder.glob("*/report.json"))):
        seconds: dict[str, float] = defaultdict(float)
        try:
            report = msgspec.convert(json.loads(path.read_bytes()), _Timed)
        except (OSError, ValueError, RecursionError, msgspec.ValidationError):
            continue  # another program's file, or half of one: only an order depends on it
        for entry in report.claims:
            seconds[entry.study or entry.name] += entry.seconds or 0.0
        longest = {name: max(longest.get(name, 0.0), seconds.get(name, 0.0)) for name in longest | seconds}
    return longest
