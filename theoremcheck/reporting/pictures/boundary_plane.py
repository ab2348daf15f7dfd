"""Maps over two fields: decided places, and the line on which the holding probability is the required one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from markupsafe import Markup

from theoremcheck.boundary import Plane
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_lines import Line, Point, drawn_lines
from theoremcheck.reporting.pictures.mapped import (
    MappedField,
    PlaceSeen,
    lines_seen,
    marks,
    panel,
    places_seen,
    told,
)
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.rulers import ruler_over

__all__ = ["BoundaryPlanes", "PlaneSeen"]

Region = tuple[float, float, str]
"""Value across, value up, words."""


@dataclass(frozen=True)
class PlaneSeen:
    """A map over two fields.

    Attributes:
        axes: The fields.
        sentence: What the map found, in words.
        notes: What the sentence rests on.
        required: Required probability.
        alpha: Error probability of all decisions together.
        places: What the map tried.
        lines: The fitted level set: lines through pairs of values.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    axes: tuple[MappedField, MappedField]
    sentence: str
    notes: tuple[str, ...]
    required: float
    alpha: float
    places: tuple[PlaceSeen, ...]
    lines: tuple[tuple[Point, ...], ...]
    grown: str = ""

    def body(self, key: str, theory: Sequence[Line] = (), regions: Sequence[Region] = ()) -> Markup:
        """The map as HTML.

        Args:
            key: What identifiers begin with.
            theory: Lines of the theory, drawn dashed.
            regions: Words in the map, each at a pair of values.
        """
        across, up = ([place.values[number] for place in self.places] for number in range(2))
        x = ruler_over(across, 46, svg.WIDTH - 8, self.axes[0].scale, pad=0.05)
        y = ruler_over(up, 170, 18, self.axes[1].scale, pad=0.05)
        found, dashed = drawn_lines(x, y, self.lines, "line c5"), drawn_lines(x, y, theory, "line c5 dashed")
        line = "The line is where the fitted probability crosses the required one." if found else ""
        line += (" Dashed: the theory's line." if dashed else "") + told(self.grown)
        words = [svg.label(x.place(right), y.place(up), word, "middle", "region") for right, up, word in regions]
        parts = [
            svg.frame(x, y, self.axes[0].field, self.axes[1].field),
            svg.window(x, y, [*found, *dashed]),
            *marks(x.places(across), y.places(up), self.places),
            *words,
        ]
        drawing = svg.figure(key, "Boundary", self.sentence, svg.WIDTH, svg.HEIGHT, parts)
        fields = [axis.field for axis in self.axes]
        return panel(drawing, self.sentence, line, self.notes, self.alpha, fields, self.places)


@dataclass(frozen=True)
class BoundaryPlanes:
    """All maps over two fields.

    Attributes:
        maps: One a pair of fields.
    """

    name: ClassVar[str] = "boundary_planes"
    wide: ClassVar[bool] = True
    title: ClassVar[str] = "Boundary over two fields"

    maps: tuple[PlaneSeen, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        return cls(planes) if (planes := tuple(_seen(one) for one in subject.maps if isinstance(one, Plane))) else None

    def body(self, key: str) -> Markup:
        return Markup("").join(one.body(f"{key}{number}") for number, one in enumerate(self.maps, start=1))


def _seen(plane: Plane) -> PlaneSeen:
    return PlaneSeen(
        axes=(MappedField.of(plane.axes[0]), MappedField.of(plane.axes[1])),
        sentence=plane.sentence,
        notes=plane.notes,
        required=plane.required,
        alpha=plane.alpha,
        places=places_seen(plane),
        lines=lines_seen(plane),
        grown=plane.grown,
    )
