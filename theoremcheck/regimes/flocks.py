"""Points in columns: what a directed search computes with, where objects would cost the time.

A walk makes hundreds of thousands of points and looks at few of them. So it keeps their fields in arrays, with the
levels at which they stand, and finds out what follows from a law once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.regimes.laws import Constant
from theoremcheck.regimes.neighbours import Declared
from theoremcheck.regimes.supports import Support

__all__ = ["Coordinate", "Flock", "Floats", "Places", "coordinates_of", "flock_of", "in_levels"]

Floats = NDArray[np.float64]


class Coordinate:
    """The coordinate of one declared field.

    Attributes:
        name: The field.
        held: Whether it has a single value, which no move changes.
        ends: The extreme values of its law, as a column.
        end_levels: Where they stand.
    """

    def __init__(self, declared: Declared, name: str) -> None:
        """Ask the law what does not change."""
        support: Support = declared.laws[name].support
        self.name, self._declared, self._support = name, declared, support
        self.held = isinstance(declared.laws[name], Constant)
        # Of listed values the place of each is known; it stands by equality, as their own search for it does.
        self._known = {value: support.level(value) for value in reversed(support.values or ())}
        ends = support.ends()
        self.ends = declared.column(name, ends)
        self.end_levels = np.array([support.level(end) for end in ends], dtype=np.float64)

    def at(self, levels: Floats) -> NDArray[Any]:
        """Values at levels, as a column."""
        return self._declared.typed(self.name, self._support.at(levels))

    def levels(self, values: Sequence[Any]) -> list[float]:
        """Where values stand. One by one: a vector's logarithm may differ in its last digit."""
        level, known = self._support.level, self._known
        return (
            [known[value] if value in known else level(value) for value in values] if known else [*map(level, values)]
        )


def coordinates_of(declared: Declared) -> list[Coordinate]:
    """The coordinates of a declaration, in the order of its laws."""
    return [Coordinate(declared, name) for name in declared.laws]


@dataclass(frozen=True)
class Places:
    """Values of the declared fields, and where they stand.

    Attributes:
        columns: One column a field, in the order of the laws.
        levels: Shape (places, declared fields), each in [0, 1].
    """

    columns: dict[str, NDArray[Any]]
    levels: Floats

    def __len__(self) -> int:
        """How many they are."""
        return len(self.levels)

    def __getitem__(self, rows: NDArray[np.intp]) -> Places:
        """A copy of some of them."""
        return Places({name: column[rows] for name, column in self.columns.items()}, self.levels[rows])

    def put(self, rows: NDArray[np.intp], field: int, name: str, values: Any, levels: ArrayLike) -> None:
        """Change one field of some places."""
        self.columns[name][rows] = values
        self.levels[rows, field] = levels

    def replace(self, rows: NDArray[np.intp], others: Places) -> None:
        """Put others in the stead of some places."""
        self.levels[rows] = others.levels
        for name, column in self.columns.items():
            column[rows] = others.columns[name]


@dataclass(frozen=True)
class Flock:
    """Points, and their places.

    Attributes:
        points: The points.
        places: Where each of them stands.
    """

    points: Sequence[Any]
    places: Places

    def __len__(self) -> int:
        """How many they are."""
        return len(self.points)

    def __getitem__(self, rows: Sequence[int]) -> Flock:
        """Some of them."""
        return Flock([self.points[row] for row in rows], self.places[np.array(rows, dtype=np.intp)])

    def __add__(self, other: Flock) -> Flock:
        """These, then others."""
        if not self or not other:
            return self or other
        columns = {
            name: np.concatenate([column, other.places.columns[name]]) for name, column in self.places.columns.items()
        }
        levels = np.concatenate([self.places.levels, other.places.levels])
        return Flock([*self.points, *other.points], Places(columns, levels))

    def distinct(self, known: set[Any]) -> Flock:
        """Each once, and none that is known; then these are known too."""
        new = dict[Any, int]()
        for row, point in enumerate(self.points):
            if point not in known:
                new.setdefault(point, row)
        known.update(new)
        return self if len(new) == len(self) else self[list(new.values())]


def flock_of(declared: Declared, coordinates: Sequence[Coordinate], points: Sequence[Any]) -> Flock:
    """Points that somebody has, in columns."""
    values = {one.name: [getattr(point, one.name) for point in points] for one in coordinates}
    columns = {name: declared.column(name, column) for name, column in values.items()}
    return Flock(points, Places(columns, in_levels(coordinates, values.__getitem__, len(points))))


def in_levels(coordinates: Sequence[Coordinate], values: Callable[[str], Sequence[Any]], count: int) -> Floats:
    """Levels of so many points, shape (points, declared fields)."""
    levels = np.empty((count, len(coordinates)))
    for field, one in enumerate(coordinates):
        levels[:, field] = one.levels(values(one.name))
    return levels
