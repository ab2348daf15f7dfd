"""Supports: the values that a field can take, and all that the engine knows of them but how likely they are.

A search, the shrinker and a map ask the support alone. So they treat a law that somebody else writes like ours as soon
as it names one: `interval`, `log_interval`, `whole_numbers` or `listed`, or a class of its own with the members below.
Nothing is inherited, so there is nothing to override.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Protocol

import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

__all__ = ["SECTIONS", "Size", "Support", "numbers_of"]

Size = tuple[int, float]
"""Digits first, then the distance from the simplest value as a share of the range."""

SECTIONS = tuple(section for k in range(1, 6) for section in (2.0**-k, 1 - 2.0**-k))
"""Shares of the distance to the simplest value that are tried at once: a round narrows it down eightfold or better."""


class Support(Protocol):
    """The values of a field. A level in (0, 1) is a position in its coordinate, from one end to the other."""

    @property
    def values(self) -> tuple[Any, ...] | None:
        """The only values that make sense for the field, in their order.

        None where a map may put others between them: on a range, and for a field that is held at a value.
        """

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are meant, whatever the type of the field."""

    @property
    def logarithmic(self) -> bool | None:
        """Whether the coordinate is the logarithm; None where a single value says nothing of it."""

    def problem(self) -> str | None:
        """What is wrong with the declaration, with the value; None if nothing is."""

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy of the values; shrinks towards the simplest one."""

    def admits(self, value: Any) -> bool:
        """Whether the value is one of them."""

    def at(self, levels: NDArray[np.float64]) -> NDArray[Any]:
        """Values at the given levels, elementwise."""

    def level(self, value: Any) -> float:
        """A level at which the value stands."""

    def ends(self) -> tuple[Any, ...]:
        """The extreme values, where a theorem is most likely to break: one, or the two at either end."""

    def simplest(self) -> Any:
        """The value that one would work with by hand."""

    def simpler(self, value: Any) -> list[Any]:
        """Values that are simpler than the given one, each to be tried in its place."""

    def size(self, value: Any) -> Size:
        """How far a value is from the simplest; every value that `simpler` offers is smaller."""

    def continued(self, low: float, high: float) -> tuple[float, ...] | None:
        """All numbers from low to high that follow the rule of the values, beyond the ends too; None without a rule."""


def numbers_of(support: Support) -> tuple[float, ...]:
    """The values of a support, or its ends where it is a range, if they are numbers; empty if they are not."""
    named = support.ends() if support.values is None else support.values
    return tuple(named) if all(map(_is_number, named)) else ()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool | Enum)
