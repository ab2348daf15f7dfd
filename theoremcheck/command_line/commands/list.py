"""`theoremcheck list`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.catalogue.loading import Found
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
from theoremcheck.command_line.printing import aligned
from theoremcheck.command_line.selection import Selection, choose
from theoremcheck.command_line.standing import standing
from theoremcheck.evidence import EvidenceError
from theoremcheck.reporting import as_record
from theoremcheck.reporting.entry_words import holds_for, verdict_words
from theoremcheck.running import BUDGETS, Outcome
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
    rows, code = [], AS_EXPECTED
    for item in selection.found:
        claim = item.claim
        if exactness not in (None, claim.source.exactness) or kind not in (None, claim.kind):
            continue
        try:
            found, seen = _seen(item, budget, evidence)
        except EvidenceError:
            found, seen = str(Verdict.BROKEN), "not trustworthy (theoremcheck verify says where)"
            code = UNTRUSTED
        if verdict in (None, found):
            source = _cut(f"{claim.source.paper}, {claim.source.item}")
            flaw = str(claim.flaw) if claim.flaw else "-"
            rows.append((claim.name, claim.kind, source, claim.source.exactness, flaw, seen))
    head, *lines = aligned([_HEAD, *rows])
    for line in (head, "-" * len(head), *lines):
        click.echo(line)
    click.echo(f"\n{len(rows)} of {len(selection.found)} claims")
    for text in selection.clashes.values():
        click.echo(text, err=True)
    for failure in selection.failures:
        click.echo(f"\n{failure.place} could not be imported:\n{failure.text}", err=True)
    return max(code, DIFFERS if selection.failures or selection.clashes else AS_EXPECTED)


def _in_words(outcome: Outcome) -> str:
    """Verdict, bound and draws of a claim's evidence."""
    entry = as_record(outcome).entry
    mark = "" if outcome.as_expected else " (!)"
    bound = holds_for(entry, ">=", "<=").replace("\N{NO-BREAK SPACE}", " ")
    return f"{verdict_words(entry)}{mark}, {bound}, {outcome.judgement.claim.weight.trials} draws"


def _seen(item: Found, budget: str, evidence: Path) -> tuple[str, str]:
    outcome = standing(item.claim, BUDGETS[budget], evidence)
    return ("none", "-") if outcome is None else (str(outcome.judgement.verdict), _in_words(outcome))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
