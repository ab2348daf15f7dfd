"""The batched shrinker: it tries the simplifications of a point in batches, not one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from theoremcheck.regimes import Regimes

__all__ = ["shrink"]

_ROUNDS = 8
"""By then a float of seventeen digits has long become a short one; a round asks twice at most."""


def shrink(regimes: Regimes, point: Any, fails: Callable[[Sequence[Any]], list[bool]]) -> Any:
    """A simplest failing point: none of its declared simplifications fails (1-minimal), unless the rounds run out.

    Args:
        regimes: The declaration, whose laws say what is simpler.
        point: A failing point.
        fails: Which of some points fail; the shrinker hands over all that it tries at once.
    """
    known: dict[Any, bool] = {point: True}

    def failing_among(points: Iterable[Any]) -> list[Any]:
        """The points that are simpler than the present one and fail."""
        size = regimes.size(point)
        tried = [one for one in dict.fromkeys(points) if one is not None and regimes.size(one) < size]
        # The simplest first: where the effort ends within a round, it went to the points that would have helped most.
        new = sorted((one for one in tried if one not in known), key=lambda one: regimes.size(one))
        known.update(zip(new, fails(new) if new else [], strict=True))
        return [one for one in tried if known[one]]

    bold = [regimes.simplest()]
    for _ in range(_ROUNDS):
        # Fields that do not matter fall to their simplest values at a trial each, before others are narrowed down.
        found = failing_among([*bold, *regimes.simplest_in_one_field(point)])
        found = found or failing_among(regimes.simplifications(point))
        if not found:
            return point
        # Fields that can each be made simpler alone can often be made so together; the next round tries it.
        joint = regimes.together(point, found)
        point = min(found, key=lambda one: regimes.size(one))
        bold = [joint]
    return point
