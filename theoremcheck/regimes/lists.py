"""Supports of listed values of any kind, and of the single value of a field that is held."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from math import isclose
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.regimes.supports import Size, Support, numbers_of

__all__ = ["held", "listed"]


def listed(*values: Any) -> Support:
    """The given values: numbers, texts, tuples, members of an enum; the first is the simplest."""
    return _Listed(values)


def held(value: Any) -> Support:
    """One value."""
    return _Held(value)


@dataclass(frozen=True)
class _Listed:
    values: tuple[Any, ...]

    whole = False

    @property
    def logarithmic(self) -> bool:
        """Whether they are numbers in roughly constant ratio."""
        numbers = sorted(numbers_of(self))
        ratios = [high / low for low, high in zip(numbers, numbers[1:], strict=False) if low > 0]
        steady = all(isclose(ratio, ratios[0], rel_tol=0.3) for ratio in ratios)
        return steady and len(ratios) == len(numbers) - 1 > 0

    def problem(self) -> str | None:
        return None if self.values else "choice() has no values: the range is empty"

    def strategy(self) -> SearchStrategy[Any]:
        return st.sampled_from(self.values)

    def admits(self, value: Any) -> bool:
        return value in self.values

    def at(self, levels: NDArray[np.float64]) -> NDArray[Any]:
        which = np.minimum((levels * len(self.values)).astype(np.int64), len(self.values) - 1)
        return _column(self.values)[which]

    def level(self, value: Any) -> float:
        return (self.values.index(value) + 0.5) / len(self.values)

    def ends(self) -> tuple[Any, ...]:
        return (self.values[0], self.values[-1])

    def simplest(self) -> Any:
        return self.values[0]

    def simpler(self, value: Any) -> list[Any]:
        return list(self.values[: self.values.index(value)])

    def size(self, value: Any) -> Size:
        return 0, self.values.index(value) / max(1, len(self.values) - 1)

    def continued(self, low: float, high: float) -> None:
        return None


@dataclass(frozen=True)
class _Held:
    value: Any

    values = None
    whole = False
    logarithmic = None

    def problem(self) -> str | None:
        return None  # any value may be held; its type is checked against the field

    def strategy(self) -> SearchStrategy[Any]:
        return st.just(self.value)

    def admits(self, value: Any) -> bool:
        return bool(value == self.value)

    def at(self, levels: NDArray[np.float64]) -> NDArray[Any]:
        return np.fromiter(repeat(self.value, len(levels)), dtype=object, count=len(levels))

    def level(self, value: Any) -> float:
        return 0.5

    def ends(self) -> tuple[Any, ...]:
        return (self.value,)

    def simplest(self) -> Any:
        return self.value

    def simpler(self, value: Any) -> list[Any]:
        return []

    def size(self, value: Any) -> Size:
        return 0, 0.0

    def continued(self, low: float, high: float) -> None:
        return None


def _column(values: tuple[Any, ...]) -> NDArray[Any]:
    """One entry a value, also where the values are tuples of one length, which an assignment would take for rows."""
    return np.fromiter(values, dtype=object, count=len(values))
