"""Numbers for a report: rounded to what a reader can use, so that the same evidence gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Histogram", "Scaling", "back_from", "histogram", "onto", "rounded", "rounded_all"]

Floats = NDArray[np.float64]

_LARGEST = 1.7e308
"""JSON has no infinity: an edge that would leave the range of numbers stays at its end."""

Scaling = Literal["linear", "log"] | float
"""How values lie on a ruler: linear, log, or the unit s of a signed logarithm, sign(v) log10(1 + |v| / s)."""


def rounded(value: Any, digits: int = 5) -> float | None:
    """A number with so many significant digits; None where it is not finite."""
    number = float(value)
    return float(f"{number:.{digits}g}") if isfinite(number) else None


def rounded_all(values: Iterable[Any], digits: int = 5) -> tuple[float | None, ...]:
    """The same for each of several numbers."""
    return tuple(rounded(value, digits) for value in values)


@dataclass(frozen=True)
class Histogram:
    """Counts between edges.

    Attributes:
        edges: Increasing, one more than counts.
        counts: Values in each bin; the last one includes its upper edge.
        scale: linear, log, or the unit s of the signed logarithm sign(v) log10(1 + |v| / s).
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    scale: Scaling


def histogram(
    values: Floats, bins: int, *, through_zero: bool = False, scale: Literal["linear", "log"] | None = None
) -> Histogram:
    """Bins of equal width on a scale; `through_zero` makes zero the lower edge of one of them.

    Without a scale it is the one that shows the values best.
    """
    chosen: Scaling = scale or _scale_of(values, through_zero)
    places = onto(values, chosen)
    low, high = float(places.min()), float(places.max())
    if through_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    width = (high - low) / bins
    if through_zero:
        edges = np.arange(np.floor(low / width), max(np.ceil(high / width), 1) + 1, dtype=np.float64) * width
    else:
        edges = np.linspace(low, high, bins + 1)
    edges[0], edges[-1] = min(edges[0], low), max(edges[-1], high)
    counts = np.histogram(places, bins=edges)[0]
    with np.errstate(over="ignore"):
        edges = np.clip(back_from(edges, chosen), -_LARGEST, _LARGEST)
    return Histogram(
        edges=tuple(float(f"{edge:.5g}") for edge in edges),
        counts=tuple(int(count) for count in counts),
        scale=chosen,
    )


def onto(values: Floats, scale: Scaling) -> Floats:
    """Values on a scale."""
    if scale == "linear":
        return values
    if scale == "log":
        return np.asarray(np.log10(values))
    return np.asarray(np.sign(values) * np.log10(1 + np.abs(values) / float(scale)))


def back_from(places: Floats, scale: Scaling) -> Floats:
    """The values at places on a scale."""
    if scale == "linear":
        return places
    if scale == "log":
        return np.asarray(10.0**places)
    return np.asarray(np.sign(places) * float(scale) * (10.0 ** np.abs(places) - 1), dtype=np.float64)


def _scale_of(values: Floats, through_zero: bool) -> Scaling:
    """Logarithmic where the values span orders of magnitude; signed where zero has to be shown."""
    sizes = np.abs(values[values != 0])
    if len(sizes) == 0:
        return "linear"
    small, large = np.quantile(sizes, [0.05, 0.95])
    if not through_zero:
        return "log" if values.min() > 0 and values.max() >= 30 * values.min() else "linear"
    return float(f"{small:.1e}") if large > 200 * small else "linear"
