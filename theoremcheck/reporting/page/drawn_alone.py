"""Main pictures and maps as files of their own, for a README or a talk: with their keys and colours in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markupsafe import Markup

from theoremcheck.reporting.answers import answered
from theoremcheck.reporting.contents import Report
from theoremcheck.reporting.page.main_pictures import main_picture_body, map_body
from theoremcheck.reporting.page.told import told_of

__all__ = ["MARK", "loose_pictures"]

MARK = "<metadata>theoremcheck</metadata>"
"""By which a later report knows a picture that an earlier one wrote."""

_STYLE = Path(__file__).parent.parent / "templates" / "style.css"
_HEAD = re.compile(r'<svg viewBox="0 0 (\d+) (\d+)" width="\d+" height="\d+"')
_KEY = re.compile(r'<span class="key ([\w ]+)">(.*?)</span>')
_ROW, _SIGN, _LETTER, _APART = 16, 24, 6.0, 14
"""Pixels: of a row of keys, a sign, a letter of 10.5 px, and the room between two keys."""
_SIGNS = {"dot": "dot", "other": "dot other", "unsure": "dot unsure"}


def loose_pictures(report: Report) -> dict[str, str]:
    """Every main picture of a paper, and every map of a question, by its place, such as `pictures/yaras2025-1.svg`.

    A stranger's picture that is no drawing with a caption stays on the page alone.
    """
    entries = {entry.name: entry for entry in report.claims}
    bodies: dict[str, Markup] = {}
    for told in told_of(report):
        for number, picture in enumerate(told.pictures, start=1):
            name = f"{told.record.name}-{number}"
            bodies[name] = main_picture_body(picture, entries, name)
    for question in report.questions:
        for number, shown in enumerate(answered(question, entries).maps, start=1):
            name = f"{question.name}-{number}"
            bodies[name] = map_body(shown, entries, name)
    alone = {name: _alone(str(body)) for name, body in bodies.items()}
    return {f"pictures/{name}.svg": text for name, text in alone.items() if text is not None}


def _alone(body: str) -> str | None:
    """The first drawing of a picture, its style, and below it the keys of its caption."""
    figure = body.partition("<figure>")[2].partition("</figure>")[0]
    drawing, _, caption = figure.partition("\n<figcaption>")
    head = _HEAD.match(drawing)
    if head is None:
        return None
    width, height = int(head[1]), int(head[2])
    keys, rows = _keys(_KEY.findall(caption), width, height)
    size = f'viewBox="0 0 {width} {height + rows * _ROW}" width="{width}" height="{height + rows * _ROW}"'
    inside = drawing[head.end() :].removesuffix("</svg>")
    attributes, _, parts = inside.partition(">")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}{attributes}>{MARK}<style>{_style()}</style>'
        f"{parts}{keys}</svg>\n"
    )


def _keys(keys: list[tuple[str, str]], width: int, top: int) -> tuple[str, int]:
    """Signs and words, row by row, and how many rows they take."""
    parts: list[str] = []
    left, row = 0.0, 0
    for kind, word in keys:
        needed = _SIGN + _LETTER * len(word)
        if left and left + needed > width:
            left, row = 0.0, row + 1
        middle = top + row * _ROW + _ROW / 2
        parts += _sign(kind, left, middle)
        parts.append(f'<text class="name" x="{left + _SIGN:.1f}" y="{middle + 3.5:.1f}">{word}</text>')
        left += needed + _APART
    return "".join(parts), (row + 1 if keys else 0)


def _sign(kind: str, left: float, middle: float) -> Iterator[str]:
    """What a key of the page shows before its word."""
    at = left + 9
    if kind == "cross":
        yield f'<path class="dot fails" d="M{at - 2.5:.1f} {middle - 2.5:.1f}l5 5m0-5l-5 5"/>'
    elif kind in _SIGNS or kind.startswith("shade "):
        yield f'<path class="{_SIGNS.get(kind, kind)}" d="M{at:.1f} {middle:.1f}h0"/>'
    else:
        yield f'<path class="line {kind}" d="M{left:.1f} {middle:.1f}h18"/>'


@cache
def _style() -> str:
    """Colours of both schemes, and the rules of drawings, of the page's own style."""
    text = _STYLE.read_text(encoding="utf-8")
    colours = text[: text.index("*, ::before")]
    rules = [line for line in text.splitlines() if line.startswith("svg ")]
    return "".join([colours, *rules]).replace("\n", "")
