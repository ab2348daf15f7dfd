"""One badge from the evidence so far."""

from __future__ import annotations

import json
from pathlib import Path

import click

from theoremcheck.command_line.exits import AS_EXPECTED, UNTRUSTED
from theoremcheck.command_line.rebuilding import entries_here
from theoremcheck.command_line.selection import choose
from theoremcheck.reporting import Entry
from theoremcheck.reporting.badges import Badge, claim_badge, paper_badge, suite_badge
from theoremcheck.reporting.entry_words import paper_titles
from theoremcheck.vocabulary import Problem

__all__ = ["badge_of"]


def badge_of(what: str, as_json: bool, budget: str, evidence: Path) -> tuple[str, int]:
    """The text of a badge, and the exit code: a badge is honest, whatever it says.

    Raises:
        click.UsageError: If there is no such claim or paper, or no evidence of it.
    """
    selection = choose([] if what == "suite" else [what])
    entries = entries_here(selection, budget, evidence, named=False)
    if not entries:
        raise click.UsageError(f"no evidence of {what!r} in {evidence}: `theoremcheck run` makes some")
    badge = _badge(what, entries)
    text = json.dumps(badge.endpoint, indent=1, ensure_ascii=False) + "\n" if as_json else badge.svg
    return text, UNTRUSTED if any(entry.problem is Problem.EVIDENCE for entry in entries) else AS_EXPECTED


def _badge(what: str, entries: list[Entry]) -> Badge:
    if what == "suite":
        return suite_badge(entries)
    if [entry.name for entry in entries] == [what]:
        return claim_badge(entries[0])
    titles = paper_titles(entries)
    if set(titles) != {what}:
        raise click.UsageError(f"{what!r} is neither a claim nor a paper")
    return paper_badge(titles[what], entries)
