"""The slow twin of `theoremcheck.regimes.children`: values in dictionaries, one child after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.regimes.laws import Law
from theoremcheck.regimes.neighbours import Declared, Laws
from theoremcheck.regimes.points import Columns

__all__ = ["children", "edges"]

_HALVINGS = 16
"""The last admitted point is known to 2^-16 of the line: the tolerance of a float32 margin has no use for more."""
_AT_ONCE = 4
"""Halvings whose middles are all evaluated together, asked for or not: calls cost more here than numbers."""

_STEPS = (0.1, 0.01)
"""Standard deviations of a step in a field's level: one to look around, one to settle."""

_LEAST = 1e-12
"""A level lies so far from either end at least."""

_ATTEMPTS = 4
"""Rounds of children, each of as many as are missing: some are known points, and some points have a single child."""

Values = Mapping[str, Any]


def edges(declared: Declared, points: Sequence[Any], count: int, seed: int) -> list[Any]:
    """Points at ends of fields and on boundaries of conditions, at most `count`.

    From each given point in turn some fields go to an end of their ranges, from a single one to all of them: as far as
    the conditions admit.
    """
    rng, laws = np.random.default_rng(seed), declared.laws
    moves = _Moves(laws, rng)
    starts = [_values(laws, point) for point in islice(cycle(points), count)]
    goals = [moves.pushed(values, int(rng.integers(1, len(laws) + 1))) for values in starts]
    found = _as_far_as_admitted(declared, starts, goals, rng)
    return list(dict.fromkeys(point for point in found if point is not None))


def children(declared: Declared, parents: Sequence[Any], count: int, seed: int) -> list[Any]:
    """New points made of pairs of given ones, at most `count`.

    Each field comes from either parent. Half of the children have one field or more pushed to an end, and half take a
    step: in one field, or in all.
    """
    rng = np.random.default_rng(seed)
    moves = _Moves(declared.laws, rng)
    values = [_values(declared.laws, parent) for parent in parents]
    known = dict.fromkeys(parents)
    found: dict[Any, None] = {}
    for _ in range(_ATTEMPTS if parents else 0):
        pairs = rng.integers(len(parents), size=(count - len(found), 2)).tolist()
        goals = [moves.mutated(moves.mixed(values[first], values[second])) for first, second in pairs]
        born = _as_far_as_admitted(declared, [values[first] for first, _ in pairs], goals, rng)
        found |= dict.fromkeys(point for point in born if point is not None and point not in known)
    return list(found)


class _Moves:
    """How a child comes to differ from its parents; what follows from the laws alone is found once."""

    def __init__(self, laws: Laws, rng: np.random.Generator) -> None:
        self._laws, self._rng = laws, rng
        self._names = list(laws)
        self._ends = {name: law.support.ends() for name, law in laws.items()}

    def mixed(self, first: Values, second: Values) -> dict[str, Any]:
        """Each field of either of two."""
        sides = self._rng.integers(2, size=len(self._names)).tolist()
        return {name: (second if side else first)[name] for name, side in zip(self._names, sides, strict=True)}

    def mutated(self, values: dict[str, Any]) -> dict[str, Any]:
        """With fields pushed to ends, or stepped, or both, or neither."""
        rng, names = self._rng, self._names
        if rng.random() < 0.5:
            values = self.pushed(values, rng.geometric(0.5))
        if rng.random() < 0.5:
            moved = names if rng.random() < 0.5 else [names[rng.integers(len(names))]]
            width = _STEPS[rng.integers(len(_STEPS))]
            steps = {name: width * rng.standard_normal() for name in moved}
            values = values | {name: _stepped(self._laws[name], values[name], step) for name, step in steps.items()}
        return values

    def pushed(self, values: dict[str, Any], count: int) -> dict[str, Any]:
        """With so many fields, or all of them, at an end."""
        chosen = self._rng.permutation(len(self._names))[:count].tolist()
        return values | {self._names[which]: self._an_end(self._names[which]) for which in chosen}

    def _an_end(self, name: str) -> Any:
        ends = self._ends[name]
        return ends[self._rng.integers(len(ends))]


def _stepped(law: Law, value: Any, step: float) -> Any:
    return law.support.at(np.array([min(max(law.support.level(value) + step, _LEAST), 1 - _LEAST)]))[0]


