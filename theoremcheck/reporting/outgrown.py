"""Verdicts that others of the same study have outgrown: they added draws to a claim's own after these were judged.

A verdict is that of all recorded draws. So whoever runs several claims of a study runs those once more that others have
added draws to, until nothing grows: they train what only they can, such as reruns of draws that round-off decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from theoremcheck.catalogue.located import Found
from theoremcheck.evidence import EvidenceError, Ledger, read_ledger
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.record import Record
from theoremcheck.series.specification import series_of

__all__ = ["outgrown", "resumed"]


def outgrown(
    items: Iterable[Found], records: Iterable[Record], evidence: Path, latest: Iterable[Record]
) -> list[Found]:
    """The claims of which the evidence holds more draws than were judged.

    Args:
        items: Claims that were run.
        records: The last record of each.
        evidence: Directory of all evidence.
        latest: Records of the last round: where none of a study trained anything, nothing of it has grown.
    """
    entries = {record.entry.name: record.entry for record in records}
    trained = {record.entry.study for record in latest if record.spent}
    ledgers: dict[tuple[str, str], Ledger] = {}
    return [
        item
        for item in items
        if (entry := entries.get(item.name)) is not None
        and entry.study in trained - {None}
        and entry.problem is None
        and _has_grown(item, entry, evidence, ledgers)
    ]


def _has_grown(item: Found, entry: Entry, evidence: Path, ledgers: dict[tuple[str, str], Ledger]) -> bool:
    key = (item.owner, entry.specification or "")
    try:
        ledger = ledgers[key] = ledgers.get(key) or read_ledger(evidence, *key)
    except EvidenceError:
        return False  # whoever reads it for the report says so
    judged = (entry.series, *entry.controls, *entry.positive_controls, *entry.baselines)
    weighed = [0 if series is None else series.draws for series in judged]
    labels = [series.label for series in series_of(item.claim)]
    return any(len(ledger.contiguous(label)) > draws for label, draws in zip(labels, weighed, strict=True))


def resumed(before: Record, after: Record) -> Record:
    """The record of a claim that was run twice: the last verdict, and what both runs cost."""
    seconds = round(before.entry.seconds + after.entry.seconds, 3)
    return replace(
        after,
        entry=replace(after.entry, seconds=seconds, traceback=after.entry.traceback or before.entry.traceback),
        spent=before.spent + after.spent,
        seconds=round(before.seconds + after.seconds, 3),
        warnings=tuple(dict.fromkeys((*before.warnings, *after.warnings))),
    )
