"""Predictions about single numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.predictions.base import Observed, PredictionError, require_finite, require_positive

__all__ = ["AtLeast", "AtMost", "Between", "Equals", "LessThan"]


@dataclass(frozen=True)
class AtMost:
    r"""$v \le c$, with $c$ a number or another observable. Margin: $c - v$, in `unit`."""

    observable: str
    ceiling: float | str
    unit: str = ""

    def __post_init__(self) -> None:
        """Check the bound."""
        if not isinstance(self.ceiling, str):
            require_finite(ceiling=self.ceiling)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and, where the bound is one, the bound."""
        return _names(self.observable, self.ceiling)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} is at most {_shown(self.ceiling, self.unit)}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """How far below the bound."""
        with np.errstate(invalid="ignore"):
            return _value(observed, self.ceiling) - observed[self.observable]


@dataclass(frozen=True)
class AtLeast:
    r"""$v \ge c$, with $c$ a number or another observable. Margin: $v - c$, in `unit`."""

    observable: str
    floor: float | str
    unit: str = ""

    def __post_init__(self) -> None:
        """Check the bound."""
        if not isinstance(self.floor, str):
            require_finite(floor=self.floor)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and, where the bound is one, the bound."""
        return _names(self.observable, self.floor)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} is at least {_shown(self.floor, self.unit)}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """How far above the bound."""
        with np.errstate(invalid="ignore"):
            return observed[self.observable] - _value(observed, self.floor)


@dataclass(frozen=True)
class Between:
    r"""$l \le v \le h$. Margin: distance to the nearer end, in `unit`; negative outside."""

    observable: str
    low: float
    high: float
    unit: str = ""

    def __post_init__(self) -> None:
        """Check the band."""
        require_finite(low=self.low, high=self.high)
        if self.low >= self.high:
            raise PredictionError(f"the band is empty: low={self.low!r} must be below high={self.high!r}")

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} lies between {self.low:g} and {_shown(self.high, self.unit)}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Distance to the nearer end of the band."""
        value = observed[self.observable]
        return np.minimum(value - self.low, self.high - value)


@dataclass(frozen=True)
class LessThan:
    r"""$v < w / k$ for another positive observable $w$: smaller by the factor $k$. Margin: $\log(w / (k v))$."""

    observable: str
    other: str
    factor: float = 1.0

    def __post_init__(self) -> None:
        """Check the factor."""
        require_positive(factor=self.factor)

    @property
    def observables(self) -> tuple[str, ...]:
        """Both observables."""
        return (self.observable, self.other)

    @property
    def sentence(self) -> str:
        """In words."""
        times = "" if self.factor == 1 else f" by a factor of at least {self.factor:g}"
        return f"{self.observable} is less than {self.other}{times}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Logarithm of the ratio, less that of the factor."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log(observed[self.other]) - np.log(observed[self.observable]) - np.log(self.factor)


@dataclass(frozen=True)
class Equals:
    r"""$|v - c| \le \epsilon s$ for a closed form $c$: $s = |c|$ if `relative`, else 1.

    Margin: $\epsilon - |v - c| / s$. Curves are compared at every point; the worst one counts.
    """

    observable: str
    closed_form: str
    tolerance: float
    relative: bool = True

    def __post_init__(self) -> None:
        """Check the tolerance."""
        require_positive(tolerance=self.tolerance)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and its closed form."""
        return (self.observable, self.closed_form)

    @property
    def sentence(self) -> str:
        """In words."""
        kind = "relative" if self.relative else "absolute"
        return f"{self.observable} equals {self.closed_form} within {self.tolerance:g} ({kind})"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Tolerance less the largest deviation."""
        value, expected = observed[self.observable], observed[self.closed_form]
        with np.errstate(divide="ignore", invalid="ignore"):
            deviation = np.abs(value - expected)
            deviation = deviation / np.abs(expected) if self.relative else deviation
        return self.tolerance - deviation.reshape(len(deviation), -1).max(axis=1)


def _names(observable: str, bound: float | str) -> tuple[str, ...]:
    return (observable, bound) if isinstance(bound, str) else (observable,)


def _value(observed: Observed, bound: float | str) -> NDArray[np.float64] | float:
    return observed[bound] if isinstance(bound, str) else bound


def _shown(bound: float | str, unit: str) -> str:
    return f"{bound if isinstance(bound, str) else format(bound, 'g')} {unit}".rstrip()
