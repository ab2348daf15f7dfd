"""`theoremcheck list`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.pages import Facts
from theoremcheck.catalogue.verdicts import Standing, Verdicts
from theoremcheck.command_line.exits import AS_EXPECTED, DIFFERS, UNTRUSTED
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
from theoremcheck.command_line.rows import aligned
from theoremcheck.command_line.selection import Selection, choose
from theoremcheck.command_line.terminal import say
from theoremcheck.vocabulary import EXACTNESS, KINDS, Verdict

__all__ = ["command"]

_VERDICTS = (*map(str, Verdict), "none")
_HEAD = ("claim", "kind", "source", "exactness", "flaw", "evidence so far")


@click.command(
    "list",
    epilog=example(
        "theoremcheck list --paper yaras2025 --kind lemma",
        "theoremcheck list --verdict refuted --exactness paraphrased",
    ),
)
@claims_argument
@paper_option
@keyword_option
@click.option("--verdict", type=click.Choice(_VERDICTS), help="Only claims of this verdict; none: without evidence.")
@click.option(
    "--exactness", type=click.Choice(EXACTNESS), help="Only statements that follow their source this closely."
)
@click.option("--kind", type=click.Choice(KINDS), help="Only claims of this kind.")
@budget_option
@evidence_option
@report_option
def command(
    claims: tuple[str, ...],
    paper: str | None,
    keywords: tuple[str, ...],
    verdict: str | None,
    exactness: str | None,
    kind: str | None,
    budget: str,
    evidence: Path | None,
    report: Path | None,
) -> None:
    """List claims: what they say, where the author read it, and what the evidence says so far. It draws nothing."""
    _, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keywords=keywords)
    raise SystemExit(_print_list(selection, budget, evidence, verdict, exactness, kind))


def _print_list(
    selection: Selection, budget: str, evidence: Path, verdict: str | None, exactness: str | None, kind: str | None
) -> int:
    """Print the claims that pass the filters; the exit code."""
    chosen = [
        item
        for item in selection.found
        if exactness in (None, item.facts.exactness) and kind in (None, item.facts.kind)
    ]
    seen = _standings(chosen, budget, evidence)
    found = [(item, seen.get(item.name)) for item in chosen]
    rows = [(*_declared(item.facts), one.words if one else "-") for item, one in found if _has(verdict, one)]
    head, *lines = aligned([_HEAD, *rows])
    for line in (head, "-" * len(head), *lines):
        say(line)
    say(f"\n{len(rows)} of {len(selection.found)} claims")
    for text in selection.clashes.values():
        say(text, err=True)
    for failure in selection.failures:
        say(f"\n{failure.place} could not be imported:\n{failure.text}", err=True)
    code = AS_EXPECTED if all(standing.trusted for standing in seen.values()) else UNTRUSTED
    return max(code, DIFFERS if selection.failures or selection.clashes else AS_EXPECTED)


def _standings(chosen: Sequence[Found], budget: str, evidence: Path) -> dict[str, Standing]:
    """What the evidence says of each claim; it is read, and torch imported, only where that is not known yet."""
    verdicts = Verdicts(evidence, budget)
    recorded = [item for item in chosen if not verdicts.nothing(item)]
    known = {item.name: verdicts.standing(item) for item in recorded}
    if unread := [item for item in recorded if known[item.name] is None]:
        from theoremcheck.reporting import standings
        from theoremcheck.running import BUDGETS

        found = standings(unread, evidence, BUDGETS[budget])
        known |= {item.name: standing for item, standing in zip(unread, found, strict=True)}
    return {name: standing for name, standing in known.items() if standing is not None}


def _has(verdict: str | None, standing: Standing | None) -> bool:
    return verdict in (None, standing.verdict if standing else "none")


def _declared(facts: Facts) -> tuple[str, ...]:
    source = f"{facts.citation}, {facts.item}"
    cut = source if len(source) <= 60 else source[:57] + "..."
    return facts.name, facts.kind, cut, facts.exactness, facts.flaw or "-"
