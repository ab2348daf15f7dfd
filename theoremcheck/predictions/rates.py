"""Predictions about rates: how a curve falls along a theorem's scale.

No curve shows an asymptotic statement. Each class is an operational surrogate, and its sentence says which. One that
names a rate also names what does not have it: straw men, which a claim has to tell apart on its own ladder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from theoremcheck.numerics.extended import log_ratio
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.predictions.base import Observed, PredictionError, require_finite, require_positive
from theoremcheck.predictions.straw_men import flatter, steeper

__all__ = ["DecaysAtLeastAsFastAs", "FallsByFactor", "SlopeBetween", "Vanishes"]

_FLAT = 1e-9
"""A slope or spread below it is the round-off of one that is 0, and no band lies below that."""


@dataclass(frozen=True)
class Vanishes:
    r"""$v(x) \to 0$ along the scale like a predicted curve $f(x)$: the surrogate of $o(1)$ and of a rate.

    The residual $\log(v / f)$ has a slope on $\log x$ within `slope_band` of zero, and a spread (its range) of at most
    `log_spread` about that line. Margin: the smaller of the two reserves, each as a share of its band; NaN where
    $v / f$ is not positive, or infinite.
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

    @property
    def ladder(self) -> tuple[str, ...]:
        """What straw men are computed from."""
        return (self.abscissa, self.predicted)

    def straw_men(self, ladder: Observed) -> Mapping[str, Observed]:
        """Curves that do not vanish like the predicted one; the bands are symmetric, and tell their mirrors too."""
        return {name: {**ladder, self.observable: curve} for name, curve in flatter(ladder[self.predicted]).items()}

    def told_apart_by(self, observed: Observed) -> str:
        """Bands at which these curves would fail."""
        slope, spread = self._residual(observed)
        bands = {"slope_band": np.abs(slope).min(), "log_spread": spread.min()}
        told = " or ".join(f"{name} below {band:.3g}" for name, band in bands.items() if band > _FLAT)
        return told or "more rungs: the predicted curve is flat on it"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Reserve of the slope or of the spread, whichever is smaller."""
        slope, spread = self._residual(observed)
        return np.minimum(1 - np.abs(slope) / self.slope_band, 1 - spread / self.log_spread)

    def _residual(self, observed: Observed) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Slope of log(v / f) on log x, and its spread about that line."""
        abscissa = observed[self.abscissa]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = observed[self.observable] / observed[self.predicted]
            residual, log_x = np.log(ratio), np.log(abscissa)
            slope = log_slope(abscissa, ratio)
            flat = residual - slope[:, None] * (log_x - log_x.mean(axis=1, keepdims=True))
            return slope, flat.max(axis=1) - flat.min(axis=1)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """A logarithm, as a share of the narrower band."""
        return np.full(len(observed[self.observable]), 1 / min(self.slope_band, self.log_spread))


@dataclass(frozen=True)
class SlopeBetween:
    r"""The slope of $\log v(x)$ on $\log x$ lies in a band: the surrogate of a rate $x^a$ up to logarithms.

    Margin: distance to the nearer end of the band; negative outside, NaN where the curve is not positive, or infinite.
    Without a lower end it is a bound, and $v = 0$ a value, as for `DecaysAtLeastAsFastAs`.

    Attributes:
        observable: The curve.
        abscissa: Where it is taken.
        rate: a; not 0, which no curve has to be told from.
        low: Lower end of the band; None for an upper bound such as O.
        high: Upper end of the band.
    """

    observable: str
    abscissa: str
    _: KW_ONLY
    rate: float
    low: float | None = None
    high: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the band."""
        require_finite(rate=self.rate, high=self.high)
        if self.low is not None:
            require_finite(low=self.low)
            if self.low >= self.high:
                raise PredictionError(f"the band is empty: low={self.low!r} must be below high={self.high!r}")
        if self.rate == 0 or self.rate > self.high or (self.low is not None and self.rate < self.low):
            raise PredictionError(f"rate={self.rate!r} must lie in the band, and be a rate: not 0")

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve, and where it is taken."""
        return (self.observable, self.abscissa)

    @property
    def sentence(self) -> str:
        """In words."""
        band = f"at most {self.high:g}" if self.low is None else f"between {self.low:g} and {self.high:g}"
        return f"the slope of log {self.observable} on log {self.abscissa} is {band}, where {self.rate:g} is predicted"

    @property
    def ladder(self) -> tuple[str, ...]:
        """What straw men are computed from."""
        return (self.abscissa,)

    def straw_men(self, ladder: Observed) -> Mapping[str, Observed]:
        """Curves that have another rate, or none; of a bound those that it excludes."""
        abscissa = ladder[self.abscissa]
        predicted = abscissa**self.rate
        curves = _excluded(abscissa, predicted) if self.low is None else flatter(predicted) | steeper(predicted)
        return {name: {**ladder, self.observable: curve} for name, curve in curves.items()}

    def told_apart_by(self, observed: Observed) -> str:
        """A band in which these curves' slopes do not lie."""
        slope = self._slope(observed)
        nearest = slope[np.argmin(np.abs(slope - self.rate))]
        return f"a band that ends before the slope {nearest:.3g}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Distance to the nearer end, negative outside."""
        slope = self._slope(observed)
        below = self.high - slope
        return below if self.low is None else np.minimum(slope - self.low, below)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """Of a slope of logarithms, whose errors are relative already."""
        return np.ones(len(observed[self.observable]))

    def _slope(self, observed: Observed) -> NDArray[np.float64]:
        abscissa, curve = observed[self.abscissa], observed[self.observable]
        if self.low is not None:
            return log_slope(abscissa, curve)
        return self.rate + _bounded_slope(abscissa, curve, abscissa**self.rate)


