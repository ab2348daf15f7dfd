"""`theoremcheck new`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import example

__all__ = ["command"]


@click.command(
    "new",
    epilog=example(
        "theoremcheck new smith2026.mean-concentrates", "theoremcheck new smith2026.other-lemma --directory my-theorems"
    ),
)
@click.argument("name")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    help="The author's own repository.  [default: the current directory]",
)
def command(name: str, directory: Path) -> None:
    """Start a claim of your own: NAME is `paper.what-it-says`, for ever.

    Writes a page that works as it stands (regime, experiment, prediction, control), its test, and, where they are
    missing, the package around it with its pyproject.toml. Nothing that is there is changed.
    """
    from theoremcheck.command_line.scaffold import write_claim

    for line in write_claim(name, directory):
        click.echo(line)
