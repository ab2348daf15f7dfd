"""The one way to the terminal of all commands: no character of a stranger changes how the others are shown.

Pages, evidence, reports and the names of folders may be anybody's. A sequence that a terminal obeys could erase what
`verify` says of them, or write its opposite; and a line break could begin a line of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from theoremcheck.catalogue.visible import visible

__all__ = ["MOST_LINES", "say", "say_lines"]

MOST_LINES = 20
"""Problems, and other lines of a kind, that leave the rest of what is said in sight."""


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text, which may have line breaks of its own."""
    click.echo(visible(text), err=err, nl=nl)


def say_lines(lines: Iterable[str]) -> None:
    """Print the first of some sentences, each in one line whatever it holds, and how many there are beside them."""
    every = list(lines)
    for line in every[:MOST_LINES]:
        say(visible(line, "\n"))
    if len(every) > MOST_LINES:
        say(f"... and {len(every) - MOST_LINES} more")
