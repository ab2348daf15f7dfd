"""A level set as a power law: f^a g^b = constant, a straight line in logarithms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, log, pi, sin

import numpy as np
from numpy.typing import NDArray

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.places import Place
from theoremcheck.boundary.surrogate import Fit, Outcomes, fit_crossing
from theoremcheck.statistics import down_to_digits, up_to_digits

__all__ = ["FEWEST", "PowerLaw", "power_law_of"]

Floats = NDArray[np.float64]

_DIRECTIONS = 720
FEWEST = 4
"""Decided places of either kind below which any line would do."""
_SIMPLE = (0.0, 1.0, -1.0, 0.5, -0.5, 1 / 3, -1 / 3, 2 / 3, -2 / 3)


@dataclass(frozen=True)
class PowerLaw:
    """The set on which a product of powers stays on one side of a constant.

    Attributes:
        fields: The two fields.
        exponents: Their exponents; the larger in size is one.
        least: Least exponent of the other field for which a line still parts the decided places.
        largest: Largest one.
        low: Last value of the product with the decision of the lower side.
        high: First value with the decision of the upper side.
        estimate: Where the fitted probability crosses the required one.
        falling: Whether the prediction holds below.
        fit: The fitted crossing, along the logarithm of the product.
    """

    fields: tuple[str, str]
    exponents: tuple[float, float]
    least: float
    largest: float
    low: float
    high: float
    estimate: float
    falling: bool
    fit: Fit

    @property
    def name(self) -> str:
        """The product."""
        powers = [(field, exponent) for field, exponent in zip(self.fields, self.exponents, strict=True) if exponent]
        return " * ".join(field if exponent == 1 else f"{field}^{exponent:.3g}" for field, exponent in powers)

    @property
    def in_words(self) -> str:
        """The condition with its band, rounded outward."""
        sign = "<" if self.falling else ">"
        low, high = down_to_digits(self.low, 4), up_to_digits(self.high, 4)
        return f"{self.name} {sign} {self.estimate:.4g} [{low:g}, {high:g}]"

    def along(self, values: tuple[float, ...]) -> float:
        """Logarithm of the product."""
        return float(sum(e * log(v) for e, v in zip(self.exponents, values, strict=True)))


def power_law_of(axes: tuple[Axis, Axis], places: Sequence[Place]) -> PowerLaw | None:
    """The power law between the places that hold and those that fail; None where no line in logarithms parts them."""
    if any(axis.low <= 0 for axis in axes):
        return None
    holds, fails = (
        np.log([place.values for place in places if place.weight.decided == decided]).reshape(-1, 2)
        for decided in ("holds", "fails")
    )
    if min(len(holds), len(fails)) < FEWEST:
        return None
    parting = _parting(holds, fails)
    if not parting:
        return None
    angle = parting[int(np.argmax([_gap(holds, fails, each) for each in parting]))]
    first = abs(cos(angle)) >= abs(sin(angle))  # whose exponent is one
    ratios = [sin(each) / cos(each) if first else cos(each) / sin(each) for each in parting if _safe(each, first)]
    best = sin(angle) / cos(angle) if first else cos(angle) / sin(angle)
    least, largest = min(ratios), max(ratios)
    simple = [exponent for exponent in _SIMPLE if least < exponent < largest]
    chosen = min(simple, key=lambda exponent: abs(exponent - best), default=best)
    return _law((axes[0].field, axes[1].field), (1.0, chosen) if first else (chosen, 1.0), (least, largest), places)


def _law(
    fields: tuple[str, str], exponents: tuple[float, float], band: tuple[float, float], places: Sequence[Place]
) -> PowerLaw | None:
    def along(place: Place) -> float:
        return float(np.dot(exponents, np.log(place.values)))

    holds, fails = ([along(p) for p in places if p.weight.decided == decided] for decided in ("holds", "fails"))
    falling = max(holds) < min(fails)
    low, high = (max(holds), min(fails)) if falling else (max(fails), min(holds))
    if low >= high:
        return None
    room = high - low
    rows = [(along(place), place.weight.holds, place.weight.trials, place.weight.required) for place in places]
    fit = fit_crossing(Outcomes.of(rows).within(low - room, high + room), low, high, falling=falling)
    return PowerLaw(fields, exponents, *band, exp(low), exp(high), exp(fit.estimate), falling, fit)


def _parting(holds: Floats, fails: Floats) -> list[float]:
    """Directions along which the two lie apart, in one run; angles may leave [0, pi) so that the run is unbroken."""
    angles = [pi * k / _DIRECTIONS for k in range(_DIRECTIONS)]
    fine = [_gap(holds, fails, angle) > 0 for angle in angles]
    if not any(fine) or all(fine):
        return []
    start = next(k for k in range(_DIRECTIONS) if fine[k] and not fine[k - 1])
    run = [angles[start]]
    for k in range(start + 1, start + _DIRECTIONS):
        if not fine[k % _DIRECTIONS]:
            break
        run.append(pi * k / _DIRECTIONS)
    return run


def _gap(holds: Floats, fails: Floats, angle: float) -> float:
    direction = np.array([cos(angle), sin(angle)])
    one, other = holds @ direction, fails @ direction
    return float(max(other.min() - one.max(), one.min() - other.max()))


def _safe(angle: float, first: bool) -> bool:
    return abs(cos(angle) if first else sin(angle)) > 1e-3
