"""What a claim's draws say of the sharpest constant: bounds on a quantile, in the units of the constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial, Trials
from theoremcheck.predictions.base import Observed
from theoremcheck.predictions.holding import EQUAL, read
from theoremcheck.reporting.sharpness.gauges import Gauge, gauges_of, margin_gauge
from theoremcheck.statistics import MOST_STRATA, QuantileBounds, levels_of, quantile_bounds
from theoremcheck.weighing import outcomes_of

__all__ = ["Sharpness", "sharpness_of", "values_at"]


@dataclass(frozen=True)
class Sharpness:
    """The constant at which a prediction, or a part of it, would hold just as often as required.

    Attributes:
        gauge: In which unit.
        required: Required shares of draws, increasing: one, or those of the strata that were drawn.
        by_stratum: Whether the required share depends on the regime. Then the constant is the one that suffices in
            every stratum that was drawn, at the share that is required there; of others it says nothing.
        draws: Draws that it was read of.
        lower: Lower end, with confidence 1 - alpha; -inf where the draws give none.
        estimate: What the draws themselves have.
        upper: Upper end, with confidence 1 - alpha; inf where the draws give none.
        alpha: Error probability of each end.
    """

    gauge: Gauge
    required: tuple[float, ...]
    by_stratum: bool
    draws: int
    lower: float
    estimate: float
    upper: float
    alpha: float

    @property
    def width(self) -> float:
        """Distance of both ends, relative to the estimate; for an exponent to what is declared, where that is more."""
        size = max(abs(self.estimate), abs(self.gauge.declared) if self.gauge.absolute else 0.0)
        return (self.upper - self.lower) / size if size and isfinite(self.estimate) else inf


def sharpness_of(claim: Claim, trials: Sequence[Trial], alpha: float) -> tuple[Sharpness, ...]:
    """One reading for each part of the claim's prediction; none of no draws.

    It reads all of the draws that it gets, 0 to n - 1. A draw without usable outcome counts as one at which no constant
    would do.

    Args:
        claim: The claim.
        trials: Its draws, in their order.
        alpha: Error probability of each end.
    """
    trials = Trials.of(trials)
    if not len(trials):
        return ()
    outcomes = outcomes_of(claim, trials)
    required = np.broadcast_to(outcomes.required, (len(trials),))
    readings = []
    for gauge in gauges_of(claim.prediction):
        values = values_at(gauge, claim, trials)
        if np.isnan(values[outcomes.usable]).any():  # such as a multiple of a bound that is not positive
            gauge = margin_gauge(gauge.prediction)
            values = values_at(gauge, claim, trials)
        values = np.where(outcomes.usable, values, np.nan)
        readings.append(_reading(gauge, values, required, callable(claim.required), alpha))
    return tuple(readings)


def values_at(gauge: Gauge, claim: Claim, trials: Sequence[Trial]) -> NDArray[np.float64]:
    """The value at which each draw would just have held, shape (trials,); NaN where there is none.

    Where nothing but round-off lies between a draw and the stated value, it is that one: the verdict takes them for
    equal (`theoremcheck.predictions.holding`), and a value beside it would show as a miss of what holds.

    Args:
        gauge: In which unit.
        claim: The claim.
        trials: Its draws, settled.
    """
    trials = Trials.of(trials)
    values = np.full(len(trials), np.nan)
    for first, piece in trials.pieces():
        for table, places, rows in piece.groups():
            if not table.layout.has_error:
                seen = {name: table.observable(name, rows) for name in gauge.prediction.observables}
                values[places + first] = _read(gauge, seen, np.full(len(rows), min(EQUAL, claim.round_off)))
    return values


def _read(gauge: Gauge, seen: Observed, round_off: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gauge's values; a draw that equals its bound, as a verdict reads equality, has the declared value exactly."""
    with np.errstate(all="ignore"):
        values, near = gauge.read(seen), read(gauge.prediction, seen, round_off).near
    return np.where(near & ~np.isnan(values), gauge.declared, values)


def _reading(
    gauge: Gauge, values: NDArray[np.float64], required: NDArray[np.float64], by_stratum: bool, alpha: float
) -> Sharpness:
    """The constant that suffices in every stratum that was drawn: the largest of theirs.

    Its upper end may be the largest upper end without a correction: while the same strata are the drawn ones, it errs
    only where that of the decisive one does. Its lower end errs where that of any stratum does, which a share of alpha
    for each pays for, from the first draw on: which strata will be drawn nobody knows.
    """
    sign = 1.0 if gauge.smaller_is_sharper else -1.0
    worst_last = np.where(np.isnan(values), inf, sign * values)
    levels, places = levels_of(required)
    below = alpha / MOST_STRATA if by_stratum else alpha
    ends: list[tuple[QuantileBounds, QuantileBounds]] = [
        (quantile_bounds(inside, float(level), below), quantile_bounds(inside, float(level), alpha))
        for place, level in enumerate(levels)
        for inside in (worst_last[places == place],)
    ]
    low = max(lower.lower for lower, _ in ends)
    high = max(upper.upper for _, upper in ends)
    estimate = max(upper.estimate for _, upper in ends)
    lower, upper = (low, high) if sign > 0 else (-high, -low)
    drawn = tuple(levels.tolist())
    return Sharpness(gauge, drawn, by_stratum, len(values), lower, sign * estimate, upper, alpha)
