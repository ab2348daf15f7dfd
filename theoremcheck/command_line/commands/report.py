"""`theoremcheck report`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    budget_option,
    claims_argument,
    evidence_option,
    example,
    folders,
    keyword_option,
    paper_option,
    report_option,
)

__all__ = ["command"]


@click.command(
    "report",
    epilog=example("theoremcheck report", "theoremcheck report --evidence nights/evidence --report public"),
)
@claims_argument
@budget_option
@evidence_option
@report_option
@paper_option
@keyword_option
def command(
    claims: tuple[str, ...], budget: str, evidence: Path | None, report: Path, paper: str | None, keyword: str
) -> None:
    """Write the report again from the evidence alone. Nothing is drawn; the same evidence gives the same bytes.

    Claims without evidence are left out, unless they are named.
    """
    from theoremcheck.command_line.rebuilding import rebuild
    from theoremcheck.command_line.selection import choose

    report, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keyword=keyword)
    raise SystemExit(rebuild(selection, budget, evidence, report, named=bool(claims)))
