"""The graph of what rests on what: a theorem above, and below it what its proof uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import title_of, verdict_words
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.resting import Resting
from theoremcheck.reporting.words import SYMBOLS
from theoremcheck.vocabulary import Verdict

__all__ = ["resting_graph"]

_WIDE, _HIGH, _ACROSS, _DOWN = 132, 38, 146, 78
_LONGEST = 21


def resting_graph(resting: Sequence[Resting], key: str) -> Markup:
    """The claims as boxes on floors, each below all that use it; a line to what is refuted is broken."""
    entries = {one.name: one for rest in resting for one in (rest.entry, *rest.uses)}
    uses = {rest.entry.name: [used.name for used in rest.uses] for rest in resting}
    places = _places(entries, uses)
    width = _ACROSS * (1 + max(column for column, _ in places.values()))
    height = _DOWN * (1 + max(floor for _, floor in places.values())) - (_DOWN - _HIGH) + 4
    lines = [
        _line(places[name], places[used], entries[used].verdict is Verdict.REFUTED)
        for name, below in uses.items()
        for used in below
    ]
    boxes = [_box(entry, *places[name]) for name, entry in entries.items()]
    said = "; ".join(
        f"{rest.entry.source.item} uses {', '.join(used.source.item for used in rest.uses)}" for rest in resting
    )
    return svg.figure(key, "What rests on what", said, width, height, [*lines, *boxes])


def _places(entries: Mapping[str, Entry], uses: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """(column, floor) of each claim: a floor below the lowest that uses it, and about in the middle of those."""
    floors = dict.fromkeys(entries, 0)
    for _ in entries:  # as often as there are claims: a circle then ends too
        for name, below in uses.items():
            for used in below:
                floors[used] = max(floors[used], min(floors[name] + 1, len(entries) - 1))
    rows: dict[int, list[str]] = defaultdict(list)
    for name in entries:
        rows[floors[name]].append(name)
    places: dict[str, tuple[int, int]] = {}
    for number, floor in enumerate(sorted(rows)):
        users = {
            name: [places[user][0] for user in uses if name in uses[user] and user in places] for name in rows[floor]
        }
        taken: set[int] = set()
        for name in sorted(rows[floor], key=lambda name: sum(users[name]) / max(1, len(users[name]))):
            wanted = round(sum(users[name]) / len(users[name])) if users[name] else 0
            column = next(column for column in range(wanted, wanted + len(entries) + 1) if column not in taken)
            taken.add(column)
            places[name] = (column, number)
    return places


def _line(above: tuple[int, int], below: tuple[int, int], fallen: bool) -> str:
    (x, y), (to_x, to_y) = above, below
    start = f"{_ACROSS * x + _WIDE / 2:.0f} {_DOWN * y + _HIGH + 2}"
    end = f"{_ACROSS * to_x + _WIDE / 2:.0f} {_DOWN * to_y + 2}"
    kind = "edge fallen" if fallen else "edge"
    return f'<path class="{kind}" d="M{start}L{end}"/>'


def _box(entry: Entry, column: int, floor: int) -> str:
    left, top = _ACROSS * column + 1, _DOWN * floor + 2
    item = entry.source.item.partition(",")[0]
    item = item if len(item) <= _LONGEST else item[: _LONGEST - 1] + "…"
    said = f"{title_of(entry.name)}: {verdict_words(entry)}"
    return (
        f"<g><title>{escape(said)}</title>"
        f'<rect class="node" x="{left}" y="{top}" width="{_WIDE - 2}" height="{_HIGH}" rx="3"/>'
        + svg.label(left + 7, top + 15, item, kind="name")
        + svg.label(left + 7, top + 30, f"{SYMBOLS[entry.verdict]} {entry.verdict}", kind=f"mark-{entry.verdict}")
        + "</g>"
    )
