"""`theoremcheck run`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    budget_option,
    claims_argument,
    device_option,
    evidence_option,
    example,
    folders,
    keyword_option,
    paper_option,
    report_option,
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
@click.option("--more", type=click.IntRange(min=0), default=0, metavar="N", help="Add N draws, decided or not.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Processes.  [default: one for each free core]")
def command(
    claims: tuple[str, ...],
    budget: str,
    device: str,
    evidence: Path | None,
    report: Path,
    paper: str | None,
    keyword: str,
    more: int,
    jobs: int | None,
) -> None:
    """Draw, until each claim is decided or its budget is spent; then write the report.

    CLAIM is a name, a glob of names, a paper, an installed package, or a path to a page or a folder; without any, all
    claims are run. Draws that are recorded already are not made again: a run that was stopped goes on where it was.
    """
    from theoremcheck.command_line.devices import device_of
    from theoremcheck.command_line.selection import choose
    from theoremcheck.command_line.session import run

    device_of(device)
    report, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keyword=keyword)
    raise SystemExit(run(selection, budget, device, evidence, report, more, jobs))
