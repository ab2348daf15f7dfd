"""What a paper's page begins with: pictures of its claims, or their draws in a plane with the theory's lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from theoremcheck.catalogue.visible import visible
from theoremcheck.claim import MapShown, Scatter, Shown
from theoremcheck.reporting.answers import plane_of
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.page.visible_bodies import body_of
from theoremcheck.reporting.papers import PaperRecord
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_lines import drawn_lines
from theoremcheck.reporting.pictures.drawn_points import DrawnColumn, DrawnPoints
from theoremcheck.reporting.pictures.plate import plate, table_of, thinned
from theoremcheck.reporting.pictures.rulers import ruler_over

__all__ = ["main_picture_body", "main_pictures_of", "map_body"]

_MARKS = ("fails", "unsure", "holds")
_DRAWN = {"fails": (svg.crosses, "dot fails"), "holds": (svg.dots, "dot"), "unsure": (svg.dots, "dot other")}
_KEYS = {"fails": "cross", "holds": "dot", "unsure": "other"}


def main_pictures_of(record: PaperRecord, entries: Mapping[str, Entry]) -> tuple[Shown | Scatter, ...]:
    """Those for which the report has the numbers: another selection of claims may lack some."""
    shown = [one for one in record.shown if one.claim in entries and one.picture in entries[one.claim].seen]
    return (*shown, *(one for one in record.scatters if _columns(one, entries) is not None))


def main_picture_body(picture: Shown | Scatter, entries: Mapping[str, Entry], key: str) -> Markup:
    """Drawing, caption and table as HTML; `key` is unlike any other on the page."""
    if isinstance(picture, Shown):
        return body_of(entries[picture.claim].seen[picture.picture], key)
    return _scatter(picture, _columns(picture, entries) or (), key)


def map_body(shown: MapShown, entries: Mapping[str, Entry], key: str) -> Markup:
    """The same of a question's map, if somebody made it."""
    plane = plane_of(shown, entries)
    return Markup("") if plane is None else Markup(visible(plane.body(key, shown.lines, shown.regions)))


def _columns(scatter: Scatter, entries: Mapping[str, Entry]) -> Sequence[DrawnColumn] | None:
    """The two sides and what is counted, if all are recorded."""
    drawn = entries[scatter.claim].seen.get(DrawnPoints.name) if scatter.claim in entries else None
    if not isinstance(drawn, DrawnPoints):
        return None
    found = [drawn.column(name) for name in (scatter.across, scatter.up, *scatter.counted)]
    columns = [column for column in found if column is not None]
    return columns if len(columns) == len(found) else None


def _scatter(scatter: Scatter, columns: Sequence[DrawnColumn], key: str) -> Markup:
    across, up, *counted = columns
    x = ruler_over(across.values, 46, svg.WIDTH - 8, "log" if across.log else "linear", pad=0.05)
    y = ruler_over(up.values, 170, 18, "log" if up.log else "linear", pad=0.05)
    xs, ys, count = x.places(across.values), y.places(up.values), _count(counted, len(across.values))
    back = drawn_lines(x, y, scatter.lines, "line c5 dashed")
    parts = [svg.frame(x, y, across.name, up.name), svg.window(x, y, back)]
    keys = Markup("")
    marks = _MARKS if counted else ("holds",)
    for number, (word, mark) in enumerate(zip(scatter.words, marks, strict=False)):
        draw, kind = _DRAWN[mark]
        parts.append(draw(xs[count == number], ys[count == number], kind))
        keys += Markup('<span class="key {}">{}</span> ').format(_KEYS[mark], word)
    said = ", ".join(f"{word}: {int((count == number).sum())}" for number, word in enumerate(scatter.words))
    drawing = svg.figure(key, scatter.says, f"Draws by {across.name} and {up.name}. {said}.", svg.WIDTH, 214, parts)
    lines = f" Dashed: {scatter.dashed}." if back else ""
    table = table_of(
        "Some of these draws",
        [column.name for column in columns],
        thinned([column.values for column in columns]),
    )
    return plate(drawing, keys + f"The first {len(count)} draws.{lines}", table)


def _count(counted: Iterable[DrawnColumn], draws: int) -> NDArray[np.int_]:
    """How many of these numbers are positive, at each draw."""
    count = np.zeros(draws, dtype=int)
    for column in counted:
        count += [value is not None and value > 0 for value in column.values]
    return count
