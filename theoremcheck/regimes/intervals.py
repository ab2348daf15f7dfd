"""Ranges of real numbers: even ones, and those whose coordinate is the logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from math import ceil, exp, isfinite, log, log10
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.regimes.supports import SECTIONS, Size, Support

__all__ = ["interval", "log_interval", "range_problem"]

_DIGITS = (1, 2, 3, 5)
"""A value is rounded to so many digits; the last is for sets too thin to hold a number of three."""


def interval(min_value: float, max_value: float) -> Support:
    """The numbers in [min_value, max_value]; the simplest is the one nearest to zero, and short numbers are simple."""
    return _Interval(min_value, max_value)


def log_interval(min_value: float, max_value: float) -> Support:
    """The numbers in [min_value, max_value], min_value > 0, by their logarithm; the simplest is nearest to one."""
    return _LogInterval(min_value, max_value)


def range_problem(low: float, high: float) -> str | None:
    """What keeps two numbers from being the ends of a range; None if nothing does."""
    for name, bound in (("min_value", low), ("max_value", high)):
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            return f"{name}={bound!r} must be a number"
        if not isfinite(bound):
            return f"{name}={bound!r} must be finite: a uniform law on an unbounded range does not exist"
    if low > high:
        return f"the range is empty: min_value={low!r} > max_value={high!r}"
    return None


@dataclass(frozen=True)
class _Interval:
    min_value: float
    max_value: float

    values = None
    whole = False
    logarithmic = False

    def problem(self) -> str | None:
        return range_problem(self.min_value, self.max_value)

    def strategy(self) -> SearchStrategy[float]:
        return _floats(self)

    def admits(self, value: Any) -> bool:
        return _lies_in(self, value)

    def at(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        values = self.min_value * (1 - levels) + self.max_value * levels  # the length itself may overflow
        return np.clip(values, self.min_value, self.max_value)

    def level(self, value: float) -> float:
        return (value - self.min_value) / ((self.max_value - self.min_value) or 1.0)

    def ends(self) -> tuple[float, ...]:
        return (float(self.min_value), float(self.max_value))

    def simplest(self) -> float:
        return float(min(max(0.0, self.min_value), self.max_value))

    def simpler(self, value: float) -> list[float]:
        return _shorter(self, value)

    def size(self, value: float) -> Size:
        return _size(self, value)

    def continued(self, low: float, high: float) -> None:
        return None

    def digits(self, value: float) -> int:
        """Decimals, counted from the length of the range: on [0, 1], 0.5 has one and 0.05 has two."""
        return self._magnitude() - _last_digit(value)

    def unit(self, value: float, digits: int) -> Decimal:
        """The distance of neighbouring values with so many digits."""
        return Decimal(1).scaleb(self._magnitude() - digits)

    def section(self, value: float, share: float) -> float:
        """The value at a share of the way from the simplest one."""
        return self.simplest() + share * (value - self.simplest())

    def _magnitude(self) -> int:
        return ceil(log10((self.max_value - self.min_value) or 1.0))


@dataclass(frozen=True)
class _LogInterval:
    min_value: float
    max_value: float

    values = None
    whole = False
    logarithmic = True

    def problem(self) -> str | None:
        if (problem := range_problem(self.min_value, self.max_value)) is not None:
            return problem
        if self.min_value <= 0:
            return f"min_value={self.min_value!r} must be positive: a logarithm is taken of it"
        return None

    def strategy(self) -> SearchStrategy[float]:
        return _floats(self)

    def admits(self, value: Any) -> bool:
        return _lies_in(self, value)

    def at(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        values = np.exp(log(self.min_value) * (1 - levels) + log(self.max_value) * levels)
        return np.clip(values, self.min_value, self.max_value)

    def level(self, value: float) -> float:
        return log(value / self.min_value) / (log(self.max_value / self.min_value) or 1.0)

    def ends(self) -> tuple[float, ...]:
        return (float(self.min_value), float(self.max_value))

    def simplest(self) -> float:
        return float(min(max(1.0, self.min_value), self.max_value))

    def simpler(self, value: float) -> list[float]:
        return _shorter(self, value)

    def size(self, value: float) -> Size:
        return _size(self, value)

    def continued(self, low: float, high: float) -> None:
        return None

    def digits(self, value: float) -> int:
        """Significant digits."""
        return Decimal(repr(value)).adjusted() - _last_digit(value) + 1

    def unit(self, value: float, digits: int) -> Decimal:
        """The distance of neighbouring values with so many digits."""
        return Decimal(1).scaleb(Decimal(repr(value)).adjusted() - digits + 1)

    def section(self, value: float, share: float) -> float:
        """The value at a share of the way from the simplest one, in the logarithm."""
        return self.simplest() * exp(share * log(value / self.simplest()))


_Range = _Interval | _LogInterval


def _floats(among: _Range) -> SearchStrategy[float]:
    return st.floats(among.min_value, among.max_value, allow_nan=False)


def _lies_in(among: _Range, value: Any) -> bool:
    return isinstance(value, int | float) and among.min_value <= value <= among.max_value


def _size(among: _Range, value: float) -> Size:
    if value == among.simplest():
        return 0, 0.0
    return max(1, among.digits(value)), abs(among.level(value) - among.level(among.simplest()))


def _shorter(among: _Range, value: float) -> list[float]:
    """Simpler values: one unit nearer, rounded to fewer digits, and shares of the way to the simplest."""
    size, simplest = among.size(value), among.simplest()
    last = among.unit(value, min(size[0], _DIGITS[-1]))
    found = {simplest, float(Decimal(repr(value)) - last if value > simplest else Decimal(repr(value)) + last)}
    for kept in _DIGITS:
        found.update(_rounded(value, among.unit(value, kept), mode) for mode in (ROUND_FLOOR, ROUND_CEILING))
        if kept < 3 or kept == size[0]:  # a value as it was drawn becomes a short one first
            sections = [among.section(value, share) for share in SECTIONS]
            found.update(_rounded(near, among.unit(near, kept), ROUND_HALF_EVEN) for near in sections)
    return sorted((new for new in found if among.admits(new) and among.size(new) < size), key=among.size)


def _last_digit(value: float) -> int:
    """Exponent of ten of the last digit in the shortest text that reads back as the value."""
    return int(Decimal(repr(value)).normalize().as_tuple().exponent)


def _rounded(value: float, unit: Decimal, mode: str) -> float:
    return float((Decimal(repr(value)) / unit).to_integral_value(rounding=mode) * unit)
