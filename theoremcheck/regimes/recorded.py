"""Points of a regime on their way into the evidence and back.

What the evidence names is looked up among the claim's own declared values and in the annotations of its regime, so that
a tuple, an enum or a function comes back as what the claim declared, and evidence can bring in nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Protocol, get_args

from theoremcheck.evidence.forms import UnrecordableError, decode, encode, key_of, name_of
from theoremcheck.evidence.records import EvidenceError
from theoremcheck.regimes.points import float_fields, hints

__all__ = [
    "OfPoints",
    "declared_classes",
    "declared_parts",
    "point_problem",
    "recorded_point",
    "recorded_values",
    "values_problem",
]


class OfPoints(Protocol):
    """A distribution of regimes, as far as it matters here; one with `laws` declares values."""

    @property
    def regime(self) -> type:
        """The frozen dataclass of one point."""


def recorded_values(point: Any) -> dict[str, Any]:
    """A point as evidence keeps it: the form of each field's value.

    Raises:
        UnrecordableError: If a value has none; the message names the field.
    """
    return {field.name: _encoded(type(point), field.name, getattr(point, field.name)) for field in fields(point)}


def recorded_point(regimes: OfPoints, forms: Mapping[str, Any]) -> Any:
    """The point that a recorded trial names.

    Raises:
        EvidenceError: If a field is missing, or a form names something that the regimes do not declare.
    """
    regime: type[Any] = regimes.regime
    varying = float_fields(regime)
    try:
        values = {field.name: _decoded(regimes, field.name, forms[field.name]) for field in fields(regime)}
        return regime(**{name: float(value) if name in varying else value for name, value in values.items()})
    except (LookupError, TypeError, ValueError) as error:  # the last two where a dataclass rejects its values
        raise EvidenceError(f"the record {dict(forms)} is no {regime.__name__}: {error}") from error


def values_problem(values: Iterable[Any]) -> str | None:
    """Why evidence cannot keep these values of a field, or not tell them apart; None if it can."""
    seen: dict[str, Any] = {}
    for value in values:
        try:
            key = key_of(encode(value))
        except UnrecordableError as error:
            return str(error)
        other = seen.setdefault(key, value)
        if other is not value and other != value:
            return f"evidence cannot tell {value!r} from {other!r}: both are written as {key}"
    return None


def point_problem(regimes: OfPoints, point: Any) -> str | None:
    """Why evidence could not give back this point, of which no law lists the values; None if it can."""
    try:
        again = recorded_point(regimes, recorded_values(point))
    except (UnrecordableError, EvidenceError) as error:
        return str(error)
    return None if repr(again) == repr(point) else f"evidence would give back {again!r} for {point!r}"


def _encoded(regime: type, name: str, value: Any) -> Any:
    try:
        return encode(value)
    except UnrecordableError as error:
        raise UnrecordableError(f"{regime.__name__}.{name}: {error}") from None


def _decoded(regimes: OfPoints, name: str, form: Any) -> Any:
    if not isinstance(form, Mapping):
        return form
    parts = declared_parts(regimes, name)
    classes = {name_of(found): found for found in declared_classes(regimes, name)}
    return decode(form, {key_of(encode(part)): part for part in parts}, classes)


def declared_parts(regimes: OfPoints, name: str) -> list[Any]:
    """The separate values that the law of a field lists, and what they are made of."""
    return [part for value in _declared(regimes, name) for part in _parts(value)]


def declared_classes(regimes: OfPoints, name: str) -> list[type]:
    """The enums and dataclasses among the types of those, and in the annotation of the field."""
    return list(_classes(hints(regimes.regime)[name], declared_parts(regimes, name)))


def _declared(regimes: OfPoints, name: str) -> tuple[Any, ...]:
    """The separate values of a field that its law lists, if it lists them."""
    law = getattr(regimes, "laws", {}).get(name)
    return (law.support.values or (law.support.simplest(),)) if law is not None else ()


def _parts(value: Any) -> Iterator[Any]:
    """A value and, where it is made of others, those."""
    yield value
    inner: Iterable[Any] = value if isinstance(value, tuple | frozenset) else ()
    if is_dataclass(value) and not isinstance(value, type):
        inner = [getattr(value, field.name) for field in fields(value)]
    for item in inner:
        yield from _parts(item)


def _classes(annotation: Any, parts: Iterable[Any]) -> Iterator[type]:
    """Enums and dataclasses among the types of some values, and in an annotation such as `tuple[Kind, ...] | None`."""
    for found in (annotation, *map(type, parts)):
        if isinstance(found, type) and (issubclass(found, Enum) or is_dataclass(found)):
            yield found
    for argument in get_args(annotation):
        yield from _classes(argument, ())
