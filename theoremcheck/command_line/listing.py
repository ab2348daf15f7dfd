"""The catalogue as a table: what is claimed, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from theoremcheck.catalogue.loading import Found
from theoremcheck.command_line.exits import AS_EXPECTED, DIFFERS, UNTRUSTED
from theoremcheck.command_line.selection import Selection
from theoremcheck.command_line.standing import standing
from theoremcheck.evidence import EvidenceError
from theoremcheck.reporting import as_record
from theoremcheck.reporting.words import holds_for, verdict_words
from theoremcheck.running import BUDGETS, Outcome

__all__ = ["print_list", "seen_in_words"]

_HEAD = ("claim", "kind", "source", "exactness", "evidence so far")


def print_list(
    selection: Selection, budget: str, evidence: Path, verdict: str | None, exactness: str | None, kind: str | None
) -> int:
    """Print the claims that pass the filters; the exit code."""
    rows, code = [], AS_EXPECTED
    for item in selection.found:
        claim = item.claim
        if exactness not in (None, claim.source.exactness) or kind not in (None, claim.kind):
            continue
        found, seen = _seen(item, budget, evidence)
        if seen.startswith("not trustworthy"):
            code = UNTRUSTED
        if verdict in (None, found):
            rows.append(
                (
                    claim.name,
                    claim.kind,
                    _cut(f"{claim.source.paper}, {claim.source.item}"),
                    claim.source.exactness,
                    seen,
                )
            )
    for line in _table(rows):
        click.echo(line)
    click.echo(f"\n{len(rows)} of {len(selection.found)} claims")
    for text in selection.clashes.values():
        click.echo(text, err=True)
    for failure in selection.failures:
        click.echo(f"\n{failure.place} could not be imported:\n{failure.text}", err=True)
    return max(code, DIFFERS if selection.failures or selection.clashes else AS_EXPECTED)


def seen_in_words(outcome: Outcome) -> str:
    """Verdict, bound and draws of a claim's evidence."""
    record = as_record(outcome)
    mark = "" if outcome.as_expected else " (!)"
    bound = holds_for(record, ">=", "<=").replace("\N{NO-BREAK SPACE}", " ")
    return f"{verdict_words(record)}{mark}, {bound}, {outcome.judgement.claim.weight.trials} draws"


def _seen(item: Found, budget: str, evidence: Path) -> tuple[str, str]:
    try:
        outcome = standing(item.claim, BUDGETS[budget], evidence)
    except EvidenceError:
        return "broken", "not trustworthy (theoremcheck verify says where)"
    return ("none", "-") if outcome is None else (str(outcome.judgement.verdict), seen_in_words(outcome))


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    cells = [_HEAD, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
