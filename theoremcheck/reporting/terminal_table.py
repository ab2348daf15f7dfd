"""The table at the end of a run: one line a claim."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import (
    also_holds,
    at_a_point,
    controls_in_words,
    holds_for,
    log_e_of,
    message_of,
    required_note,
    verdict_words,
)
from theoremcheck.reporting.record import Record
from theoremcheck.reporting.words import e_value
from theoremcheck.vocabulary import Verdict

__all__ = ["table"]

_HEAD = ("claim", "verdict", "holds for", "e-value", "draws", "controls", "seconds", "")
_LONGEST = 100


def table(records: Sequence[Record]) -> list[str]:
    """Lines of text, in the order of names; a verdict that differs from the known one is marked `(!)`."""
    rows = [_HEAD, *(_row(record) for record in sorted(records, key=lambda record: record.entry.name))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def _row(record: Record) -> tuple[str, ...]:
    entry = record.entry
    series = entry.series if entry.verdict is not Verdict.BROKEN else None
    log_e = log_e_of(entry) if series else None
    note = (_note(record) if series else "") if entry.as_expected else message_of(entry).partition("\n")[0]
    return (
        entry.name,
        verdict_words(entry) + ("" if entry.as_expected else " (!)"),
        holds_for(entry, ">=", "<=").replace("\N{NO-BREAK SPACE}", " ") if series else "-",
        "-" if log_e is None else _e_value(log_e),
        str(series.draws) if series else "0",
        controls_in_words(entry) if series else "-",
        f"{record.seconds:.1f}",
        note if len(note) <= _LONGEST else note[: _LONGEST - 3] + "...",
    )


def _e_value(log_e: float) -> str:
    """Past a million only its order of magnitude; every terminal has these letters."""
    return e_value(log_e) if log_e < log(1e6) else f"1e{int(log_e / log(10))}"


def _note(record: Record) -> str:
    return "; ".join(filter(None, (_required(record.entry), also_holds(record.entry), _of_the_run(record))))


def _required(entry: Entry) -> str:
    return required_note(entry).replace("\N{NO-BREAK SPACE}", " ")


def _of_the_run(record: Record) -> str:
    search = record.entry.search
    # The bound beside it is that of the draws, which may hold where one regime does not; the e-value is the regime's.
    if at_a_point(record.entry) and search is not None and search.counterexample is not None:
        example = search.counterexample
        return f"a counterexample fails in {example.failures} of {example.replicates} replicates"
    if search is not None and search.finding == "fades":
        return "a finite-size effect was found"
    return "" if record.spent else "nothing trained: its draws were there"
