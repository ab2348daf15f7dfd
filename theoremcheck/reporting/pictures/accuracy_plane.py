"""Accuracy over two fields: the mean at each place of a map, with its interval, and the map's own line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.boundary import Plane
from theoremcheck.boundary.places import Place
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_lines import Point, drawn_lines
from theoremcheck.reporting.pictures.mapped import MappedField, lines_seen, told
from theoremcheck.reporting.pictures.numbers import rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.words import as_sentence, confidence
from theoremcheck.statistics import at_least, at_most, mean_bounds

__all__ = ["AccuracyPlanes", "AccuracySeen", "MeanSeen"]

ENDING = "accuracy"
"""What the name of an observable ends with that is a share of answers: it lies in [0, 1], as its bounds ask for."""

SHADES = 5
"""As many as a reader tells apart."""

_ROUND_OFF = 1e-6
"""A mean of float32 numbers may pass 1 by so much."""


@dataclass(frozen=True)
class MeanSeen:
    """Accuracy at one place.

    Attributes:
        values: Of the mapped fields.
        mean: Mean over the replicates.
        lower: Lower bound on the expected accuracy there.
        upper: Upper bound.
        replicates: How many.
    """

    values: Point
    mean: float
    lower: float
    upper: float
    replicates: int


@dataclass(frozen=True)
class AccuracySeen:
    """One accuracy over the places of one map.

    Attributes:
        axes: The fields.
        observable: Its name.
        places: What was seen.
        lines: The map's line: where the claim holds as often as required.
        alpha: Probability that one interval is wrong.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    axes: tuple[MappedField, MappedField]
    observable: str
    places: tuple[MeanSeen, ...]
    lines: tuple[tuple[Point, ...], ...]
    alpha: float
    grown: str = ""

    @property
    def sentence(self) -> str:
        """What was seen, in words."""
        means = [place.mean for place in self.places]
        return f"{self.observable}: means from {min(means):.3g} to {max(means):.3g} at {len(means)} places"

    def body(self, key: str) -> Markup:
        """The surface as HTML."""
        across, up = ([place.values[number] for place in self.places] for number in range(2))
        x = ruler_over(across, 46, svg.WIDTH - 8, self.axes[0].scale, pad=0.05)
        y = ruler_over(up, 170, 18, self.axes[1].scale, pad=0.05)
        lines = drawn_lines(x, y, self.lines, "line c5")
        line = " The line is where the claim holds as often as required." if lines else ""
        edges = self._edges()
        keys = Markup(" ").join(
            Markup('<span class="key shade s{}">{}</span>').format(number, f"{low:.3g} to {high:.3g}")
            for number, (low, high) in enumerate(zip(edges, edges[1:], strict=False), start=1)
        )
        caption = Markup(
            "{} Mean over the replicates at each place.{} Each interval in the table has confidence {} by itself, "
            "after however many replicates."
        ).format(keys, line + told(self.grown), confidence(self.alpha))
        rows = [
            (*place.values, place.mean, at_least(place.lower), at_most(place.upper), place.replicates)
            for place in self.places
        ]
        fields = [axis.field for axis in self.axes]
        heads = [*fields, f"mean {self.observable}", "at least", "at most", "replicates"]
        table = table_of(f"{self.observable} over {' and '.join(fields)}", heads, rows)
        return Markup("<p>{}</p>\n{}").format(
            as_sentence(self.sentence), plate(self._drawing(key, x, y, lines), caption, table)
        )

    def _edges(self) -> list[float]:
        """Equal steps between the least and the largest mean, rounded outward to hundredths."""
        means = [place.mean for place in self.places]
        low, high = np.floor(100 * min(means)) / 100, np.ceil(100 * max(means)) / 100
        return [float(edge) for edge in np.linspace(low, max(high, low + 0.01), SHADES + 1)]

    def _drawing(self, key: str, x: Ruler, y: Ruler, lines: list[str]) -> Markup:
        xs, ys = (ruler.places([place.values[side] for place in self.places]) for side, ruler in enumerate((x, y)))
        shades = np.digitize([place.mean for place in self.places], self._edges()[1:-1])
        parts = [
            svg.frame(x, y, self.axes[0].field, self.axes[1].field),
            *(svg.dots(xs[shades == one], ys[shades == one], f"shade s{one + 1}") for one in range(SHADES)),
            svg.window(x, y, lines),
        ]
        return svg.figure(key, f"Mean {self.observable}", self.sentence, svg.WIDTH, svg.HEIGHT, parts)


@dataclass(frozen=True)
class AccuracyPlanes:
    """The accuracies over all maps of two fields.

    Attributes:
        surfaces: One a map and observable.
    """

    name: ClassVar[str] = "accuracy_planes"
    wide: ClassVar[bool] = True
    title: ClassVar[str] = "Accuracy over two fields"

    surfaces: tuple[AccuracySeen, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        planes = [one for one in subject.maps if isinstance(one, Plane)]
        found = tuple(seen for plane in planes for seen in _seen(plane, subject.judgement.alpha))
        return cls(found) if found else None

    def body(self, key: str) -> Markup:
        return Markup("").join(one.body(f"{key}{number}") for number, one in enumerate(self.surfaces, start=1))


def _seen(plane: Plane, alpha: float) -> Iterator[AccuracySeen]:
    for name in plane.places[0].trials[0].observables:
        if name.endswith(ENDING) and (places := tuple(_means(plane.places, name, alpha))):
            yield AccuracySeen(
                axes=(MappedField.of(plane.axes[0]), MappedField.of(plane.axes[1])),
                observable=name,
                places=places,
                lines=lines_seen(plane),
                alpha=alpha,
                grown=plane.grown,
            )


def _means(places: tuple[Place, ...], name: str, alpha: float) -> Iterator[MeanSeen]:
    """Of the places where every replicate gave one accuracy: a ladder gives several, and a broken replicate none."""
    for place in places:
        values = np.array([trial.observables.get(name, np.nan) for trial in place.trials], dtype=np.float64)
        if values.ndim == 1 and np.all((values >= -_ROUND_OFF) & (values <= 1 + _ROUND_OFF)):
            values = values.clip(0, 1)
            lower, upper = mean_bounds(values, alpha)
            x, y = place.values
            yield MeanSeen((rounded(x), rounded(y)), float(values.mean()), lower, upper, len(values))
