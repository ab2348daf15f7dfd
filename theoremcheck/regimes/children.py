"""Points for a directed search: what lies between known points, and what lies on the boundaries of conditions.

Theorems break at the ends of their ranges and where a condition ends, and a condition has no list of ends: it cuts a
curve through the ranges. So whatever steps over a condition is taken back along a straight line of levels, to the last
point that all conditions admit. `Regimes` offers both functions as methods; neither feeds a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np

from theoremcheck.regimes.laws import Law
from theoremcheck.regimes.neighbours import Complete, Laws

__all__ = ["children", "edges"]

_HALVINGS = 16
"""The last admitted point is known to 2^-16 of the line: the tolerance of a float32 margin has no use for more."""

_STEPS = (0.1, 0.01)
"""Standard deviations of a step in a field's level: one to look around, one to settle."""

_ATTEMPTS = 4
"""Children made for each that is asked for, at most: some are known points, and some points have a single child."""

Values = Mapping[str, Any]


def edges(laws: Laws, complete: Complete, points: Sequence[Any], count: int, seed: int) -> list[Any]:
    """Points at ends of fields and on boundaries of conditions, at most `count`.

    From each given point in turn some fields go to an end of their ranges, from a single one to all of them: as far as
    the conditions admit.
    """
    rng = np.random.default_rng(seed)
    found: dict[Any, None] = {}
    for point in islice(cycle(points), count):
        values = _values(laws, point)
        goal = _pushed(laws, values, int(rng.integers(1, len(laws) + 1)), rng)
        _keep(found, _as_far_as_admitted(laws, complete, values, goal, rng))
    return list(found)


def children(laws: Laws, complete: Complete, parents: Sequence[Any], count: int, seed: int) -> list[Any]:
    """New points made of pairs of given ones, at most `count`.

    Each field comes from either parent. Half of the children have one field or more pushed to an end, and half take a
    step: in one field, or in all.
    """
    rng = np.random.default_rng(seed)
    found: dict[Any, None] = {}
    known = set(parents)
    for _ in range(_ATTEMPTS * count if parents else 0):
        first, second = (_values(laws, parents[which]) for which in rng.integers(len(parents), size=2))
        mixed = {name: (first if rng.random() < 0.5 else second)[name] for name in laws}
        point = _as_far_as_admitted(laws, complete, first, _mutated(laws, mixed, rng), rng)
        if point not in known:
            _keep(found, point)
        if len(found) == count:
            break
    return list(found)


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
    return law.support.at(np.clip([law.support.level(value) + step], 1e-12, 1 - 1e-12))[0]


def _as_far_as_admitted(laws: Laws, complete: Complete, start: Values, goal: Values, rng: np.random.Generator) -> Any:
    """The goal, or a point on a boundary that keeps it from being one; None where the way is closed at once.

    The straight way from the start finds any boundary, yet from a start that lies on one it leads nowhere, and a curved
    one is not followed by chords. So half of the time another field gives way instead, as little as it has to: the goal
    is kept in all the others, and of the corners of a box those are found that conditions leave to it.
    """
    point = complete(goal)
    if point is not None:
        return point
    beside = _beside(laws, complete, goal, rng) if rng.random() < 0.5 else None
    return _last_admitted(laws, complete, start if beside is None else beside, goal)


def _beside(laws: Laws, complete: Complete, goal: Values, rng: np.random.Generator) -> Values | None:
    """The goal with one field at an end that makes it admissible; None if no single field does."""
    aside = ({name: end} for name, law in laws.items() for end in law.support.ends())
    moved = [{**goal, **change} for change in aside]
    return next((moved[which] for which in rng.permutation(len(moved)) if complete(moved[which]) is not None), None)


def _last_admitted(laws: Laws, complete: Complete, inside: Values, outside: Values) -> Any | None:
    """The last admitted point that halving finds on the line between two points; None where it finds none."""
    found, reached, excluded = None, 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (reached + excluded) / 2
        point = complete(_on_the_way(laws, inside, outside, middle))
        if point is None:
            excluded = middle
        else:
            reached, found = middle, point
    return found


def _on_the_way(laws: Laws, start: Values, goal: Values, share: float) -> dict[str, Any]:
    """At a share of the way; a field in which both agree keeps its value to the last digit."""
    return {
        name: start[name]
        if start[name] == goal[name]
        else _stepped(law, start[name], share * (law.support.level(goal[name]) - law.support.level(start[name])))
        for name, law in laws.items()
    }


def _values(laws: Laws, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in laws}


def _keep(found: dict[Any, None], point: Any | None) -> None:
    if point is not None:
        found.setdefault(point)
