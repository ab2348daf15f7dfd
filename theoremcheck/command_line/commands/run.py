"""`theoremcheck run`."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from theoremcheck.catalogue.papers import papers_of
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.chosen_level import fixed_level
from theoremcheck.command_line.exits import INTERRUPTED, code_of
from theoremcheck.command_line.options import (
    budget_option,
    claims_argument,
    device_option,
    evidence_option,
    example,
    fixed_level_options,
    folders,
    keyword_option,
    paper_option,
    report_option,
)
from theoremcheck.command_line.printing import print_failures, print_report, print_suite, short
from theoremcheck.command_line.progress import Display, Plain, Terminal
from theoremcheck.command_line.selection import Selection, choose
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
from theoremcheck.running import (
    BUDGETS,
    Budget,
    FreshProcesses,
    Plan,
    groups_of,
    run_groups,
    seconds_so_far,
)

__all__ = ["command"]


@click.command(
    "run",
    epilog=example(
        "theoremcheck run",
        "theoremcheck run 'yaras2025.*' --budget quick --jobs 2",
        "theoremcheck run claims/ren2023 --more 1000",
    ),
)
@claims_argument
@budget_option
@device_option
@evidence_option
@report_option
@paper_option
@keyword_option
@fixed_level_options
@click.option("--more", type=click.IntRange(min=0), default=0, metavar="N", help="Add N draws, decided or not.")
@click.option(
    "--batch-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Longest time of one batch.  [default: by the budget]",
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes.  [default: one for each free core]")
def command(
    claims: tuple[str, ...],
    budget: str,
    device: str,
    evidence: Path | None,
    report: Path,
    paper: str | None,
    keyword: str,
    fdr: float | None,
    fwer: float | None,
    more: int,
    batch_limit: float | None,
    jobs: int | None,
) -> None:
    """Draw, until each claim is decided or its budget is spent; then write the report.

    CLAIM is a name, a glob of names, a paper, an installed package, or a path to a page or a folder; without any, the
    command runs all claims. It makes no draw again that is recorded already: a run that you stopped goes on where it
    was.
    """
    device_of(device)
    fixed = fixed_level(fdr, fwer)
    report, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keyword=keyword)
    limit = batch_limit or BUDGETS[budget].batch_limit
    raise SystemExit(_run(selection, BUDGETS[budget], device, evidence, report, more, limit, jobs, fixed))


def _run(
    selection: Selection,
    budget: Budget,
    device: str,
    evidence: Path,
    report: Path,
    more: int,
    limit: float,
    jobs: int | None,
    fixed: FixedLevel | None,
) -> int:
    """Run the selected claims and write the report; the exit code."""
    done = [] if more else _settled(selection, budget, evidence)
    names = {record.entry.name for record in done}
    waiting = {item.name: item for item in selection.found if item.name not in names}
    groups = groups_of(list(waiting.values()), seconds_so_far(evidence, seconds_reported(Path.cwd() / "reports")))
    claims, processes = len(selection.found), min(jobs or _free_cores(), max(1, len(groups)))
    for line in plan(budget.name):
        click.echo(line)
    click.echo(f"claims: {claims}, processes: {processes}, evidence: {short(evidence)}\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a run leaves no worker behind
    run = run_groups(
        groups,
        Plan(budget, evidence, device, more, processes, selection.clashes),
        partial(FreshProcesses, processes, limit),
        record_of,
        (display := _display(claims, processes, budget, evidence)).started,
    )
    try:
        with display, closing(run):
            for record in done:
                display.finished(record)
            for record in run:
                display.finished(record)
                keep_settled(evidence, budget, waiting[record.entry.name], record)
                done.append(record)
    except KeyboardInterrupt:
        click.echo(f"stopped after {len(done)} of {claims} claims; what was drawn is kept, and the next run goes on")
        return INTERRUPTED
    entries = [record.entry for record in done]
    print_failures(entries, selection.failures)
    print_suite(done, fixed)
    papers = papers_of(item.path for item in selection.found)
    written = print_report(lambda: write_report(report, selection.found, done, evidence, budget, fixed, papers))
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
