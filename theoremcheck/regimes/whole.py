"""Supports of whole numbers: all of a range, and the powers of a base in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.regimes.intervals import range_problem
from theoremcheck.regimes.lists import listed
from theoremcheck.regimes.supports import SECTIONS, Size, Support

__all__ = ["powers", "whole_numbers"]

_LARGEST = 64
"""Powers are continued beyond their range up to this exponent."""


def whole_numbers(min_value: int, max_value: int) -> Support:
    """The integers min_value..max_value, both included; the smallest is the simplest."""
    return _WholeNumbers(min_value, max_value)


def powers(base: int, min_value: int, max_value: int) -> Support:
    """The powers of `base` in [min_value, max_value]; the smallest is the simplest."""
    return _Powers(base, min_value, max_value)


@dataclass(frozen=True)
class _WholeNumbers:
    min_value: int
    max_value: int

    values = None
    whole = True
    logarithmic = False

    def problem(self) -> str | None:
        if (problem := range_problem(self.min_value, self.max_value)) is not None:
            return problem
        for name, bound in (("min_value", self.min_value), ("max_value", self.max_value)):
            if not isinstance(bound, int):
                return f"{name}={bound!r} must be an integer"
        return None

    def strategy(self) -> SearchStrategy[int]:
        # Hypothesis shrinks integers towards zero where the range contains it; the regime that one can work by hand
        # is the smallest, so the offset from min_value is what is drawn.
        return st.integers(0, self.max_value - self.min_value).map(lambda offset: self.min_value + offset)

    def admits(self, value: Any) -> bool:
        return isinstance(value, int | float) and value % 1 == 0 and self.min_value <= value <= self.max_value

    def at(self, levels: NDArray[np.float64]) -> NDArray[np.int64]:
        count = self.max_value - self.min_value + 1
        return self.min_value + np.minimum((levels * count).astype(np.int64), count - 1)

    def level(self, value: int) -> float:
        return (value - self.min_value + 0.5) / (self.max_value - self.min_value + 1)

    def ends(self) -> tuple[int, ...]:
        return (self.min_value, self.max_value)

    def simplest(self) -> int:
        return self.min_value

    def simpler(self, value: int) -> list[int]:
        offset = int(value) - self.min_value
        found = {0, offset - 1, *(int(share * offset) for share in SECTIONS)}
        return [self.min_value + step for step in sorted(found) if 0 <= step < offset]

    def size(self, value: int) -> Size:
        return 0, (value - self.min_value) / max(1, self.max_value - self.min_value)

    def continued(self, low: float, high: float) -> None:
        return None


@dataclass(frozen=True)
class _Powers:
    base: int
    min_value: int
    max_value: int

    whole = True
    logarithmic = True

    @property
    def values(self) -> tuple[int, ...]:
        found, power = [], 1
        while power <= self.max_value:
            if power >= self.min_value:
                found.append(power)
            power *= self.base
        return tuple(found)

    def problem(self) -> str | None:
        if not isinstance(self.base, int) or self.base < 2:
            return f"base={self.base!r} must be an integer of at least 2"
        if (problem := _WholeNumbers(self.min_value, self.max_value).problem()) is not None:
            return problem
        if not self.values:
            return f"no power of {self.base} lies in [{self.min_value}, {self.max_value}]: the range is empty"
        return None

    def strategy(self) -> SearchStrategy[int]:
        return listed(*self.values).strategy()

    def admits(self, value: Any) -> bool:
        return value in self.values

    def at(self, levels: NDArray[np.float64]) -> NDArray[Any]:
        return listed(*self.values).at(levels)

    def level(self, value: int) -> float:
        return listed(*self.values).level(value)

    def ends(self) -> tuple[int, ...]:
        return listed(*self.values).ends()

    def simplest(self) -> int:
        return self.values[0]

    def simpler(self, value: int) -> list[int]:
        return listed(*self.values).simpler(value)

    def size(self, value: int) -> Size:
        return listed(*self.values).size(value)

    def continued(self, low: float, high: float) -> tuple[float, ...]:
        return tuple(power for k in range(_LARGEST) if low <= (power := float(self.base) ** k) <= high)
