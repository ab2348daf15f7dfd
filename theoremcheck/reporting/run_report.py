"""What a run leaves: a record of each claim, the table at the end, and the report, written from the evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from theoremcheck.catalogue.loading import catalogue_of
from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.visible import visible
from theoremcheck.claim import SAYS_NOTHING, Introductions
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.from_judgement import as_record, broken_record
from theoremcheck.reporting.record import Record
from theoremcheck.reporting.remembered import entries_known, standings
from theoremcheck.reporting.suite import FixedLevel, suite_line
from theoremcheck.reporting.terminal_table import table
from theoremcheck.reporting.writing import build_report
from theoremcheck.running import Broken, Budget, Outcome
from theoremcheck.vocabulary import Verdict

__all__ = ["closing_lines", "record_of", "write_report"]


_MOST_WARNINGS = 20
"""As many lines as leave the table in sight on a terminal of 50."""


def record_of(evidence: Path, item: Found, result: Outcome | Broken) -> Record:
    """The record of what became of a claim; this is what a worker sends back.

    The claim's entry in the report is remembered beside it: so workers read and weigh the evidence while others still
    train, and whoever writes the report has nothing left to read. A claim of a study waits for the report, since later
    claims of the study add to its evidence.

    Args:
        evidence: Directory of all evidence.
        item: The claim.
        result: What running it gave.
    """
    if isinstance(result, Broken):
        return broken_record(result)
    if result.claim.study is None:
        # Only what is known of a page by all processes of this machine says whether an entry still stands.
        known = catalogue_of([item.path]).found
        standings([one for one in known if one.variable == item.variable], evidence, result.budget)
    return as_record(result)


def closing_lines(records: Sequence[Record], fixed: FixedLevel | None = None) -> list[str]:
    """The table at the end of a run, what experiments were warned of, and the suite line."""
    return [visible(line) for line in (*table(records), "", *_warnings(records), suite_line(records, fixed))]


def _warnings(records: Sequence[Record]) -> list[str]:
    """Each warning once, with the claims that it is of; a line each, since there may be a hundred."""
    of: dict[str, list[str]] = defaultdict(list)
    for record in records:
        for warning in record.warnings:
            of[" ".join(warning.split())].append(record.entry.name)
    lines = [f"warning: {text} ({names[0]}{_and_others(len(names) - 1)})" for text, names in of.items()]
    more = [f"... and {len(lines) - _MOST_WARNINGS} more warnings"] if len(lines) > _MOST_WARNINGS else []
    return [*lines[:_MOST_WARNINGS], *more, ""] if lines else []


def _and_others(others: int) -> str:
    return f" and {others} more" if others else ""


def write_report(
    folder: Path,
    items: Iterable[Found],
    records: Sequence[Record],
    evidence: Path,
    budget: Budget,
    fixed: FixedLevel | None = None,
    said: Introductions = SAYS_NOTHING,
    others: Iterable[Entry] = (),
) -> Path:
    """Write the report of the claims that a run ran, from their evidence, and of others; returns the page's path.

    It reads the evidence back: what later claims of a study added belongs to the entries of earlier ones, and a report
    made tomorrow from the same evidence is the same.

    Args:
        folder: Where the report goes.
        items: Claims of the pages that were run, as far as this process can import them; others may be among them.
        records: One a claim that was run.
        evidence: Directory of all evidence.
        budget: The budget of the run.
        fixed: The level that was fixed before the run, if one was.
        said: What authors say beside their claims.
        others: Claims that this run left alone; the report keeps them.
    """
    ran = [record.entry for record in records]
    times = Counter(entry.name for entry in ran)
    # Where two pages declare one name, neither declaration alone can read its evidence. A claim that could not be run,
    # or whose experiment never gave an outcome, left none.
    broken = {entry.name for entry in ran if entry.verdict is Verdict.BROKEN}
    readable = {item.name: item for item in items if times[item.name] == 1 and item.name not in broken}
    entries = entries_known(list(readable.values()), evidence, budget)
    unread = [entry for entry in ran if entry.name not in readable]
    return build_report(folder, [*entries, *unread, *others], budget.name, fixed, said)
