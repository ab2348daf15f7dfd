"""`theoremcheck necessity`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)

__all__ = ["command"]


@click.command("necessity", epilog=example("theoremcheck necessity yaras2025.gap-closes-no-faster --budget quick"))
@claim_argument
@budget_option
@device_option
@evidence_option
@report_option
def command(claim: str, budget: str, device: str, evidence: Path | None, report: Path) -> None:
    """Break each hypothesis of a claim alone, and table which of them its prediction needs at these sizes.

    Hypotheses are its controls, the conditions on its regime (each negated alone), and its further weakenings.
    """
    from theoremcheck.command_line.breaking import print_necessity
    from theoremcheck.command_line.devices import device_of
    from theoremcheck.command_line.selection import choose_one

    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    raise SystemExit(print_necessity(found.claim, budget, place, evidence))
