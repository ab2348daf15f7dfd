"""One run from the plan to the report."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from theoremcheck.catalogue.loading import Failure
from theoremcheck.command_line.exits import AS_EXPECTED, DIFFERS, INTERRUPTED, UNTRUSTED
from theoremcheck.command_line.progress import Display, Plain, Terminal
from theoremcheck.command_line.selection import Selection
from theoremcheck.command_line.workers import Plan, groups_of, run_here, run_in_processes
from theoremcheck.reporting import (
    Entry,
    Record,
    broken_record,
    build_report,
    entries_of,
    failure_text,
    plan,
    suite_line,
    table,
)
from theoremcheck.running import BUDGETS
from theoremcheck.vocabulary import Problem, Verdict

__all__ = ["code_of", "print_failures", "print_suite", "run", "short"]


def run(
    selection: Selection, budget: str, device: str, evidence: Path, report: Path, more: int, jobs: int | None
) -> int:
    """Run the selected claims and write the report; the exit code."""
    groups = groups_of([item for item in selection.found if item.claim.name not in selection.clashes], evidence)
    processes = min(jobs or _free_cores(), max(1, len(groups)))
    for line in plan(budget):
        click.echo(line)
    click.echo(f"claims: {len(selection.found)}, processes: {processes}, evidence: {short(evidence)}\n")
    done = [
        broken_record(item.claim, selection.clashes[item.claim.name])
        for item in selection.found
        if item.claim.name in selection.clashes
    ]
    claims = sum(map(len, groups))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a run leaves no worker behind
    try:
        with _display(claims, processes, budget, evidence) as display:
            runner = run_here if processes == 1 else run_in_processes
            for finished in runner(groups, Plan(budget, evidence, device, more, processes), display.started):
                display.finished(finished)
                done.append(finished)
    except KeyboardInterrupt:
        click.echo(f"stopped after {len(done)} of {claims} claims; what was drawn is kept, and the next run goes on")
        return INTERRUPTED
    entries = [record.entry for record in done]
    print_failures(entries, selection.failures)
    print_suite(done)
    click.echo(f"report: {short(_write(report, selection, entries, budget, evidence))}")
    return code_of(entries, selection.failures)


def print_failures(entries: Sequence[Entry], failures: Sequence[Failure]) -> None:
    """Why each claim differs from what is known, in words, and what could not be imported."""
    for entry in entries:
        if not entry.as_expected:
            click.echo(failure_text(entry) + "\n")
    for failure in failures:
        click.echo(f"{failure.place} could not be imported, so its claims were not run:\n\n{failure.text}\n")


def print_suite(records: Sequence[Record]) -> None:
    """The table and the suite line, as pytest shows them."""
    if records:
        for line in (*table(records), "", suite_line(records)):
            click.echo(line)


def code_of(entries: Sequence[Entry], failures: Sequence[Failure]) -> int:
    """The exit code of entries; evidence that cannot be trusted weighs most."""
    if any(entry.problem is Problem.EVIDENCE for entry in entries):
        return UNTRUSTED
    differs = failures or not all(entry.as_expected for entry in entries)
    return DIFFERS if differs else AS_EXPECTED


def _write(report: Path, selection: Selection, entries: Sequence[Entry], budget: str, evidence: Path) -> Path:
    """Write the report from the evidence: what later claims of a study added belongs to that of earlier ones too."""
    # What nobody could run left no evidence to be judged by.
    broken = [entry for entry in entries if entry.verdict is Verdict.BROKEN]
    names = {entry.name for entry in broken}
    claims = [item.claim for item in selection.found if item.claim.name not in names]
    return build_report(report, [*entries_of(claims, evidence, BUDGETS[budget]), *broken], budget)


def _display(claims: int, processes: int, budget: str, evidence: Path) -> Display:
    console = Console()
    return Terminal(console, claims, processes, BUDGETS[budget], evidence) if console.is_terminal else Plain()


def _free_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def short(path: Path) -> str:
    """A path as a reader in the current directory would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
