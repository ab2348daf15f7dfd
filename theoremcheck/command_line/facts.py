"""What a place says of claims: a report, or evidence that the claims of this directory read."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.selection import choose
from theoremcheck.command_line.standing import entries_here
from theoremcheck.reporting.comparing import Facts, facts_in, facts_of

__all__ = ["facts_at"]


def facts_at(place: Path, budget: str) -> list[Facts]:
    """What a report says, or what evidence would say in one.

    Raises:
        click.UsageError: If there is neither.
    """
    report = place / "report.json" if place.is_dir() else place
    try:
        if report.exists() and not report.is_dir():
            return facts_in(report)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if next(place.glob("*/*/*.jsonl"), None) is None:
        raise click.UsageError(f"{place} holds neither a report.json nor evidence")
    selection = choose([])
    entries = entries_here(selection, budget, place.absolute(), named=False)
    if not entries:
        raise click.UsageError(f"no claim here has evidence in {place}: it belongs to other specifications")
    return facts_of(entries)