@dataclass(frozen=True)
class FallsByFactor:
    r"""$v$ at the first rung is at least $k$ times $v$ at the last one: the surrogate of $o(1)$ where no rate is known.

    Where no rate is known, a straw man has none to miss: the factor tells $v$ from a constant, and no ladder tells it
    from a curve that falls by the factor and stays there.

    Margin: $\log(v_{\mathrm{first}} / v_{\mathrm{last}})$ less $\log k$; NaN where any rung has no value. Infinity is a
    value of these two rungs: no factor lies between it and itself.

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
        if self.factor <= 1:
            raise PredictionError(f"factor={self.factor!r} must exceed 1: a constant would fall by it")

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        fall = f"{self.observable} falls along the ladder, by a factor of {self.factor:g} at least"
        return f"{fall}, where less than {self.resolution:g} counts as {self.resolution:g}"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Logarithm of first over last, less that of the factor."""
        curve = np.maximum(observed[self.observable], self.resolution)
        fall = log_ratio(curve[:, 0], curve[:, -1]) - np.log(self.factor)
        return np.where(np.isnan(curve).any(axis=1), np.nan, fall)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """The margin is a logarithm: round-off is relative already."""
        return np.ones(len(observed[self.observable]))


@dataclass(frozen=True)
class DecaysAtLeastAsFastAs:
    r"""$v(x) = O(f(x))$ along the scale, with no constant named: $v / f$ does not grow by a power of $x$.

    The slope of $\log(v / f)$ on $\log x$ is at most `slope_band`. Margin: what is left of the band; NaN where $v$ is
    negative, $f$ is not positive, or one of them infinite. $v = 0$ is a value: $v = O(f)$ exactly if
    $v + \varepsilon f = O(f)$, and the slope is the limit of theirs as $\varepsilon \to 0$. So a curve that reaches 0
    holds, one that leaves 0 does not, and one that is 0 throughout has the slope 0. Whether $v$ lies below $f$ says
    nothing here; for a curve with its constant there is `NeverAbove`.
    """

    observable: str
    abscissa: str
    curve: str
    slope_band: float

    strict: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check the band."""
        require_positive(slope_band=self.slope_band)

    @property
    def observables(self) -> tuple[str, ...]:
        """The observable, where it is taken, and the curve that it is compared with."""
        return (self.observable, self.abscissa, self.curve)

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"{self.observable} decays along {self.abscissa} at least as fast as {self.curve}: "
            f"log-residual slope at most {self.slope_band:g}"
        )

    @property
    def ladder(self) -> tuple[str, ...]:
        """What straw men are computed from."""
        return (self.abscissa, self.curve)

    def straw_men(self, ladder: Observed) -> Mapping[str, Observed]:
        """Curves that decay more slowly, or not at all; where the predicted one grows, curves that grow faster."""
        curves = _excluded(ladder[self.abscissa], ladder[self.curve])
        return {name: {**ladder, self.observable: curve} for name, curve in curves.items()}

    def told_apart_by(self, observed: Observed) -> str:
        """A band at which these curves would fail."""
        slope = self._slope(observed)
        told = slope[slope > _FLAT]
        return f"slope_band below {told.min():.3g}" if told.size else "a predicted curve that is not flat on it"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """What is left of the band."""
        return self.slope_band - self._slope(observed)

    def magnitude(self, observed: Observed) -> NDArray[np.float64]:
        """Of a slope of logarithms, whose errors are relative already."""
        return np.ones(len(observed[self.observable]))

    def _slope(self, observed: Observed) -> NDArray[np.float64]:
        """Slope of log(v / f + epsilon) on log x in the limit."""
        return _bounded_slope(observed[self.abscissa], observed[self.observable], observed[self.curve])


def _excluded(abscissa: NDArray[np.float64], predicted: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Straw men that an upper bound excludes: on the ladder of some draw they do not fall below the predicted curve."""
    curves = flatter(predicted) | steeper(predicted)
    return {
        name: curve for name, curve in curves.items() if (_bounded_slope(abscissa, curve, predicted) > -_FLAT).any()
    }


def _bounded_slope(
    abscissa: NDArray[np.float64], curve: NDArray[np.float64], bound: NDArray[np.float64]
) -> NDArray[np.float64]:
    r"""Slope of $\log(v / f + \varepsilon)$ on $\log x$ as $\varepsilon \to 0$.

    NaN where v is negative, f is not positive, or one of them infinite.
    """
    vanished = curve == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rungs where v is 0 keep their places: a late one pulls the slope down, an early one up.
        slope = log_slope(abscissa, np.where(vanished, bound, curve) / bound)
        x = np.log(abscissa)
        pull = np.where(vanished, x - x.mean(axis=1, keepdims=True), 0).sum(axis=1)
        decided = np.abs(pull) > _FLAT * (x.max(axis=1) - x.min(axis=1))
    return np.where(decided & ~np.isnan(slope), -np.copysign(np.inf, pull), slope)
