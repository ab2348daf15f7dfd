"""A drawing with its caption and its numbers in a table, as the page shows every picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from theoremcheck.reporting.words import short

__all__ = ["plate", "table_of", "thinned"]

Rows = Sequence[Sequence[str | float | None]]


def plate(drawing: Markup, caption: str, table: Markup) -> Markup:
    """The figure and what stands below it."""
    return Markup("<figure>{}\n<figcaption>{}</figcaption></figure>\n{}\n").format(drawing, caption, table)


def table_of(caption: str, heads: Sequence[str], rows: Rows) -> Markup:
    """A table that the reader opens; numbers are shortened, and a dash stands where there is none."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in heads)
    # A report has a hundred thousand cells, and `Markup.format` would take a third of the time of writing it.
    lines = ("".join(f"<td>{escape(_cell(cell))}</td>" for cell in row) for row in rows)
    body = Markup("\n".join(f"<tr>{line}</tr>" for line in lines))
    return Markup(
        '<details class="numbers"><summary>Numbers<span class="hidden">: {caption}</span></summary>\n'
        "<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n</details>"
    ).format(caption=caption, head=head, body=body)


def thinned(columns: Sequence[Sequence[Any]], most: int = 12) -> list[tuple[Any, ...]]:
    """Rows of a table: at most so many, the first and the last among them."""
    rows = list(zip(*columns, strict=True))
    if len(rows) <= most:
        return rows
    return [rows[round(step * (len(rows) - 1) / (most - 1))] for step in range(most)]


def _cell(cell: str | float | None) -> str:
    return cell if isinstance(cell, str) else short(cell)
