"""Laws of one field: each is a quantile function for the estimator and a strategy for the falsifier.

A law checks itself only inside a declaration (`problem`), so that the error can name the field as well as the value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from math import ceil, exp, isfinite, log, log10
from types import SimpleNamespace
from typing import Any, Protocol

import hypothesis.strategies as st
import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

__all__ = ["Constant", "Derived", "Law", "Size", "choice", "derived", "integers", "log_uniform", "powers_of", "uniform"]


Size = tuple[int, float]
"""Digits first, then the distance from the simplest value as a share of the range."""

_DIGITS = (1, 2, 3, 5)
"""A value is rounded to so many digits; the last is for sets too thin to hold a number of three."""
_SECTIONS = tuple(section for k in range(1, 6) for section in (2.0**-k, 1 - 2.0**-k))
"""Shares of the distance to the simplest value that are tried at once: a round narrows it down eightfold or better."""


class Law(Protocol):
    """The law of one field of a regime."""

    def problem(self) -> str | None:
        """What is wrong with the declaration, with the value; None if nothing is."""

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        """Values at the given levels in (0, 1), elementwise; this is the sampler."""

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy with the same support; shrinks towards the simplest value."""

    def admits(self, value: Any) -> bool:
        """Whether the value lies in the support."""

    def ends(self) -> tuple[Any, ...]:
        """The extreme values of the support, where a theorem is most likely to break."""

    def level(self, value: Any) -> float:
        """A level at which the quantile is the value."""

    def simplest(self) -> Any:
        """The value that one would work with by hand."""

    def simpler(self, value: Any) -> list[Any]:
        """Values of the support that are simpler than the given one, each to be tried in its place."""

    def size(self, value: Any) -> Size:
        """How far a value is from the simplest; every value that `simpler` offers is smaller."""


def _range_problem(low: float, high: float) -> str | None:
    for name, bound in (("min_value", low), ("max_value", high)):
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            return f"{name}={bound!r} must be a number"
        if not isfinite(bound):
            return f"{name}={bound!r} must be finite: a uniform law on an unbounded range does not exist"
    if low > high:
        return f"the range is empty: min_value={low!r} > max_value={high!r}"
    return None


@dataclass(frozen=True)
class _Uniform:
    min_value: float
    max_value: float

    def problem(self) -> str | None:
        return _range_problem(self.min_value, self.max_value)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        values = self.min_value * (1 - uniforms) + self.max_value * uniforms  # the length itself may overflow
        return np.clip(values, self.min_value, self.max_value)

    def strategy(self) -> SearchStrategy[float]:
        return st.floats(self.min_value, self.max_value, allow_nan=False)

    def admits(self, value: Any) -> bool:
        return isinstance(value, int | float) and self.min_value <= value <= self.max_value

    def ends(self) -> tuple[float, ...]:
        return (float(self.min_value), float(self.max_value))

    def simpler(self, value: float) -> list[float]:
        size, simplest = self.size(value), self.simplest()
        last = self._unit(value, min(size[0], _DIGITS[-1]))
        found = {simplest, float(Decimal(repr(value)) - last if value > simplest else Decimal(repr(value)) + last)}
        for kept in _DIGITS:
            found.update(_rounded(value, self._unit(value, kept), mode) for mode in (ROUND_FLOOR, ROUND_CEILING))
            if kept < 3 or kept == size[0]:  # a value as it was drawn becomes a short one first
                sections = [self._section(value, share) for share in _SECTIONS]
                found.update(_rounded(near, self._unit(near, kept), ROUND_HALF_EVEN) for near in sections)
        return sorted((new for new in found if self.admits(new) and self.size(new) < size), key=self.size)

    def size(self, value: float) -> Size:
        if value == self.simplest():
            return 0, 0.0
        return max(1, self._digits(value)), abs(self.level(value) - self.level(self.simplest()))

    def _digits(self, value: float) -> int:
        """Decimals, counted from the length of the range: on [0, 1], 0.5 has one and 0.05 has two."""
        return self._magnitude() - _last_digit(value)

    def _unit(self, value: float, digits: int) -> Decimal:
        """The distance of neighbouring values with so many digits."""
        return Decimal(1).scaleb(self._magnitude() - digits)

    def _magnitude(self) -> int:
        return ceil(log10((self.max_value - self.min_value) or 1.0))

    def simplest(self) -> float:
        # The value nearest to zero.
        return float(min(max(0.0, self.min_value), self.max_value))

    def level(self, value: float) -> float:
        return (value - self.min_value) / ((self.max_value - self.min_value) or 1.0)

    def _section(self, value: float, share: float) -> float:
        return self.simplest() + share * (value - self.simplest())


