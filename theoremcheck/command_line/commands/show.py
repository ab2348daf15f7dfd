"""`theoremcheck show`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.verdicts import Displayed, Verdicts
from theoremcheck.command_line.exits import AS_EXPECTED, UNTRUSTED
from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    evidence_option,
    example,
    folders,
    report_option,
)
from theoremcheck.command_line.selection import choose_one
from theoremcheck.command_line.terminal import say

__all__ = ["command"]


@click.command("show", epilog=example("theoremcheck show yaras2025.inner-product-density"))
@claim_argument
@budget_option
@evidence_option
@report_option
def command(claim: str, budget: str, evidence: Path | None, report: Path | None) -> None:
    """Show a claim whole: statement, source, regime, prediction, controls, and the evidence so far."""
    _, evidence = folders(report, evidence)
    raise SystemExit(_print_claim(choose_one(claim), budget, evidence))


def _print_claim(item: Found, budget: str, evidence: Path) -> int:
    """Print the claim; the exit code. The engine, and torch with it, is imported where the lines are not known yet."""
    verdicts = Verdicts(evidence, budget)
    known, trusted = verdicts.displayed(item), True
    lines = list(known.lines) if known else []
    if known is None:
        from theoremcheck.command_line.displayed import lines_of

        lines, trusted = lines_of(item, budget, evidence)
        after = Verdicts(evidence, budget)
        # Another run may have written while this one read.
        if trusted and (key := after.key_displayed(item)) is not None and key == verdicts.key_displayed(item):
            after.keep(item, Displayed(key, tuple(lines)))
    for line in lines:
        say(line)
    return AS_EXPECTED if trusted else UNTRUSTED
