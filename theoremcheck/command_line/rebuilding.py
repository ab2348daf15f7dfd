"""The report again, from the evidence alone."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.claim import Claim
from theoremcheck.command_line.selection import Selection
from theoremcheck.command_line.session import code_of, print_failures, print_suite, short
from theoremcheck.evidence.segments import segment_folder
from theoremcheck.reporting import Entry, Record, build_report, entries_of
from theoremcheck.running import BUDGETS
from theoremcheck.series.specification import series_of

__all__ = ["entries_here", "has_evidence", "rebuild"]


def rebuild(selection: Selection, budget: str, evidence: Path, report: Path, *, named: bool) -> int:
    """Write the report of the selected claims; the exit code."""
    entries = entries_here(selection, budget, evidence, named=named)
    if not entries:
        raise click.UsageError(f"no evidence in {evidence} of any of the {len(selection.found)} claims here")
    print_failures([], selection.failures)
    print_suite([_as_record(entry) for entry in entries])
    click.echo(f"report: {short(build_report(report, entries, budget))}")
    return code_of(entries, selection.failures)


def entries_here(selection: Selection, budget: str, evidence: Path, *, named: bool) -> list[Entry]:
    """What a report says of each selected claim; of those without evidence only where they were named."""
    declared = [item.claim for item in selection.found if item.claim.name not in selection.clashes]
    claims = [claim for claim in declared if named or has_evidence(claim, evidence)]
    return entries_of(claims, evidence, BUDGETS[budget])


def has_evidence(claim: Claim, evidence: Path) -> bool:
    """Whether anything is recorded of a claim's present specification."""
    own = series_of(claim)[0]
    return any(segment_folder(evidence, own.owner, own.specification).glob("*.jsonl"))


def _as_record(entry: Entry) -> Record:
    """An entry as the table reads it: over all runs, its draws were spent."""
    return Record(entry, spent=entry.series.draws if entry.series else 0, seconds=entry.seconds)
