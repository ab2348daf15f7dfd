"""The table at the end of a run: one line a claim."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from theoremcheck.vocabulary import Verdict

__all__ = ["table"]

_HEAD = ("claim", "verdict", "holds for", "e-value", "draws", "controls", "seconds", "")


def table(records: Sequence[dict[str, Any]]) -> list[str]:
    """Lines of text, in the order of names; a verdict that differs from the known one is marked `(!)`."""
    rows = [_HEAD, *(_row(record) for record in sorted(records, key=lambda record: str(record["name"])))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    mark = "" if record["as_expected"] else " (!)"
    known = ", as known" if record["as_expected"] and record["expected"] != str(Verdict.SUPPORTED) else ""
    series = record["series"] if record["verdict"] != str(Verdict.BROKEN) else None
    note = _note(record) if series else ""
    if not record["as_expected"]:
        note = record["message"].partition("\n")[0]
    return (
        record["name"],
        record["verdict"] + known + mark,
        _bound(series) if series else "-",
        _e_value(series) if series else "-",
        str(series["draws"]) if series else "0",
        f"{record['caught']}/{len(record['controls'])} caught" if series else "-",
        f"{record['seconds']:.1f}",
        note if len(note) <= 100 else note[:97] + "...",
    )


def _note(record: dict[str, Any]) -> str:
    found = (record.get("search") or {}).get("finding")
    # The bound beside it is that of the draws, which may hold where one regime does not.
    if found == "stays" and record["series"]["decided"] != record["verdict"]:
        return "refuted by a counterexample"
    if found == "fades":
        return "a finite-size effect was found"
    return "" if record["spent"] else "nothing trained: its draws were there"


def _bound(series: dict[str, Any]) -> str:
    """The side on which the draws decide, or both."""
    if series["decided"] == str(Verdict.SUPPORTED):
        return f">= {series['lower']:.1%}"
    if series["decided"] == str(Verdict.REFUTED):
        return f"<= {series['upper']:.1%}"
    return f"{series['lower']:.1%} to {series['upper']:.1%}"


def _e_value(series: dict[str, Any]) -> str:
    """The larger of the two e-values; past a million only its order of magnitude."""
    log_e = max(series["log_e_support"], series["log_e_refute"])
    return f"{2.718281828459045**log_e:.3g}" if log_e < log(1e6) else f"1e{int(log_e / log(10))}"
