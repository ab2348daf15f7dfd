"""Laws of one field: each is a quantile function for the estimator and a strategy for the falsifier.

A law checks itself only inside a declaration (`problem`), so that the error can name the field as well as the value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log
from types import SimpleNamespace
from typing import Any, Protocol

import hypothesis.strategies as st
import numpy as np
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

__all__ = ["Constant", "Derived", "Law", "choice", "derived", "integers", "log_uniform", "powers_of", "uniform"]


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

    def example(self) -> Any:
        """One value of the support, for checking the field's type."""


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

    def example(self) -> float:
        return float(self.min_value)


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

    def example(self) -> int:
        return self.min_value


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

    def example(self) -> int:
        return self._powers()[0]


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

    def example(self) -> Any:
        return self.values[0]


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

    def example(self) -> Any:
        """The value."""
        return self.value


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
