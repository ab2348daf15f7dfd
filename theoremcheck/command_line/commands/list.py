"""`theoremcheck list`."""

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

_VERDICTS = ("supported", "refuted", "undecided", "powerless", "unstable", "broken", "none")
_EXACTNESS = ("verbatim", "paraphrased", "reconstructed")
_KINDS = ("theorem", "lemma", "corollary", "proposition", "empirical")


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
    "--exactness", type=click.Choice(_EXACTNESS), help="Only statements that follow their source this closely."
)
@click.option("--kind", type=click.Choice(_KINDS), help="Only claims of this kind.")
@budget_option
@evidence_option
@report_option
def command(
    claims: tuple[str, ...],
    paper: str | None,
    keyword: str,
    verdict: str | None,
    exactness: str | None,
    kind: str | None,
    budget: str,
    evidence: Path | None,
    report: Path,
) -> None:
    """List claims: what they say, where it was read, and what the evidence says so far. Nothing is drawn."""
    from theoremcheck.command_line.listing import print_list
    from theoremcheck.command_line.selection import choose

    _, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keyword=keyword)
    raise SystemExit(print_list(selection, budget, evidence, verdict, exactness, kind))