@dataclass(frozen=True)
class _LogUniform(_Uniform):
    def problem(self) -> str | None:
        if (problem := _range_problem(self.min_value, self.max_value)) is not None:
            return problem
        if self.min_value <= 0:
            return f"min_value={self.min_value!r} must be positive: a logarithm is taken of it"
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        values = np.exp(log(self.min_value) * (1 - uniforms) + log(self.max_value) * uniforms)
        return np.clip(values, self.min_value, self.max_value)

    def simplest(self) -> float:
        # The value nearest to one.
        return float(min(max(1.0, self.min_value), self.max_value))

    def level(self, value: float) -> float:
        return log(value / self.min_value) / (log(self.max_value / self.min_value) or 1.0)

    def _section(self, value: float, share: float) -> float:
        return self.simplest() * exp(share * log(value / self.simplest()))

    def _digits(self, value: float) -> int:
        """Significant digits."""
        return Decimal(repr(value)).adjusted() - _last_digit(value) + 1

    def _unit(self, value: float, digits: int) -> Decimal:
        return Decimal(1).scaleb(Decimal(repr(value)).adjusted() - digits + 1)


@dataclass(frozen=True)
class _Integers:
    min_value: int
    max_value: int

    def problem(self) -> str | None:
        if (problem := _range_problem(self.min_value, self.max_value)) is not None:
            return problem
        for name, bound in (("min_value", self.min_value), ("max_value", self.max_value)):
            if not isinstance(bound, int):
                return f"{name}={bound!r} must be an integer"
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.int64]:
        count = self.max_value - self.min_value + 1
        return self.min_value + np.minimum((uniforms * count).astype(np.int64), count - 1)

    def strategy(self) -> SearchStrategy[int]:
        # Hypothesis shrinks integers towards zero where the range contains it; the regime that one can work by hand
        # is the smallest, so the offset from min_value is what is drawn.
        return st.integers(0, self.max_value - self.min_value).map(lambda offset: self.min_value + offset)

    def admits(self, value: Any) -> bool:
        return isinstance(value, int | float) and value % 1 == 0 and self.min_value <= value <= self.max_value

    def level(self, value: int) -> float:
        return (value - self.min_value + 0.5) / (self.max_value - self.min_value + 1)

    def simplest(self) -> int:
        return self.min_value

    def ends(self) -> tuple[int, ...]:
        return (self.min_value, self.max_value)

    def simpler(self, value: int) -> list[int]:
        offset = int(value) - self.min_value
        found = {0, offset - 1, *(int(share * offset) for share in _SECTIONS)}
        return [self.min_value + step for step in sorted(found) if 0 <= step < offset]

    def size(self, value: int) -> Size:
        return 0, (value - self.min_value) / max(1, self.max_value - self.min_value)


@dataclass(frozen=True)
class _PowersOf:
    base: int
    min_value: int
    max_value: int

    def problem(self) -> str | None:
        if not isinstance(self.base, int) or self.base < 2:
            return f"base={self.base!r} must be an integer of at least 2"
        if (problem := _Integers(self.min_value, self.max_value).problem()) is not None:
            return problem
        if not self._powers():
            return f"no power of {self.base} lies in [{self.min_value}, {self.max_value}]: the range is empty"
        return None

    def _powers(self) -> tuple[int, ...]:
        powers, power = [], 1
        while power <= self.max_value:
            if power >= self.min_value:
                powers.append(power)
            power *= self.base
        return tuple(powers)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        return _Choice(self._powers()).quantile(uniforms)

    def strategy(self) -> SearchStrategy[int]:
        return st.sampled_from(self._powers())

    def admits(self, value: Any) -> bool:
        return value in self._powers()

    def level(self, value: int) -> float:
        return _Choice(self._powers()).level(value)

    def simplest(self) -> int:
        return self._powers()[0]

    def ends(self) -> tuple[int, ...]:
        return _Choice(self._powers()).ends()

    def simpler(self, value: int) -> list[int]:
        return _Choice(self._powers()).simpler(value)

    def size(self, value: int) -> Size:
        return _Choice(self._powers()).size(value)


