"""What maps over one field and over two have in common: their places, and how the page marks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from markupsafe import Markup

from theoremcheck.boundary import Axis, Map, Plane
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_lines import Point
from theoremcheck.reporting.pictures.numbers import Floats, rounded
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.words import as_sentence, confidence
from theoremcheck.statistics import at_least, at_most

__all__ = [
    "MappedField",
    "PlaceSeen",
    "lines_seen",
    "marks",
    "panel",
    "places_seen",
    "told",
]


@dataclass(frozen=True)
class MappedField:
    """A field that a map goes along.

    Attributes:
        field: Its name.
        log: Whether the map goes along its logarithm.
    """

    field: str
    log: bool

    @classmethod
    def of(cls, axis: Axis) -> MappedField:
        """The field of a map's axis."""
        return cls(axis.field, bool(axis.log))

    @property
    def scale(self) -> Literal["linear", "log"]:
        """How its values lie on a ruler."""
        return "log" if self.log else "linear"


@dataclass(frozen=True)
class PlaceSeen:
    """What the map saw at one place.

    Attributes:
        values: Of the mapped fields.
        holds: Replicates with the predicted outcome.
        replicates: All of them.
        lower: Lower bound on the holding probability, true at all places of the map at once.
        upper: Upper bound on the holding probability, likewise.
        decided: On which side of the required probability it lies.
        inside: Whether the claim's own regime has such values.
    """

    values: tuple[float | None, ...]
    holds: int
    replicates: int
    lower: float
    upper: float
    decided: Literal["holds", "fails", "undecided"]
    inside: bool


def places_seen(mapped: Map) -> tuple[PlaceSeen, ...]:
    """The places of a map."""
    return tuple(
        PlaceSeen(
            values=tuple(map(rounded, place.values)),
            holds=place.weight.holds,
            replicates=place.weight.trials,
            lower=place.weight.lower,
            upper=place.weight.upper,
            decided=place.weight.decided,
            inside=bool(place.inside),
        )
        for place in mapped.places
    )


def lines_seen(plane: Plane) -> tuple[tuple[Point, ...], ...]:
    """The fitted level set of a map: lines through pairs of values."""
    return tuple(tuple((rounded(x), rounded(y)) for x, y in line) for line in plane.lines)


def marks(xs: Floats, ys: Floats, places: Sequence[PlaceSeen]) -> list[str]:
    """A mark at each place: a dot where the prediction holds, a cross where it fails, an open dot where undecided."""
    kinds = (("holds", svg.dots, "dot"), ("fails", svg.crosses, "dot fails"), ("undecided", svg.dots, "dot unsure"))
    decided = np.array([place.decided for place in places])
    return [draw(xs[decided == word], ys[decided == word], kind) for word, draw, kind in kinds]


def told(grown: str) -> str:
    """What a caption says of a map whose regimes are grown by a factor."""
    return f" Every regime is grown by {grown}." if grown else ""


def panel(
    drawing: Markup,
    sentence: str,
    line: str,
    notes: Sequence[str],
    alpha: float,
    fields: Sequence[str],
    places: Sequence[PlaceSeen],
) -> Markup:
    """One map: its sentence, its drawing, what the line in it is, its places in a table, its notes."""
    caption = Markup(
        '<span class="key dot">decided to hold</span> <span class="key cross">decided to fail</span> '
        '<span class="key unsure">undecided</span> {} All decisions together have confidence {}.'
    ).format(line, confidence(alpha))
    rows = [
        (*place.values, place.holds, place.replicates, at_least(place.lower), at_most(place.upper), place.decided)
        for place in places
    ]
    heads = [*fields, "hold", "of", "at least", "at most", "decided"]
    table = table_of(f"Map over {' and '.join(fields)}", heads, rows)
    below = Markup("").join(Markup('<p class="note">{}</p>\n').format(note) for note in notes)
    return Markup("<p>{}</p>\n{}{}").format(as_sentence(sentence), plate(drawing, caption, table), below)
