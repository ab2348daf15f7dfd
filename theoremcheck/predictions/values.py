"""Predictions about single numbers."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from theoremcheck.numerics.extended import difference, larger, log_ratio
from theoremcheck.predictions.base import Observed, PredictionError, require_finite, require_positive

__all__ = ["AtLeast", "AtMost", "Between", "Equals", "LessThan"]


@dataclass(frozen=True)
class AtMost:
    r"""$v \le c + s$, with $c$ a number or another observable. Margin: $c + s - v$, in `unit`.

    Attributes:
        observable: v.
        ceiling: c.
        unit: Of both.
        slack: s; by how much the bound may be missed, in `unit`.
        because: Why it may; the report prints both.
    """

    observable: str
    ceiling: float | str
    unit: str = ""
    _: KW_ONLY
    slack: float = 0.0
    because: str = ""

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the bound and the slack."""
        if not isinstance(self.ceiling, str):
            require_finite(ceiling=self.ceiling)
        _check_slack(self.slack, self.because)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and, where the bound is one, the bound."""
        return _names(self.observable, self.ceiling)

    @property
    def sentence(self) -> str:
        """In words."""
        bound = f"{self.observable} is at most {_shown(self.ceiling, self.unit)}"
        return bound + (f", with a slack of {_shown(self.slack, self.unit)} ({self.because})" if self.slack else "")

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """How far below the bound."""
        return difference(_value(observed, self.ceiling) + self.slack, observed[self.observable])

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The larger of both sides."""
        return larger(observed[self.observable], _value(observed, self.ceiling))


@dataclass(frozen=True)
class AtLeast:
    r"""$v \ge c - s$, with $c$ a number or another observable. Margin: $v - c + s$, in `unit`.

    Attributes:
        observable: v.
        floor: c.
        unit: Of both.
        slack: s; by how much the bound may be missed, in `unit`.
        because: Why it may; the report prints both.
    """

    observable: str
    floor: float | str
    unit: str = ""
    _: KW_ONLY
    slack: float = 0.0
    because: str = ""

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the bound and the slack."""
        if not isinstance(self.floor, str):
            require_finite(floor=self.floor)
        _check_slack(self.slack, self.because)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and, where the bound is one, the bound."""
        return _names(self.observable, self.floor)

    @property
    def sentence(self) -> str:
        """In words."""
        bound = f"{self.observable} is at least {_shown(self.floor, self.unit)}"
        return bound + (f", with a slack of {_shown(self.slack, self.unit)} ({self.because})" if self.slack else "")

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """How far above the bound."""
        return difference(observed[self.observable], _value(observed, self.floor) - self.slack)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The larger of both sides."""
        return larger(observed[self.observable], _value(observed, self.floor))


@dataclass(frozen=True)
class Between:
    r"""$l \le v \le h$. Margin: distance to the nearer end, in `unit`; negative outside."""

    observable: str
    low: float
    high: float
    unit: str = ""

    strict: ClassVar[bool] = False

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

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The larger of the value and the nearer end."""
        value = observed[self.observable]
        return larger(value, np.where(value - self.low < self.high - value, self.low, self.high))


@dataclass(frozen=True)
class LessThan:
    r"""$v < w / k$ for another observable $w$, neither negative: smaller by more than the factor $k$.

    Margin: $\log(w / (k v))$; infinite where $v = 0$, NaN where one of them is negative.
    """

    observable: str
    other: str
    factor: float = 1.0

    strict: ClassVar[bool] = True

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
        times = "" if self.factor == 1 else f" by a factor of more than {self.factor:g}"
        return f"{self.observable} is less than {self.other}{times}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Logarithm of the ratio, less that of the factor; 0 where both are 0 or infinite: no factor lies between."""
        value, other = observed[self.observable], observed[self.other]
        boundless = (value == other) & ((value == 0) | (value == np.inf))
        return np.where(boundless, 0.0, log_ratio(other, value) - np.log(self.factor))

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones_like(observed[self.observable])


@dataclass(frozen=True)
class Equals:
    r"""$|v - c| \le \epsilon s$ for a closed form $c$: $s = |c|$ if `relative`, else 1.

    Margin: $\epsilon - |v - c| / s$. Curves are compared at every point; the worst one counts. Equal numbers have no
    deviation, 0 from 0 and infinity from itself included.
    """

    observable: str
    closed_form: str
    tolerance: float
    relative: bool = True

    strict: ClassVar[bool] = False

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
            deviation = np.abs(value - expected) / self._unit(expected)
        deviation = np.where(value == expected, 0.0, deviation)
        return self.tolerance - deviation.reshape(len(deviation), -1).max(axis=1)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The larger of both sides where it is largest, in the unit of the tolerance."""
        value, expected = observed[self.observable], observed[self.closed_form]
        with np.errstate(divide="ignore", invalid="ignore"):
            sizes = larger(value, expected) / self._unit(expected)
        return np.where(np.isfinite(sizes), sizes, 0.0).reshape(len(sizes), -1).max(axis=1)

    def _unit(self, expected: NDArray[np.float64]) -> NDArray[np.float64] | float:
        """What the tolerance is a share of; from an infinite number everything else is infinitely far."""
        return np.where(np.isinf(expected), 1.0, np.abs(expected)) if self.relative else 1.0


def _names(observable: str, bound: float | str) -> tuple[str, ...]:
    return (observable, bound) if isinstance(bound, str) else (observable,)


def _value(observed: Observed, bound: float | str) -> NDArray[np.float64] | float:
    return observed[bound] if isinstance(bound, str) else bound


def _check_slack(slack: float, because: str) -> None:
    require_finite(slack=slack)
    if slack < 0:
        raise PredictionError(f"slack={slack!r} must not be negative: a tighter bound is another bound")
    if (slack > 0) != bool(because.strip()):
        raise PredictionError(f"slack={slack!r} and because={because!r} must come together: a slack has its reason")


def _shown(bound: float | str, unit: str) -> str:
    return f"{bound if isinstance(bound, str) else format(bound, 'g')} {unit}".rstrip()
