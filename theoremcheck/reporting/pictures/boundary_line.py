"""Maps over one field: bounds along it, and where the holding probability crosses the required one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.boundary import Line
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.mapped import MappedField, PlaceSeen, marks, panel, places_seen, told
from theoremcheck.reporting.pictures.numbers import rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over

__all__ = ["BoundaryLines", "CrossingSeen", "LineSeen"]


@dataclass(frozen=True)
class CrossingSeen:
    """A value of the field at which the prediction stops, or starts, to hold.

    Attributes:
        low: Last value below it that is decided.
        estimate: Where the fitted probability crosses the required one.
        high: First value above it that is decided otherwise.
    """

    low: float | None
    estimate: float | None
    high: float | None


@dataclass(frozen=True)
class LineSeen:
    """A map over one field.

    Attributes:
        axis: The field.
        sentence: What the map found, in words.
        notes: What the sentence rests on.
        required: Required probability.
        alpha: Error probability of all decisions together.
        places: What the map tried.
        crossings: Where the holding probability crosses the required one.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    axis: MappedField
    sentence: str
    notes: tuple[str, ...]
    required: float
    alpha: float
    places: tuple[PlaceSeen, ...]
    crossings: tuple[CrossingSeen, ...]
    grown: str = ""

    def body(self, key: str) -> Markup:
        """The map as HTML."""
        line = "The band ends at the last values that are decided alike; the line in it is the fitted crossing."
        line = (line if self.crossings else "") + told(self.grown)
        return panel(self._drawing(key), self.sentence, line, self.notes, self.alpha, [self.axis.field], self.places)

    def _drawing(self, key: str) -> Markup:
        along = [place.values[0] for place in self.places]
        x = ruler_over(along, 46, svg.WIDTH - 8, self.axis.scale, pad=0.05)
        y = ruler_over([0.0, 1.0], 170, 18, pad=0.02)
        xs, ys = x.places(along), y.places([place.holds / max(1, place.replicates) for place in self.places])
        low, high = (y.places(np.array([getattr(place, end) for place in self.places])) for end in ("lower", "upper"))
        back = [
            *(_band(x, y, crossing) for crossing in self.crossings),
            svg.whiskers(xs, low, high),
            svg.rule(x, y, "threshold", at_y=self.required),
        ]
        parts = [
            svg.frame(x, y, self.axis.field, "share that holds"),
            svg.window(x, y, back),
            *marks(xs, ys, self.places),
        ]
        return svg.figure(key, "Boundary", self.sentence, svg.WIDTH, svg.HEIGHT, parts)


@dataclass(frozen=True)
class BoundaryLines:
    """All maps over one field.

    Attributes:
        maps: One a field.
    """

    name: ClassVar[str] = "boundary_lines"
    wide: ClassVar[bool] = True
    title: ClassVar[str] = "Boundary along a field"

    maps: tuple[LineSeen, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        return cls(lines) if (lines := tuple(_seen(one) for one in subject.maps if isinstance(one, Line))) else None

    def body(self, key: str) -> Markup:
        return Markup("").join(one.body(f"{key}{number}") for number, one in enumerate(self.maps, start=1))


def _seen(line: Line) -> LineSeen:
    return LineSeen(
        axis=MappedField.of(line.axis),
        sentence=line.sentence,
        notes=line.notes,
        required=line.required,
        alpha=line.alpha,
        places=places_seen(line),
        crossings=tuple(
            CrossingSeen(rounded(crossing.low), rounded(crossing.estimate), rounded(crossing.high))
            for crossing in line.crossings
        ),
        grown=line.grown,
    )


def _band(x: Ruler, y: Ruler, crossing: CrossingSeen) -> str:
    left, middle, right = (float(place) for place in x.places([crossing.low, crossing.estimate, crossing.high]))
    return (
        f'<rect class="allowed" x="{left:.1f}" y="{y.end:.1f}" width="{max(1.0, right - left):.1f}" '
        f'height="{y.start - y.end:.1f}"/><path class="axis" d="M{middle:.1f} {y.start:.1f}V{y.end:.1f}"/>'
    )