def _as_far_as_admitted(
    declared: Declared, starts: Sequence[Values], goals: Sequence[Values], rng: np.random.Generator
) -> list[Any | None]:
    """Each goal, or a point on a boundary that keeps it from being one; None where the way is closed at once.

    The straight way from the start finds any boundary, yet from a start that lies on one it leads nowhere, and a curved
    one is not followed by chords. So half of the time another field gives way instead, as little as it has to: the goal
    is kept in all the others, and of the corners of a box those are found that conditions leave to it.
    """
    if not goals:
        return []
    columns, admitted = declared.derived(_columns(declared, goals), len(goals))
    found: list[Any | None] = [None] * len(goals)
    _put(found, np.flatnonzero(admitted), declared, columns)
    closed = np.flatnonzero(~admitted).tolist()
    aside = [row for row in closed if rng.random() < 0.5]
    beside = dict(zip(aside, _beside(declared, [goals[row] for row in aside], rng), strict=True))
    froms = [beside.get(row) or starts[row] for row in closed]
    for row, point in zip(closed, _last_admitted(declared, froms, [goals[row] for row in closed]), strict=True):
        found[row] = point
    return found


def _put(found: list[Any | None], rows: NDArray[np.intp], declared: Declared, columns: Columns) -> None:
    for row, point in zip(rows.tolist(), declared.points(columns, rows), strict=True):
        found[row] = point


def _beside(declared: Declared, goals: Sequence[Values], rng: np.random.Generator) -> list[Values | None]:
    """Each goal with one field at an end that makes it admissible; None if no single field does."""
    changes = [(name, end) for name, law in declared.laws.items() for end in law.support.ends()]
    orders = [rng.permutation(len(changes)) for _ in goals]
    if not goals:
        return []
    columns = {name: np.repeat(column, len(changes)) for name, column in _columns(declared, goals).items()}
    for which, (name, end) in enumerate(changes):
        columns[name][which :: len(changes)] = declared.column(name, [end])[0]
    fine = declared.derived(columns, len(goals) * len(changes))[1].reshape(len(goals), len(changes))
    found: list[Values | None] = []
    for goal, order, row in zip(goals, orders, fine, strict=True):
        first = next((changes[which] for which in order[row[order]].tolist()), None)
        found.append(None if first is None else {**goal, first[0]: first[1]})
    return found


def _last_admitted(declared: Declared, inside: Sequence[Values], outside: Sequence[Values]) -> list[Any | None]:
    """The last admitted point that halving finds on each line between two points; None where it finds none."""
    found: list[Any | None] = [None] * len(inside)
    if not inside:
        return found
    between = _between(declared, inside, outside)
    every = np.arange(len(inside))
    reached, width, parts = np.zeros(len(inside)), 1.0, 2**_AT_ONCE
    for _ in range(_HALVINGS // _AT_ONCE):
        shares = reached[:, None] + width / parts * np.arange(1, parts)
        columns = between(np.repeat(every, parts - 1), shares.ravel())
        admitted = declared.derived(columns, shares.size)[1].reshape(shares.shape)
        place = np.zeros(len(inside), dtype=np.intp)
        for step in (parts >> halving for halving in range(1, _AT_ONCE + 1)):
            place += step * admitted[every, place + step - 1]
        width /= parts
        reached = reached + width * place
    rows = np.flatnonzero(reached)
    columns, _ = declared.derived(between(rows, reached[rows]), len(rows))
    for row, point in zip(rows.tolist(), declared.points(columns, np.arange(len(rows))), strict=True):
        found[row] = point
    return found


def _between(
    declared: Declared, starts: Sequence[Values], goals: Sequence[Values]
) -> Callable[[NDArray[np.intp], NDArray[np.float64]], Columns]:
    """Rows and shares of their way -> the values there; where both ends agree a field keeps its value to the digit."""
    laws, kept = declared.laws, _columns(declared, starts)
    agree = {
        name: np.array([start[name] == goal[name] for start, goal in zip(starts, goals, strict=True)]) for name in laws
    }
    ends = {
        name: np.array([[law.support.level(values[name]) for values in side] for side in (starts, goals)])
        for name, law in laws.items()
        if not agree[name].all()
    }

    def at(rows: NDArray[np.intp], shares: NDArray[np.float64]) -> Columns:
        columns = {name: column[rows] for name, column in kept.items()}
        for name, (start, goal) in ends.items():
            levels = np.minimum(np.maximum(start[rows] + shares * (goal - start)[rows], _LEAST), 1 - _LEAST)
            moved = declared.typed(name, laws[name].support.at(levels))
            columns[name] = np.where(agree[name][rows], columns[name], moved)
        return columns

    return at


def _columns(declared: Declared, every: Sequence[Values]) -> dict[str, NDArray[Any]]:
    return {name: declared.column(name, [values[name] for values in every]) for name in declared.laws}


def _values(laws: Laws, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in laws}
