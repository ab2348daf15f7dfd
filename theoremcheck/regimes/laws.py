"""Laws of one field: a quantile function for the estimator on a support for the falsifier.

A law checks itself only inside a declaration (`problem`), so that the error can name the field as well as the value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from theoremcheck.regimes.intervals import interval, log_interval
from theoremcheck.regimes.lists import held, listed
from theoremcheck.regimes.supports import Support
from theoremcheck.regimes.whole import powers, whole_numbers

__all__ = ["Constant", "Derived", "Law", "choice", "derived", "integers", "log_uniform", "powers_of", "uniform"]


class Law(Protocol):
    """The law of one field of a regime; a law of your own is a frozen dataclass with these three members.

    Two equal laws are one law: controls are compared with their claim by it, and the specification hash covers the
    fields of the dataclass. It prints as the code that makes it, which is what `theoremcheck show` shows.
    """

    @property
    def support(self) -> Support:
        """The values that it can take; where it is searched, what it shrinks to and how it is mapped follow from it."""

    def problem(self) -> str | None:
        """What is wrong with the law, with the value, where nothing is wrong with its support; None if nothing is."""

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        """Values at the given levels in (0, 1), elementwise; this is the sampler."""


@dataclass(frozen=True, repr=False)
class _Even:
    """Uniform in the coordinate of a support."""

    name: str
    arguments: tuple[Any, ...]
    support: Support

    def problem(self) -> None:
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        return self.support.at(uniforms)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(map(_code, self.arguments))})"


@dataclass(frozen=True, repr=False)
class Constant:
    """A field that does not vary; a plain value in a declaration becomes one."""

    value: Any

    @property
    def support(self) -> Support:
        """The value alone."""
        return held(self.value)

    def problem(self) -> None:
        """Any value may be held constant; the declaration checks its type against the field."""
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[Any]:
        """The value, repeated."""
        return self.support.at(uniforms)

    def __repr__(self) -> str:
        """The plain value, as a declaration writes it."""
        return _code(self.value)


@dataclass(frozen=True)
class Derived:
    """A field computed from others; not a law, since it draws nothing."""

    formula: Callable[[SimpleNamespace], Any]


def uniform(min_value: float, max_value: float) -> Law:
    """Uniform on [min_value, max_value]; for float fields."""
    return _Even("uniform", (min_value, max_value), interval(min_value, max_value))


def log_uniform(min_value: float, max_value: float) -> Law:
    """Uniform logarithm on [min_value, max_value], min_value > 0; for float fields."""
    return _Even("log_uniform", (min_value, max_value), log_interval(min_value, max_value))


def integers(min_value: int, max_value: int) -> Law:
    """Uniform on the integers min_value..max_value, both included; shrinks towards min_value."""
    return _Even("integers", (min_value, max_value), whole_numbers(min_value, max_value))


def powers_of(base: int, min_value: int, max_value: int) -> Law:
    """Uniform on the powers of `base` in [min_value, max_value]; shrinks towards the smallest."""
    return _Even("powers_of", (base, min_value, max_value), powers(base, min_value, max_value))


def choice(*values: Any) -> Law:
    """Uniform on the given values; shrinks towards the first."""
    return _Even("choice", values, listed(*values))


def derived(formula: Callable[[SimpleNamespace], Any]) -> Derived:
    """A field computed from the fields declared before it.

    The formula gets a namespace of those fields, as Python numbers or as arrays with one entry a trial, so it has to be
    written elementwise (`np.log(r.n)`, not `math.log(r.n)`).
    """
    return Derived(formula)


def _code(value: Any) -> str:
    """A value as code: `repr` shows a member of an enum in a form that no interpreter reads."""
    if isinstance(value, Enum):
        return str(type(value).__name__) + f".{value.name}"
    if type(value) is tuple:
        return f"({', '.join(map(_code, value))}{',' if len(value) == 1 else ''})"
    return repr(value)
