"""Running selected claims with what a terminal shows of it, and the report at the end."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from theoremcheck.catalogue.files import project_root
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.command_line.exits import INTERRUPTED, code_of
from theoremcheck.command_line.printing import print_failures, print_report, print_suite, short
from theoremcheck.command_line.progress import Display, Plain, Terminal
from theoremcheck.command_line.selection import Selection
from theoremcheck.reporting import (
    FixedLevel,
    Record,
    keep_settled,
    plan,
    record_of,
    seconds_reported,
    settled_record,
    write_report,
)
from theoremcheck.running import Budget, FreshProcesses, Plan, groups_of, run_groups, seconds_so_far

__all__ = ["Settings", "run"]


@dataclass(frozen=True)
class Settings:
    """What a user chooses for a run.

    Attributes:
        budget: Confidence level and cap.
        evidence: Directory of all evidence.
        report: Where the report goes.
        device: Name of the device.
        more: Draws to add to every claim, decided or not.
        batch_limit: Longest time of one batch, in seconds.
        jobs: Processes; None takes one for each free core.
        fixed: The level that is fixed before the run, if one is.
    """

    budget: Budget
    evidence: Path
    report: Path
    device: str
    more: int
    batch_limit: float
    jobs: int | None
    fixed: FixedLevel | None


def run(selection: Selection, chosen: Settings) -> int:
    """Run the selected claims and write the report; the exit code."""
    budget, evidence = chosen.budget, chosen.evidence
    done = [] if chosen.more else _settled(selection, budget, evidence)
    names = {record.entry.name for record in done}
    waiting = {item.name: item for item in selection.found if item.name not in names}
    reported = seconds_reported(project_root(Path.cwd()) / "reports")
    groups = groups_of(list(waiting.values()), seconds_so_far(evidence, reported))
    claims, processes = len(selection.found), min(chosen.jobs or _free_cores(), max(1, len(groups)))
    for line in plan(budget.name):
        click.echo(line)
    click.echo(f"claims: {claims}, processes: {processes}, evidence: {short(evidence)}\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a run leaves no worker behind
    ran = run_groups(
        groups,
        Plan(budget, evidence, chosen.device, chosen.more, processes, selection.clashes),
        partial(FreshProcesses, processes, chosen.batch_limit),
        record_of,
        (display := _display(claims, processes, budget, evidence)).started,
    )
    try:
        with display, closing(ran):
            for record in done:
                display.finished(record)
            for record in ran:
                display.finished(record)
                keep_settled(evidence, budget, waiting[record.entry.name], record)
                done.append(record)
    except KeyboardInterrupt:
        click.echo(f"stopped after {len(done)} of {claims} claims; what was drawn is kept, and the next run goes on")
        return INTERRUPTED
    entries = [record.entry for record in done]
    print_failures(entries, selection.failures)
    print_suite(done, chosen.fixed)
    written = print_report(lambda: write_report(chosen.report, selection.found, done, evidence, budget, chosen.fixed))
    return code_of(entries, selection.failures, written=written)


def _settled(selection: Selection, budget: Budget, evidence: Path) -> list[Record]:
    """Records of the claims that a run has ended, whose pages and evidence are as they were then."""
    verdicts = Verdicts(evidence, budget.name)
    own = [item for item in selection.found if item.name not in selection.clashes]
    return [record for item in own if (record := settled_record(verdicts, item)) is not None]


def _display(claims: int, processes: int, budget: Budget, evidence: Path) -> Display:
    console = Console()
    return Terminal(console, claims, processes, budget, evidence) if console.is_terminal else Plain()


def _free_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
