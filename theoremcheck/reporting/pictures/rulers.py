"""Rulers of the page's pictures: from values to places, and ticks that a reader can name.

Drawn by hand: a page has some five pictures a claim, and a plotting library takes a tenth of a second and 16 kB for the
simplest of them, where this takes a thousandth and 2 kB, follows the reader's light or dark colours, and always gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from theoremcheck.reporting.pictures.numbers import Floats, Scaling, back_from, onto
from theoremcheck.reporting.words import short

__all__ = ["Ruler", "ruler_over"]


@dataclass(frozen=True)
class Ruler:
    """One direction of a picture.

    Attributes:
        low: Least value, on the scale.
        high: Largest value, on the scale.
        start: Where the least value lies, in units of the picture.
        end: Where the largest lies; less than `start` on an axis that points up.
        scale: As in `Histogram`.
    """

    low: float
    high: float
    start: float
    end: float
    scale: Scaling = "linear"

    def places(self, values: Sequence[float | None] | Floats) -> Floats:
        """Where values lie; NaN where there is none."""
        numbers = np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)
        with np.errstate(all="ignore"):
            share = (onto(numbers, self.scale) - self.low) / (self.high - self.low)
        return np.asarray(self.start + share * (self.end - self.start))

    def place(self, value: float) -> float:
        """Where one value lies."""
        return float(self.places([value])[0])

    def ticks(self, most: int = 6) -> list[tuple[float, str]]:
        """Places and labels, at most so many."""
        values = [
            value for value in self._candidates(most) if self.low - 1e-9 <= _on(value, self.scale) <= self.high + 1e-9
        ]
        step = max(1, ceil(len(values) / most))
        if self.scale not in ("linear", "log"):
            values = _thinned_about_zero(values, step)
        else:
            values = values[::step]
        return [(self.place(value), short(value)) for value in values]

    def _candidates(self, most: int) -> list[float]:
        if self.scale == "linear":
            return _round_steps(self.low, self.high, most)
        if self.scale == "log":
            return _decades(self.low, self.high)
        unit = float(self.scale)
        ends = back_from(np.array([self.low, self.high]), self.scale)
        powers = [10.0**k for k in range(ceil(log10(unit)), floor(log10(max(abs(ends)) + unit)) + 1)]
        return [-power for power in reversed(powers)] + [0.0] + powers


def ruler_over(
    values: Iterable[float | None], start: float, end: float, scale: Scaling = "linear", pad: float = 0.04
) -> Ruler:
    """A ruler that holds all of the values, with some room at both ends."""
    numbers = np.array([value for value in values if value is not None], dtype=np.float64)
    with np.errstate(all="ignore"):
        places = onto(numbers, scale)
    places = places[np.isfinite(places)]
    low, high = (float(places.min()), float(places.max())) if len(places) else (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        room = 0.5 if scale != "linear" else (abs(low) * 0.1 or 0.5)
        low, high = low - room, high + room
    room = pad * (high - low)
    return Ruler(low - room, high + room, start, end, scale)


def _on(value: float, scale: Scaling) -> float:
    return float(onto(np.array([value]), scale)[0])


def _round_steps(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [float(f"{k * step:.12g}") for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _decades(low: float, high: float) -> list[float]:
    """Powers of ten, with 2 and 5 between them where there are few."""
    factors = (1, 2, 5) if high - low < 2 else (1,)
    values = [factor * 10.0**k for k in range(floor(low), ceil(high) + 1) for factor in factors]
    inside = [value for value in values if low - 1e-9 <= log10(value) <= high + 1e-9]
    return inside if len(inside) > 1 else _round_steps(10**low, 10**high, 4)


def _thinned_about_zero(values: list[float], step: int) -> list[float]:
    """Every so many, counted from zero, so that zero stays."""
    zero = values.index(0.0) if 0.0 in values else 0
    return [value for position, value in enumerate(values) if (position - zero) % step == 0]
