"""The batched shrinker: every round tries all simplifications of a point at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from theoremcheck.regimes import Regimes
from theoremcheck.regimes.neighbours import all_simplest, simplifications, size_of, together

__all__ = ["shrink"]

_ROUNDS = 16
"""Trainings in a row that a shrink may take; by then a float of seventeen digits has long become a short one."""


def shrink(regimes: Regimes, point: Any, fails: Callable[[Sequence[Any]], list[bool]]) -> Any:
    """A simplest failing point: none of its declared simplifications fails (1-minimal), unless the rounds run out.

    Args:
        regimes: The declaration, whose laws say what is simpler.
        point: A failing point.
        fails: Which of some points fail; called once a round, with all that is to be tried in it.
    """
    known: dict[Any, bool] = {point: True}
    bold = [all_simplest(regimes)]
    for _ in range(_ROUNDS):
        neighbours = simplifications(regimes, point)
        size = size_of(regimes, point)
        tried = [new for new in dict.fromkeys([*bold, *neighbours]) if new is not None and size_of(regimes, new) < size]
        # The simplest first: where the effort ends within a round, it has gone to what would have helped most.
        new = sorted((one for one in tried if one not in known), key=lambda one: size_of(regimes, one))
        known.update(zip(new, fails(new) if new else [], strict=True))
        failing = [candidate for candidate in tried if known[candidate]]
        if not failing:
            return point
        # Fields that can each be made simpler alone can often be made so together; the next round tries it.
        alone = [candidate for candidate in failing if candidate in neighbours]
        point = min(failing, key=lambda candidate: size_of(regimes, candidate))
        bold = [together(regimes, point, alone)]
    return point
