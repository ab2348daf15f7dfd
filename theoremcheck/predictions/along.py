"""Predictions about curves that speak of every point: bounds, conservation, a rise and a fall."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from theoremcheck.numerics.extended import difference, larger, log_ratio
from theoremcheck.predictions.base import Observed, require_positive
from theoremcheck.predictions.values import _check_slack

__all__ = ["Conserved", "NeverAbove", "NeverBelow", "RisesThenFalls", "StaysAbove"]


@dataclass(frozen=True)
class StaysAbove:
    r"""$v(x) \ge c > 0$ at every rung of the scale: the surrogate of $\Theta(1)$ from below.

    Margin: the least $v - c$.
    """

    observable: str
    floor: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the floor."""
        require_positive(floor=self.floor)

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} stays at {self.floor:g} or above on the whole ladder"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Reserve at the lowest rung."""
        curve = observed[self.observable]
        return curve.reshape(len(curve), -1).min(axis=1) - self.floor

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The larger of the lowest rung and the floor."""
        curve = observed[self.observable]
        return larger(curve.reshape(len(curve), -1).min(axis=1), self.floor)


@dataclass(frozen=True)
class NeverBelow:
    r"""$v(t) \ge e^{-s} f(t)$ at every recorded time, for a given positive curve.

    Margin: the least $\log(v / f)$ plus $s$. The curve carries its constant.

    Attributes:
        observable: v.
        curve: f.
        slack: s; by how much log v may miss the bound, such as the relative error that the numerics make.
        because: Why it may; the report prints both.
    """

    observable: str
    curve: str
    _: KW_ONLY
    slack: float = 0.0
    because: str = ""

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the slack."""
        _check_slack(self.slack, self.because)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and the bounding curve."""
        return (self.observable, self.curve)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} never falls below {self.curve}" + _slack_in_words(self.slack, self.because)

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Least log-ratio."""
        return _least_log_ratio(observed[self.observable], observed[self.curve]) + self.slack

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class NeverAbove:
    r"""$v(t) \le e^s f(t)$ at every recorded time, for a given positive curve.

    Margin: the least $\log(f / v)$ plus $s$. The curve carries its constant: how fast either decays says nothing.

    Attributes:
        observable: v.
        curve: f.
        slack: s; by how much log v may miss the bound, such as the relative error that the numerics make.
        because: Why it may; the report prints both.
    """

    observable: str
    curve: str
    _: KW_ONLY
    slack: float = 0.0
    because: str = ""

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the slack."""
        _check_slack(self.slack, self.because)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and the bounding curve."""
        return (self.observable, self.curve)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} never exceeds {self.curve}" + _slack_in_words(self.slack, self.because)

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Least log-ratio."""
        return _least_log_ratio(observed[self.curve], observed[self.observable]) + self.slack

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class RisesThenFalls:
    r"""The peak exceeds the start by more than the factor `rise`, and the end by more than `fall`.

    Margin: the lesser of the two log-reserves.
    """

    observable: str
    rise: float = 1.0
    fall: float = 1.0

    strict: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the factors."""
        require_positive(rise=self.rise, fall=self.fall)

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} first rises (by more than x{self.rise:g}), then falls (by more than x{self.fall:g})"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Log-reserve of the rise or of the fall, whichever is smaller."""
        curve = observed[self.observable]
        peak = curve.max(axis=1)
        rise = log_ratio(peak, curve[:, 0]) - np.log(self.rise)
        fall = log_ratio(peak, curve[:, -1]) - np.log(self.fall)
        return np.minimum(rise, fall)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class Conserved:
    r"""$\max_t |v(t) - v(0)| \le \epsilon$. Margin: $\epsilon$ less the largest drift."""

    observable: str
    tolerance: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the tolerance."""
        require_positive(tolerance=self.tolerance)

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} is conserved along time, within {self.tolerance:g}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Tolerance less the largest drift from the first value."""
        curve = observed[self.observable]
        return self.tolerance - np.abs(difference(curve, curve[:, :1])).max(axis=1)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The largest value of the curve."""
        return np.abs(observed[self.observable]).max(axis=1)


def _slack_in_words(slack: float, because: str) -> str:
    return f", with a slack of {slack:g} in the logarithm ({because})" if slack else ""


def _least_log_ratio(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    return log_ratio(upper, lower).reshape(len(upper), -1).min(axis=1)
