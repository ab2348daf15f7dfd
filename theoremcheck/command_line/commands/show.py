"""`theoremcheck show`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    evidence_option,
    example,
    folders,
    report_option,
)

__all__ = ["command"]


@click.command("show", epilog=example("theoremcheck show yaras2025.winner-leads-its-softmax-mean"))
@claim_argument
@budget_option
@evidence_option
@report_option
def command(claim: str, budget: str, evidence: Path | None, report: Path) -> None:
    """Show a claim whole: statement, source, regime, prediction, controls, and the evidence so far."""
    from theoremcheck.command_line.selection import choose_one
    from theoremcheck.command_line.showing import print_claim

    _, evidence = folders(report, evidence)
    raise SystemExit(print_claim(choose_one(claim), budget, evidence))