@dataclass(frozen=True)
class _Choice:
    values: tuple[Any, ...]

    def problem(self) -> str | None:
        return None if self.values else "choice() has no values: the range is empty"

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        which = np.minimum((uniforms * len(self.values)).astype(np.int64), len(self.values) - 1)
        table = np.empty(len(self.values), dtype=object)
        table[:] = self.values
        return table[which]

    def strategy(self) -> SearchStrategy[Any]:
        return st.sampled_from(self.values)

    def admits(self, value: Any) -> bool:
        return value in self.values

    def level(self, value: Any) -> float:
        return (self.values.index(value) + 0.5) / len(self.values)

    def simplest(self) -> Any:
        return self.values[0]

    def ends(self) -> tuple[Any, ...]:
        return (self.values[0], self.values[-1])

    def simpler(self, value: Any) -> list[Any]:
        return list(self.values[: self.values.index(value)])

    def size(self, value: Any) -> Size:
        return 0, self.values.index(value) / max(1, len(self.values) - 1)


@dataclass(frozen=True)
class Constant:
    """A field that does not vary; a plain value in a declaration becomes one."""

    value: Any

    def problem(self) -> str | None:
        """Any value may be held constant; its type is checked against the field."""
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        """The value, repeated."""
        return _Choice((self.value,)).quantile(uniforms)

    def strategy(self) -> SearchStrategy[Any]:
        """The value."""
        return st.just(self.value)

    def admits(self, value: Any) -> bool:
        """Equality."""
        return bool(value == self.value)

    def level(self, value: Any) -> float:
        """Any level."""
        return 0.5

    def simplest(self) -> Any:
        """The value."""
        return self.value

    def ends(self) -> tuple[Any, ...]:
        """The value."""
        return (self.value,)

    def simpler(self, value: Any) -> list[Any]:
        """None: the value does not vary."""
        return []

    def size(self, value: Any) -> Size:
        """Nothing to make smaller."""
        return 0, 0.0


@dataclass(frozen=True)
class Derived:
    """A field computed from others; not a law, since it draws nothing."""

    formula: Callable[[SimpleNamespace], Any]


def uniform(min_value: float, max_value: float) -> Law:
    """Uniform on [min_value, max_value]; for float fields."""
    return _Uniform(min_value, max_value)


def log_uniform(min_value: float, max_value: float) -> Law:
    """Uniform logarithm on [min_value, max_value], min_value > 0; for float fields."""
    return _LogUniform(min_value, max_value)


def integers(min_value: int, max_value: int) -> Law:
    """Uniform on the integers min_value..max_value, both included; shrinks towards min_value."""
    return _Integers(min_value, max_value)


def powers_of(base: int, min_value: int, max_value: int) -> Law:
    """Uniform on the powers of `base` in [min_value, max_value]; shrinks towards the smallest."""
    return _PowersOf(base, min_value, max_value)


def choice(*values: Any) -> Law:
    """Uniform on the given values; shrinks towards the first."""
    return _Choice(values)


def derived(formula: Callable[[SimpleNamespace], Any]) -> Derived:
    """A field computed from the fields declared before it.

    The formula gets a namespace of those fields, as Python numbers or as arrays with one entry a trial, so it has to be
    written elementwise (`np.log(r.n)`, not `math.log(r.n)`).
    """
    return Derived(formula)


def _last_digit(value: float) -> int:
    """Exponent of ten of the last digit in the shortest text that reads back as the value."""
    return int(Decimal(repr(value)).normalize().as_tuple().exponent)


def _rounded(value: float, unit: Decimal, mode: str) -> float:
    return float((Decimal(repr(value)) / unit).to_integral_value(rounding=mode) * unit)
