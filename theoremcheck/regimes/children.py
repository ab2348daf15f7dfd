"""Points for a directed search: what lies between known points, and what lies on the boundaries of conditions.

Theorems break at the ends of their ranges and where a condition ends, and a condition has no list of ends: it cuts a
curve through the ranges. So whatever steps over a condition is taken back along a straight line of levels, to the last
point that all conditions admit. `Regimes` offers both functions as methods; neither feeds a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.regimes.flocks import Floats, Flock, Places, coordinates_of, flock_of, in_levels
from theoremcheck.regimes.moves import Moves, Pushes, by_field, drawn, pushed
from theoremcheck.regimes.neighbours import Declared

__all__ = ["Breeding", "children", "edges"]

_HALVINGS = 16
"""The last admitted point is known to 2^-16 of the line: the tolerance of a float32 margin has no use for more."""
_AT_ONCE = 4
"""Halvings whose middles are all evaluated together, asked for or not: calls cost more here than numbers."""

_LEAST = 1e-12
"""A level lies so far from either end at least."""

_ATTEMPTS = 4
"""Rounds of children, each of as many as are missing: some are known points, and some points have a single child."""


def edges(declared: Declared, points: Sequence[Any], count: int, seed: int) -> list[Any]:
    """Points at ends of fields and on boundaries of conditions, at most `count`.

    From each given point in turn some fields go to an end of their ranges, from a single one to all of them: as far as
    the conditions admit.
    """
    return list(Breeding(declared).edges(points, count, seed).points)


def children(declared: Declared, parents: Sequence[Any], count: int, seed: int) -> list[Any]:
    """New points made of pairs of given ones, at most `count`.

    Each field comes from either parent. Half of the children have one field or more pushed to an end, and half take a
    step: in one field, or in all.
    """
    breeding = Breeding(declared)
    return list(breeding.children(breeding.flock(parents), count, seed).points)


class Breeding:
    """Makes points of points, one generation after another; what follows from the laws alone is found once."""

    def __init__(self, declared: Declared) -> None:
        """No generation yet."""
        self._declared = declared
        self._coordinates = coordinates_of(declared)
        self._ends = tuple(len(one.ends) for one in self._coordinates)

    def flock(self, points: Sequence[Any]) -> Flock:
        """Points that somebody has, in columns."""
        return flock_of(self._declared, self._coordinates, points)

    def edges(self, points: Sequence[Any], count: int, seed: int) -> Flock:
        """As the function of this name."""
        rng = np.random.default_rng(seed)
        starts = self.flock(list(islice(cycle(points), count)))
        pushes = [
            (field, row, end)
            for row in range(len(starts))
            for field, end in pushed(rng, int(rng.integers(1, len(self._ends) + 1)), self._ends)
        ]
        goals = self._at_ends(starts.places[np.arange(len(starts))], by_field(pushes, np.intp))
        return self._as_far_as_admitted(starts.places, goals, rng).distinct(set())

    def children(self, parents: Flock, count: int, seed: int) -> Flock:
        """As the function of this name."""
        rng, known = np.random.default_rng(seed), set(parents.points)
        found = self.flock([])
        for _ in range(_ATTEMPTS if len(parents) else 0):
            moves = drawn(rng, len(parents), count - len(found), self._ends)
            goals = self._goals(parents.places, moves)
            found += self._as_far_as_admitted(parents.places[moves.firsts], goals, rng).distinct(known)
            if len(found) == count:
                break
        return found

    def _goals(self, parents: Places, moves: Moves) -> Places:
        """Where children would stand if no condition kept them."""
        columns = {
            name: column[sources]
            for (name, column), sources in zip(parents.columns.items(), moves.sources, strict=True)
        }
        # In the order of a table made row by row: the last digit of a product of matrices depends on it.
        levels = np.ascontiguousarray(parents.levels[moves.sources, np.arange(len(self._ends))[:, None]].T)
        goals = self._at_ends(Places(columns, levels), moves.pushes)
        for field, rows, steps in moves.steps:
            one = self._coordinates[field]
            if not one.held:
                values = one.at(_inside(levels[rows, field] + steps))
                goals.put(rows, field, one.name, values, one.levels(values.tolist()))
        return goals

    def _at_ends(self, goals: Places, pushes: Pushes) -> Places:
        """The same places, which these pushes have changed."""
        for field, rows, ends in pushes:
            one = self._coordinates[field]
            if not one.held:
                goals.put(rows, field, one.name, one.ends[ends], one.end_levels[ends])
        return goals

    def _as_far_as_admitted(self, starts: Places, goals: Places, rng: np.random.Generator) -> Flock:
        """Each goal, or a point on a boundary that keeps it from being one; none where the way is closed at once.

        The straight way from the start finds any boundary, yet from a start that lies on one it leads nowhere, and a
        curved one is not followed by chords. So half of the time another field gives way instead, as little as it has
        to: the goal is kept in all the others, and of the corners of a box those are found that conditions leave to it.
        """
        if not len(goals):
            return self.flock([])
        columns, admitted = self._declared.derived(goals.columns, len(goals))
        fine, closed = np.flatnonzero(admitted), np.flatnonzero(~admitted)
        points = dict(zip(fine.tolist(), self._declared.points(columns, fine), strict=True))
        if closed.size:
            outside = goals[closed]
            froms = self._beside(outside, np.flatnonzero(rng.random(len(closed)) < 0.5), starts[closed], rng)
            reached, places, found = self._last_admitted(froms, outside)
            goals.replace(closed[reached], places)
            points |= zip(closed[reached].tolist(), found, strict=True)
        rows = sorted(points)
        return Flock([points[row] for row in rows], goals[np.array(rows, dtype=np.intp)])

    def _beside(self, goals: Places, aside: NDArray[np.intp], starts: Places, rng: np.random.Generator) -> Places:
        """The starts; in the stead of those aside their goals with one field at an end that makes them admissible."""
        changes = [(field, end) for field, ends in enumerate(self._ends) for end in range(ends)]
        if not aside.size:
            return starts
        orders = np.array([rng.permutation(len(changes)) for _ in aside])
        tried = goals[np.repeat(aside, len(changes))]
        every = np.arange(len(aside)) * len(changes)
        for which, (field, end) in enumerate(changes):
            one = self._coordinates[field]
            tried.put(every + which, field, one.name, one.ends[end], one.end_levels[end])
        fine = self._declared.derived(tried.columns, len(tried))[1].reshape(orders.shape)
        in_order = np.take_along_axis(fine, orders, axis=1)
        chosen = np.flatnonzero(in_order.any(axis=1))
        first = orders[chosen, in_order[chosen].argmax(axis=1)]
        starts.replace(aside[chosen], tried[every[chosen] + first])
        return starts

    def _last_admitted(self, inside: Places, outside: Places) -> tuple[NDArray[np.intp], Places, list[Any]]:
        """The last admitted point that halving finds on each line between two places: of which lines, where, and it."""
        count, parts = len(inside), 2**_AT_ONCE
        every, (reached, width) = np.arange(count), (np.zeros(count), 1.0)
        way = self._way(inside, outside)
        between = way(np.repeat(every, parts - 1))
        for _ in range(_HALVINGS // _AT_ONCE):
            shares = reached[:, None] + width / parts * np.arange(1, parts)
            admitted = self._declared.derived(between(shares.ravel()), shares.size)[1].reshape(shares.shape)
            place = np.zeros(count, dtype=np.intp)
            for step in (parts >> halving for halving in range(1, _AT_ONCE + 1)):
                place += step * admitted[every, place + step - 1]
            width /= parts
            reached = reached + width * place
        rows = np.flatnonzero(reached)
        declared = way(rows)(reached[rows])
        columns, _ = self._declared.derived(declared, len(rows))
        levels = in_levels(self._coordinates, lambda name: declared[name].tolist(), len(rows))
        return rows, Places(declared, levels), self._declared.points(columns, np.arange(len(rows)))

    def _way(
        self, starts: Places, goals: Places
    ) -> Callable[[NDArray[np.intp]], Callable[[Floats], dict[str, NDArray[Any]]]]:
        """Rows -> (shares of their ways -> the values there); where both ends agree a field keeps its value."""
        moving = [
            (field, one, agree)
            for field, one in enumerate(self._coordinates)
            if not (agree := np.asarray(starts.columns[one.name] == goals.columns[one.name], dtype=bool)).all()
        ]

        def of(rows: NDArray[np.intp]) -> Callable[[Floats], dict[str, NDArray[Any]]]:
            kept = {name: column[rows] for name, column in starts.columns.items()}
            ways = [
                (one, agree[rows], starts.levels[rows, field], (goals.levels - starts.levels)[rows, field])
                for field, one, agree in moving
            ]

            def at(shares: Floats) -> dict[str, NDArray[Any]]:
                moved = {one.name: one.at(_inside(start + shares * way)) for one, _, start, way in ways}
                return kept | {one.name: np.where(agree, kept[one.name], moved[one.name]) for one, agree, _, _ in ways}

            return at

        return of


def _inside(levels: Floats) -> Floats:
    return np.minimum(np.maximum(levels, _LEAST), 1 - _LEAST)
