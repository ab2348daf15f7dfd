"""`theoremcheck run`."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console

from theoremcheck.catalogue.introductions import papers_of
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.command_line.chosen_level import fixed_level
from theoremcheck.command_line.chosen_workers import Workers, workers_of
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
    Ahead,
    Budget,
    Group,
    Plan,
    groups_of,
    long_groups,
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
        "theoremcheck run --dask tcp://head-node:8786 --evidence /shared/evidence",
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
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Claims at a time.  [default: one for each free core]")
@click.option(
    "--executor", metavar="MODULE:FACTORY", help="Run them on what this factory makes, any Executor of Python's."
)
@click.option("--dask", metavar="ADDRESS|local", help="Run them on the workers of a dask cluster.")
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
    executor: str | None,
    dask: str | None,
) -> None:
    """Draw, until each claim is decided or its budget is spent; then write the report.

    CLAIM is a name, a glob of names, a paper, an installed package, or a path to a page or a folder; without any, the
    command runs all claims. It makes no draw again that is recorded already: a run that you stopped goes on where it
    was.

    Claims run in processes of this machine, unless --executor or --dask says where else. Other machines have to see the
    pages and the folder of --evidence at the same place.
    """
    fixed = fixed_level(fdr, fwer)
    report, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keyword=keyword)
    done = [] if more else _settled(selection, BUDGETS[budget], evidence)
    names = {record.entry.name for record in done}
    waiting = [item for item in selection.found if item.name not in names]
    seconds = seconds_so_far(evidence, seconds_reported(Path.cwd() / "reports"))
    groups = groups_of(waiting, seconds)
    limit = batch_limit or BUDGETS[budget].batch_limit
    if executor and dask:
        raise click.UsageError("--executor and --dask both say where claims run: give one of them")
    if not waiting:  # nothing is started that has nothing to do
        executor = dask = None
    workers = workers_of(executor, dask, jobs, waiting, len(groups), evidence, device, limit)
    share = Plan(BUDGETS[budget], evidence, device, more, workers.sharing, selection.clashes)
    spread = long_groups(groups, seconds, workers.at_once) if workers.elsewhere else []
    raise SystemExit(_run(selection, done, groups, spread, share, workers, report, fixed))


def _run(
    selection: Selection,
    done: list[Record],
    groups: Sequence[Group],
    spread: Sequence[Group],
    share: Plan,
    workers: Workers,
    report: Path,
    fixed: FixedLevel | None,
) -> int:
    """Run the selected claims and write the report; the exit code."""
    claims, budget, evidence = len(selection.found), share.budget, share.evidence
    for line in plan(budget.name):
        click.echo(line)
    click.echo(f"claims: {claims}, {workers.words}, evidence: {short(evidence)}\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a run leaves no worker behind
    display = _display(claims, workers.at_once, budget, evidence)
    waiting = {item.name: item for group in groups for item in group}
    whole, ahead = [group for group in groups if group not in spread], Ahead()
    run = run_groups(whole, share, workers.fresh, record_of, display.started, workers.at_once, spread, ahead)
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
    if spread:
        click.echo(
            f"spread over the workers: {sum(map(len, spread))} claims; drawn ahead of a look: "
            f"{ahead.used + ahead.wasted} draws, {ahead.wasted} of them for nothing\n"
        )
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
