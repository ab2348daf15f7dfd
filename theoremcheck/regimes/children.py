"""Points for a directed search: what lies between known points, and what lies on the boundaries of conditions.

Theorems break at the ends of their ranges and where a condition ends, and a condition has no list of ends: it cuts a
curve through the ranges. So whatever steps over a condition is taken back along a straight line of levels, to the last
point that all conditions admit. `Regimes` offers both functions as methods; neither feeds a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.regimes.laws import Law
from theoremcheck.regimes.neighbours import Completed, Laws

__all__ = ["children", "edges"]

_HALVINGS = 16
"""The last admitted point is known to 2^-16 of the line: the tolerance of a float32 margin has no use for more."""

_STEPS = (0.1, 0.01)
"""Standard deviations of a step in a field's level: one to look around, one to settle."""

_ATTEMPTS = 4
"""Rounds of children, each of as many as are missing: some are known points, and some points have a single child."""

Values = Mapping[str, Any]


def edges(laws: Laws, completed: Completed, points: Sequence[Any], count: int, seed: int) -> list[Any]:
    """Points at ends of fields and on boundaries of conditions, at most `count`.

    From each given point in turn some fields go to an end of their ranges, from a single one to all of them: as far as
    the conditions admit.
    """
    rng = np.random.default_rng(seed)
    starts = [_values(laws, point) for point in islice(cycle(points), count)]
    goals = [_pushed(laws, values, int(rng.integers(1, len(laws) + 1)), rng) for values in starts]
    found = _as_far_as_admitted(laws, completed, starts, goals, rng)
    return list(dict.fromkeys(point for point in found if point is not None))


def children(laws: Laws, completed: Completed, parents: Sequence[Any], count: int, seed: int) -> list[Any]:
    """New points made of pairs of given ones, at most `count`.

    Each field comes from either parent. Half of the children have one field or more pushed to an end, and half take a
    step: in one field, or in all.
    """
    rng = np.random.default_rng(seed)
    known = dict.fromkeys(parents)
    found: dict[Any, None] = {}
    for _ in range(_ATTEMPTS if parents else 0):
        wanted = count - len(found)
        pairs = [[_values(laws, parents[which]) for which in rng.integers(len(parents), size=2)] for _ in range(wanted)]
        goals = [_mutated(laws, _mixed(laws, pair, rng), rng) for pair in pairs]
        born = _as_far_as_admitted(laws, completed, [first for first, _ in pairs], goals, rng)
        found |= dict.fromkeys(point for point in born if point is not None and point not in known)
    return list(found)


def _mixed(laws: Laws, pair: Sequence[Values], rng: np.random.Generator) -> dict[str, Any]:
    return {name: pair[side][name] for name, side in zip(laws, rng.integers(2, size=len(laws)), strict=True)}


def _mutated(laws: Laws, values: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    names = list(laws)
    if rng.random() < 0.5:
        values = _pushed(laws, values, rng.geometric(0.5), rng)
    if rng.random() < 0.5:
        moved = names if rng.random() < 0.5 else [names[rng.integers(len(names))]]
        width = rng.choice(_STEPS)
        values = values | {name: _stepped(laws[name], values[name], width * rng.standard_normal()) for name in moved}
    return values


def _pushed(laws: Laws, values: dict[str, Any], count: int, rng: np.random.Generator) -> dict[str, Any]:
    """With so many fields, or all of them, at an end."""
    names = list(laws)
    return values | {names[which]: _an_end(laws[names[which]], rng) for which in rng.permutation(len(names))[:count]}


def _an_end(law: Law, rng: np.random.Generator) -> Any:
    ends = law.support.ends()
    return ends[rng.integers(len(ends))]


def _stepped(law: Law, value: Any, step: float) -> Any:
    return law.support.at(_inside([law.support.level(value) + step]))[0]


def _inside(levels: ArrayLike) -> NDArray[np.float64]:
    return np.clip(levels, 1e-12, 1 - 1e-12)


def _as_far_as_admitted(
    laws: Laws, completed: Completed, starts: Sequence[Values], goals: Sequence[Values], rng: np.random.Generator
) -> list[Any | None]:
    """Each goal, or a point on a boundary that keeps it from being one; None where the way is closed at once.

    The straight way from the start finds any boundary, yet from a start that lies on one it leads nowhere, and a curved
    one is not followed by chords. So half of the time another field gives way instead, as little as it has to: the goal
    is kept in all the others, and of the corners of a box those are found that conditions leave to it.
    """
    points = completed(goals)
    closed = [row for row, point in enumerate(points) if point is None]
    aside = [row for row in closed if rng.random() < 0.5]
    beside = dict(zip(aside, _beside(laws, completed, [goals[row] for row in aside], rng), strict=True))
    froms = [beside.get(row) or starts[row] for row in closed]
    for row, point in zip(closed, _last_admitted(laws, completed, froms, [goals[row] for row in closed]), strict=True):
        points[row] = point
    return points


def _beside(laws: Laws, completed: Completed, goals: Sequence[Values], rng: np.random.Generator) -> list[Values | None]:
    """Each goal with one field at an end that makes it admissible; None if no single field does."""
    changes = [{name: end} for name, law in laws.items() for end in law.support.ends()]
    moved = [[{**goal, **changes[which]} for which in rng.permutation(len(changes))] for goal in goals]
    admitted = iter(completed([values for every in moved for values in every]))
    fine = [[values for values in every if next(admitted) is not None] for every in moved]
    return [next(iter(every), None) for every in fine]


def _last_admitted(
    laws: Laws, completed: Completed, inside: Sequence[Values], outside: Sequence[Values]
) -> list[Any | None]:
    """The last admitted point that halving finds on each line between two points; None where it finds none."""
    found: list[Any | None] = [None] * len(inside)
    reached, excluded = np.zeros(len(inside)), np.ones(len(inside))
    between = _between(laws, inside, outside)
    for _ in range(_HALVINGS if inside else 0):
        middle = (reached + excluded) / 2
        points = completed(between(middle))
        admitted = np.array([point is not None for point in points], dtype=bool)
        reached, excluded = np.where(admitted, middle, reached), np.where(admitted, excluded, middle)
        found = [before if point is None else point for before, point in zip(found, points, strict=True)]
    return found


def _between(
    laws: Laws, starts: Sequence[Values], goals: Sequence[Values]
) -> Callable[[NDArray[np.float64]], list[Values]]:
    """Shares of the way -> the values there; a field in which both ends agree keeps its value to the last digit."""
    ends = {
        name: np.array([[law.support.level(values[name]) for values in side] for side in (starts, goals)])
        for name, law in laws.items()
    }

    def at(shares: NDArray[np.float64]) -> list[Values]:
        columns = {
            name: law.support.at(_inside(ends[name][0] + shares * (ends[name][1] - ends[name][0])))
            for name, law in laws.items()
        }
        return [
            {name: start[name] if start[name] == goal[name] else columns[name][row] for name in laws}
            for row, (start, goal) in enumerate(zip(starts, goals, strict=True))
        ]

    return at


def _values(laws: Laws, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in laws}
