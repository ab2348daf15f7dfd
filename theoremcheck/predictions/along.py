"""Predictions about curves: along time, or along a theorem's scale.

No curve shows an asymptotic statement. Each class is an operational surrogate, and its sentence says which.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from theoremcheck.numerics.extended import difference, larger, log_ratio
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.predictions.base import Observed, PredictionError, require_finite, require_positive

__all__ = [
    "Conserved",
    "DecaysAtLeastAsFastAs",
    "DecaysNoFasterThan",
    "FallsByFactor",
    "RisesThenFalls",
    "SlopeBetween",
    "StaysAbove",
    "Vanishes",
]


@dataclass(frozen=True)
class Vanishes:
    r"""$v(x) \to 0$ along the scale like a predicted curve $f(x)$: the surrogate of $o(1)$ and of a rate.

    The residual $\log(v / f)$ has a slope on $\log x$ within `slope_band` of zero, and a spread (its range) of at most
    `log_spread` about that line. Margin: the smaller of the two reserves, each as a share of its band.
    """

    observable: str
    abscissa: str
    predicted: str
    slope_band: float
    log_spread: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the bands."""
        require_positive(slope_band=self.slope_band, log_spread=self.log_spread)

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve, where it is taken, and the predicted curve."""
        return (self.observable, self.abscissa, self.predicted)

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"{self.observable} vanishes along {self.abscissa} like {self.predicted}: "
            f"log-residual slope within {self.slope_band:g}, spread at most {self.log_spread:g}"
        )

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Reserve of the slope or of the spread, whichever is smaller."""
        abscissa = observed[self.abscissa]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = observed[self.observable] / observed[self.predicted]
            residual, log_x = np.log(ratio), np.log(abscissa)
            slope = log_slope(abscissa, ratio)
            flat = residual - slope[:, None] * (log_x - log_x.mean(axis=1, keepdims=True))
            spread = flat.max(axis=1) - flat.min(axis=1)
        return np.minimum(1 - np.abs(slope) / self.slope_band, 1 - spread / self.log_spread)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """A logarithm, as a share of the narrower band."""
        return np.full(len(observed[self.observable]), 1 / min(self.slope_band, self.log_spread))


@dataclass(frozen=True)
class SlopeBetween:
    r"""The slope of $\log v(x)$ on $\log x$ lies in a band: the surrogate of a rate $x^a$ up to logarithms.

    Margin: distance to the nearer end of the band; negative outside, NaN where the curve is not positive.

    Attributes:
        observable: The curve.
        abscissa: Where it is taken.
        low: Lower end of the band; None for an upper bound such as O.
        high: Upper end of the band.
    """

    observable: str
    abscissa: str
    _: KW_ONLY
    low: float | None = None
    high: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the band."""
        require_finite(high=self.high)
        if self.low is None:
            return
        require_finite(low=self.low)
        if self.low >= self.high:
            raise PredictionError(f"the band is empty: low={self.low!r} must be below high={self.high!r}")

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve, and where it is taken."""
        return (self.observable, self.abscissa)

    @property
    def sentence(self) -> str:
        """In words."""
        band = f"at most {self.high:g}" if self.low is None else f"between {self.low:g} and {self.high:g}"
        return f"the slope of log {self.observable} on log {self.abscissa} is {band}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Distance to the nearer end, negative outside."""
        slope = log_slope(observed[self.abscissa], observed[self.observable])
        below = self.high - slope
        return below if self.low is None else np.minimum(slope - self.low, below)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """Of a slope of logarithms, whose errors are relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class FallsByFactor:
    r"""$v$ at the first rung is at least $k$ times $v$ at the last one: the surrogate of $o(1)$ where no rate is known.

    Margin: $\log(v_{\mathrm{first}} / v_{\mathrm{last}})$ less $\log k$; NaN where any rung has no value.

    Attributes:
        observable: The curve.
        factor: k.
        resolution: The least value that the experiment can tell from 0; a smaller one is taken for it.
    """

    observable: str
    factor: float
    _: KW_ONLY
    resolution: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the factor and the resolution."""
        require_positive(factor=self.factor, resolution=self.resolution)

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} falls along the ladder, by a factor of {self.factor:g} at least"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Logarithm of first over last, less that of the factor."""
        curve = np.maximum(observed[self.observable], self.resolution)
        with np.errstate(divide="ignore", invalid="ignore"):
            fall = np.log(curve[:, 0] / curve[:, -1]) - np.log(self.factor)
        return np.where(np.isnan(curve).any(axis=1), np.nan, fall)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


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
class DecaysNoFasterThan:
    r"""$v(t) \ge f(t)$ at every recorded time, for a given positive curve.

    Margin: the least $\log(v / f)$ plus `slack`.

    `slack` is the relative error that the numerics may make, not a tolerance of the theorem.
    """

    observable: str
    curve: str
    slack: float = 0.0

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the slack."""
        require_finite(slack=self.slack)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and the bounding curve."""
        return (self.observable, self.curve)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} never falls below {self.curve}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Least log-ratio."""
        return _least_log_ratio(observed[self.observable], observed[self.curve]) + self.slack

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class DecaysAtLeastAsFastAs:
    r"""$v(t) \le f(t)$ at every recorded time, for a given positive curve.

    Margin: the least $\log(f / v)$ plus `slack`.
    """

    observable: str
    curve: str
    slack: float = 0.0

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the slack."""
        require_finite(slack=self.slack)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable and the bounding curve."""
        return (self.observable, self.curve)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} never exceeds {self.curve}"

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


def _least_log_ratio(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    return log_ratio(upper, lower).reshape(len(upper), -1).min(axis=1)
