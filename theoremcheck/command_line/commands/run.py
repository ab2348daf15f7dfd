"""`theoremcheck run`."""

from __future__ import annotations

from math import inf
from pathlib import Path

import click

from theoremcheck.command_line.chosen_level import fixed_level
from theoremcheck.command_line.options import (
    MemorySize,
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
from theoremcheck.command_line.running import Settings, run
from theoremcheck.command_line.selection import choose
from theoremcheck.running import BUDGETS

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
@click.option(
    "--memory",
    type=MemorySize(),
    default=inf,
    help="What all processes of the run may take together, such as 2GiB.  [default: nine tenths of the machine's]",
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
    report: Path | None,
    paper: str | None,
    keywords: tuple[str, ...],
    fdr: float | None,
    fwer: float | None,
    more: int,
    batch_limit: float | None,
    memory: float,
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
    if executor and dask:
        raise click.UsageError("--executor and --dask both say where claims run: give one of them")
    place, evidence = folders(report, evidence)
    chosen = Settings(
        BUDGETS[budget],
        evidence,
        place,
        device,
        more,
        batch_limit or BUDGETS[budget].batch_limit,
        jobs,
        fixed_level(fdr, fwer),
        executor,
        dask,
        memory,
    )
    raise SystemExit(run(choose(claims, paper=paper, keywords=keywords), chosen))
