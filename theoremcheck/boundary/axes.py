"""One field as the axis of a map: its range, its coordinate, the values that it can take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp, floor, log, log10
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.boundary.derived_fields import why_no_axis
from theoremcheck.claim import Claim, Control
from theoremcheck.regimes import Regimes, Support
from theoremcheck.regimes.points import float_fields
from theoremcheck.regimes.supports import numbers_of

__all__ = ["Axis", "BoundaryError", "axis_of", "changed_laws", "declaration_of", "declared_range", "same_but_for"]

Floats = NDArray[np.float64]

_LISTED = 64
"""Whole numbers of a range are listed one by one up to so many."""
_FINE = 1e-4
"""A map rounds values to this share of the range, so that a reader can read and type them."""


class BoundaryError(ValueError):
    """A map that the declaration does not allow; the message says why, and which map it does."""


@dataclass(frozen=True)
class Axis:
    """The range of a field that a map covers.

    Attributes:
        field: Its name.
        low: Least value.
        high: Largest value.
        log: Whether the coordinate is the logarithm.
        values: The values that it can take, where they are few; None for a continuum.
        whole: Whether only whole numbers are meant.
        support: What the field takes in the claim's own regime.
    """

    field: str
    low: float
    high: float
    log: bool
    values: tuple[float, ...] | None
    whole: bool
    support: Support

    @property
    def declared(self) -> tuple[float, float]:
        """Least and largest value in the claim's own regime."""
        own = numbers_of(self.support)
        return float(min(own)), float(max(own))

    def place(self, value: float) -> float:
        """Coordinate of a value."""
        return log(value) if self.log else float(value)

    def value(self, place: float) -> float:
        """The value nearest to a coordinate that the field can take, with few digits."""
        raw = exp(place) if self.log else place
        raw = min(max(raw, self.low), self.high)
        if self.values is not None:
            return min(self.values, key=lambda value: abs(self.place(value) - place))
        if self.whole:
            return float(round(raw))
        unit = raw * _FINE if self.log else (self.high - self.low) * _FINE
        short = float(round(raw, -floor(log10(unit)))) if unit > 0 else raw
        return min(max(short, self.low), self.high)

    def grid(self, count: int) -> list[float]:
        """Values spread evenly over the range, both ends among them; all of them where they are that few."""
        if self.values is not None and len(self.values) <= count:
            return list(self.values)
        places = np.linspace(self.place(self.low), self.place(self.high), count)
        return list(dict.fromkeys(self.value(place) for place in places))

    def between(self, low: float, high: float) -> int | None:
        """How many values lie strictly between two; None for a continuum."""
        if self.values is not None:
            return sum(low < value < high for value in self.values)
        return max(0, round(high) - round(low) - 1) if self.whole else None

    def width(self, low: float, high: float) -> float:
        """Relative width of a band; where it lies about zero, relative to a tenth of the range."""
        return (high - low) / max(abs(low + high) / 2, 0.1 * (self.high - self.low))

    @property
    def claimed(self) -> str:
        """The field with its values in the claim's own regime, in words."""
        low, high = self.declared
        return f"{self.field} from {low:.4g} to {high:.4g}" if low < high else f"{self.field} = {low:.4g}"

    def own(self, value: float) -> bool:
        """Whether the claim's own regime has such a value."""
        return self.support.admits(value)


def axis_of(claim: Claim, field: str, low: float | None = None, high: float | None = None) -> Axis:
    """The axis of a field.

    Args:
        claim: The claim.
        field: A field that is declared with a law, not derived.
        low: Least value; where it is not given, that of the claim's own range and of the controls that change nothing
            else among the declared laws.
        high: Largest value, likewise.

    Raises:
        BoundaryError: If there is no such field, or no range.
    """
    regimes = declaration_of(claim)
    if field not in regimes.laws:
        raise BoundaryError(f"{claim.name}: {why_no_axis(regimes, field)}")
    own = regimes.laws[field].support
    if not numbers_of(own):
        raise BoundaryError(f"{claim.name}: {field!r} takes no numbers, so there is nothing to map")
    others = [other.laws[field].support for other in _eligible(claim, {field}) if field in other.laws]
    supports = [own, *(other for other in others if numbers_of(other) and (_named(other) or not _is_list(own)))]
    found = [value for support in supports for value in numbers_of(support)]
    low, high = min(found) if low is None else low, max(found) if high is None else high
    if not low < high:
        raise BoundaryError(
            f"{claim.name}: {field!r} is {low:g} in the claim and in every control that changes it alone; "
            f"say where to look, as in {field}={low / 2:g}:{low * 2:g}"
        )
    said = [support.logarithmic for support in supports if support.logarithmic is not None]
    logarithmic = low > 0 and (any(said) or not said)
    whole = field not in float_fields(regimes.regime) or any(support.whole for support in supports)
    if _is_list(own) and (problem := _beyond_choices(field, supports, low, high)):
        raise BoundaryError(f"{claim.name}: {problem}")
    values = _values(field, supports, whole, low, high)
    return Axis(field, float(low), float(high), logarithmic, values, whole, own)


