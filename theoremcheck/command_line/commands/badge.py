"""`theoremcheck badge`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import budget_option, evidence_option, example, folders, report_option

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
def command(what: str, as_json: bool, output: Path | None, budget: str, evidence: Path | None, report: Path) -> None:
    """Make the badge of a claim, of a paper, or of the suite, from the evidence so far.

    The SVG fetches nothing and can be read aloud; it is meant to be committed, or to be made anew by each CI run.
    """
    from theoremcheck.command_line.badges import badge_of

    _, evidence = folders(report, evidence)
    text, code = badge_of(what, as_json, budget, evidence)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    raise SystemExit(code)
