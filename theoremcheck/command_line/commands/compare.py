"""`theoremcheck compare`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.exits import AS_EXPECTED, DIFFERS
from theoremcheck.command_line.facts import facts_at
from theoremcheck.command_line.options import budget_option, example
from theoremcheck.command_line.terminal import say
from theoremcheck.reporting.comparing import comparison_of, in_markdown

__all__ = ["command"]


@click.command(
    "compare",
    epilog=example(
        "theoremcheck compare reports/reference reports/latest",
        "theoremcheck compare nights/monday/evidence reports/latest/evidence --budget quick",
    ),
)
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@budget_option
def command(old: Path, new: Path, budget: str) -> None:
    """Compare two reports, or two folders of evidence, and print what differs as Markdown.

    Each is a folder with a report.json, the file itself, or a folder of evidence, which the claims of this directory
    read. The exit code is 1 where a verdict differs, bounds exclude each other, a margin of the same draw drifted
    beyond the claim's round-off, the reports state two of these for one specification, or a claim is gone; new claims
    and tighter bounds alone give 0.
    """
    found = comparison_of(facts_at(old, budget), facts_at(new, budget))
    for line in in_markdown(found):
        say(line)
    raise SystemExit(DIFFERS if found.grave else AS_EXPECTED)