def declared_range(claim: Claim, field: str) -> bool:
    """Whether the claim declares a range of numbers for a field."""
    return len(set(numbers_of(declaration_of(claim).laws[field].support))) > 1


def changed_laws(claim: Claim, control: Control) -> list[str]:
    """Fields of the claim whose law or formula a control changes; to hold a derived field constant changes neither."""
    own, other = declaration_of(claim), _declared_by(control)
    if other is None or other.regime is not own.regime:
        return []
    laws = [name for name, law in own.laws.items() if name not in other.laws or other.laws[name] != law]
    both = own.formulas.keys() & other.formulas.keys()
    return laws + [name for name in both if not _same(own.formulas[name].formula, other.formulas[name].formula)]


def same_but_for(claim: Claim, control: Control, fields: Iterable[str]) -> bool:
    """Whether a control's draws are draws of the claim's experiment, with nothing but these fields drawn otherwise."""
    own, other = declaration_of(claim), _declared_by(control)
    if other is None or control.experiment not in (None, claim.experiment):
        return False
    return set(changed_laws(claim, control)) <= set(fields) and other.laws.keys() == own.laws.keys()


def declaration_of(claim: Claim) -> Regimes:
    """The declared fields of a claim.

    Raises:
        BoundaryError: If its regimes are given by hand.
    """
    if claim.regimes.declaration is None:
        raise BoundaryError(
            f"{claim.name}: its regimes are given by hand, by a strategy and a sampler: there are no declared fields, "
            "so no field can be varied while the others are drawn from their laws"
        )
    return claim.regimes.declaration


def _declared_by(control: Control) -> Regimes | None:
    return None if control.regimes is None else control.regimes.declaration


def _eligible(claim: Claim, fields: set[str]) -> list[Regimes]:
    """Regimes of the controls that change no other law and no formula; conditions are another matter."""
    changed = ((_declared_by(control), changed_laws(claim, control)) for control in claim.controls)
    return [regimes for regimes, names in changed if regimes is not None and names and set(names) <= fields]


def _same(one: Any, other: Any) -> bool:
    """Whether two formulas compute the same: a page that declares twice makes its functions anew."""
    if not (isinstance(one, FunctionType) and isinstance(other, FunctionType)):
        return bool(one == other)
    cells = [[cell.cell_contents for cell in function.__closure__ or ()] for function in (one, other)]
    alike = one.__code__ == other.__code__ and one.__defaults__ == other.__defaults__
    return alike and len(cells[0]) == len(cells[1]) and all(map(_same, *cells))


def _named(support: Support) -> bool:
    """Whether a support names each of its values: it lists them, or holds one."""
    return support.values is not None or len(support.ends()) == 1


def _is_list(support: Support) -> bool:
    """Whether a support lists values that no rule continues."""
    named = numbers_of(support)
    return support.values is not None and support.continued(min(named), max(named)) is None


def _beyond_choices(field: str, supports: Sequence[Support], low: float, high: float) -> str | None:
    """Why a stretch reaches beyond the values that supports name; None if it does not."""
    named = _numbers(supports)
    if named[0] <= low and high <= named[-1]:
        return None
    alone, instead = ", ".join(f"{value:g}" for value in named), (max(low, named[0]), min(high, named[-1]))
    return (
        f"{field} takes the values {alone} alone, and {low:g}:{high:g} reaches beyond them: ask "
        f"{field}={instead[0]:g}:{instead[1]:g}, or declare it with a law that goes on, such as integers or powers_of"
    )


def _numbers(supports: Sequence[Support]) -> list[float]:
    """What supports name, each once, in order."""
    return sorted(set(chain.from_iterable(map(numbers_of, supports))))


def _values(field: str, supports: Sequence[Support], whole: bool, low: float, high: float) -> tuple[float, ...] | None:
    """The values on a stretch; None for a continuum, or for more whole numbers than are listed."""
    continued = [found for support in supports if (found := support.continued(low, high)) is not None]
    if _is_list(supports[0]):
        values = _numbers(supports)
    elif continued:
        values = sorted({*chain.from_iterable(continued), *_numbers(supports)})
    elif whole and high - low < _LISTED:
        values = [float(value) for value in range(round(low), round(high) + 1)]
    else:
        return None
    values = [value for value in values if low <= value <= high]
    if len(values) < 2:
        raise BoundaryError(f"{field}: fewer than two of its values lie between {low:g} and {high:g}")
    return tuple(values)
