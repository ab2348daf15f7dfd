"""`theoremcheck badge`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from theoremcheck.command_line.exits import AS_EXPECTED, UNTRUSTED
from theoremcheck.command_line.options import budget_option, evidence_option, example, folders, report_option
from theoremcheck.command_line.selection import choose
from theoremcheck.command_line.standing import entries_here
from theoremcheck.command_line.terminal import say
from theoremcheck.reporting import Entry
from theoremcheck.reporting.badges import Badge, claim_badge, paper_badge, suite_badge
from theoremcheck.reporting.papers import label_of
from theoremcheck.vocabulary import Problem

__all__ = ["command"]


@click.command(
    "badge",
    epilog=example(
        "theoremcheck badge suite > badge.svg",
        "theoremcheck badge yaras2025 --output docs/yaras2025.svg",
        "theoremcheck badge yaras2025.gap-closes-no-faster --json",
    ),
)
@click.argument("what", metavar="CLAIM|PAPER|suite")
@click.option("--json", "as_json", is_flag=True, help="The JSON of a shields endpoint instead of an SVG.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file, instead of the terminal."
)
@budget_option
@evidence_option
@report_option
def command(
    what: str, as_json: bool, output: Path | None, budget: str, evidence: Path | None, report: Path | None
) -> None:
    """Make the badge of a claim, of a paper, or of the suite, from the evidence so far.

    The SVG fetches nothing, and a screen reader can read it. Commit it, or let each CI run make it anew.
    """
    _, evidence = folders(report, evidence)
    text, code = _badge_of(what, as_json, budget, evidence)
    if output is None:
        say(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    raise SystemExit(code)


def _badge_of(what: str, as_json: bool, budget: str, evidence: Path) -> tuple[str, int]:
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
    if {entry.paper for entry in entries} != {what}:
        raise click.UsageError(f"{what!r} is neither a claim nor a paper")
    return paper_badge(label_of(entries), entries)
