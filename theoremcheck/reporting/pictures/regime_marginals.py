"""What was varied: how the draws fill the regime, field by field."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from theoremcheck.evidence.forms import plain
from theoremcheck.falsifier.found import searched_points
from theoremcheck.regimes import recorded_values
from theoremcheck.reporting.pictures.field_values import columns_of, declared_scales, numbers_in
from theoremcheck.reporting.pictures.numbers import Floats, histogram, rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.typeset import inline
from theoremcheck.reporting.words import short

__all__ = ["Beyond", "ConstantField", "ListedField", "RegimeMarginals", "SpreadField"]

Value = bool | int | float | str | None

_BINS = 12
_FEW = 8
"""The page shows a field of up to so many distinct values value by value, if they recur."""
_LONGEST = 60


@dataclass(frozen=True)
class Beyond:
    """How far the search for a counterexample went beyond all draws in a field.

    Attributes:
        least: Of all finite numbers that it tried; None where none of them lies beyond the drawn ones.
        largest: Likewise.
        values: Anything else that it tried and nobody drew, in order; sixteen at most.
        others: How many such values there are beside these.
    """

    least: float | None
    largest: float | None
    values: tuple[Value, ...]
    others: int

    @property
    def sentence(self) -> str:
        """In words."""
        numbers = [] if self.least is None else [f"{short(self.least, 4)} to {short(self.largest, 4)}"]
        others = f" and {self.others} others" if self.others else ""
        values = [f"also {', '.join(_in_words(value, 4) for value in self.values)}{others}"] if self.values else []
        return ", ".join(numbers + values)


@dataclass(frozen=True)
class ConstantField:
    """A field of the regime that has the same value in every draw.

    Attributes:
        name: Its name.
        comment: The paper's symbol.
        value: Its value.
        searched: How far the search went beyond that; None where it did not.
    """

    name: str
    comment: str
    value: Value
    searched: Beyond | None = None


@dataclass(frozen=True)
class ListedField:
    """A field of few values.

    Attributes:
        name: Its name.
        comment: The paper's symbol.
        values: The most frequent ones, in order.
        counts: Draws that have each of them.
        others: Draws that have another value.
        searched: How far the search went beyond the draws; None where it did not.
    """

    name: str
    comment: str
    values: tuple[Value, ...]
    counts: tuple[int, ...]
    others: int
    searched: Beyond | None


@dataclass(frozen=True)
class SpreadField:
    """A field of many numbers.

    Attributes:
        name: Its name.
        comment: The paper's symbol.
        least: Least of its drawn values.
        median: Median of its drawn values.
        largest: Largest of its drawn values.
        edges: Of the bins, increasing; one more than counts.
        counts: Draws in each bin.
        scale: linear, log, or the unit s of the signed logarithm sign(v) log10(1 + |v| / s).
        searched: How far the search went beyond the draws; None where it did not.
    """

    name: str
    comment: str
    least: float | None
    median: float | None
    largest: float | None
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    scale: Literal["linear", "log"] | float
    searched: Beyond | None


@dataclass(frozen=True)
class RegimeMarginals:
    """What was varied.

    Attributes:
        regime: Name of the regime's dataclass.
        summary: The first paragraph of its docstring.
        given: Whether the author gave sampler and search by hand.
        listed: The fields of few values.
        spread: The fields of many numbers.
        constants: The fields that do not vary.
        outside: Fields in which the counterexample that the report names first lies outside everything that was drawn.
    """

    name: ClassVar[str] = "regime"
    wide: ClassVar[bool] = True
    title: ClassVar[str] = "What was varied"

    regime: str
    summary: str
    given: bool
    listed: tuple[ListedField, ...]
    spread: tuple[SpreadField, ...]
    constants: tuple[ConstantField, ...]
    outside: tuple[str, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        if not subject.trials:
            return None
        regime = subject.claim.regimes.regime
        comments = _comments(regime)
        scales = declared_scales(subject)
        drawn, searched = columns_of(subject), columns_of(subject, searched_points(subject.dossier))
        beyond = {name: _beyond(values, searched[name]) for name, values in drawn.items()}
        fields = [
            _field(name, comments.get(name, ""), values, scales.get(name), beyond[name])
            for name, values in drawn.items()
        ]
        search = subject.judgement.search
        found = search.counterexample if search else None
        return cls(
            regime=regime.__name__,
            summary=_summary(regime),
            given=subject.claim.regimes.declaration is None,
            listed=tuple(field for field in fields if isinstance(field, ListedField)),
            spread=tuple(field for field in fields if isinstance(field, SpreadField)),
            constants=tuple(field for field in fields if isinstance(field, ConstantField)),
            outside=_outside(drawn, recorded_values(found.point)) if found else (),
        )

    @property
    def beyond(self) -> tuple[str, ...]:
        """The fields in which the search went beyond all draws."""
        every: list[ListedField | SpreadField | ConstantField] = [*self.listed, *self.spread, *self.constants]
        return tuple(field.name for field in every if field.searched is not None)

    def body(self, key: str) -> Markup:
        summary = Markup(": {}").format(inline(self.summary)) if self.summary else ""
        first = Markup("<p><code>{}</code>{}</p>\n").format(self.regime, summary)
        return first + (self._table() if self.listed or self.spread else "") + self._held_constant()

    def _table(self) -> Markup:
        varied: list[ListedField | SpreadField] = [*self.listed, *self.spread]
        searched = any(field.searched is not None for field in varied)
        heads = ("field", "drawn", "least", "median", "largest", *(["searched"] if searched else []), "in the paper")
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                Markup(' class="number"') if name in ("least", "median", "largest") else "", name
            )
            for name in heads
        )
        rows = Markup("\n").join(
            [
                *(_listed_row(field, searched) for field in self.listed),
                *(_spread_row(field, searched) for field in self.spread),
            ]
        )
        return Markup(
            '<div class="scroll" role="region" aria-label="Fields of {}" tabindex="0">\n'
            '<table class="fields"><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table></div>\n'
        ).format(self.regime, head, rows)

    def _held_constant(self) -> Markup:
        if not self.constants:
            return Markup("")
        said = Markup("; ").join(
            Markup("<code>{}</code> = {}{}{}").format(
                field.name,
                _in_words(field.value, 5),
                Markup(" ({})").format(inline(field.comment)) if field.comment else "",
                f" in all draws, searched: {field.searched.sentence}" if field.searched else "",
            )
            for field in self.constants
        )
        return Markup('<p class="note">Held constant: {}.</p>\n').format(said)


def _field(
    name: str, comment: str, values: NDArray[Any], scale: Literal["linear", "log"] | None, searched: Beyond | None
) -> ConstantField | ListedField | SpreadField:
    counted, numbers = _counted(values), numbers_in(values)
    distinct = sorted(counted, key=_in_order)
    if len(distinct) == 1:
        return ConstantField(name, comment, distinct[0], searched)
    if numbers is None or 2 * len(distinct) <= min(2 * _FEW, len(values)):
        most = sorted(distinct, key=lambda value: (-counted[value], _in_order(value)))[: 2 * _FEW]
        kept = tuple(value for value in distinct if value in most)
        counts = tuple(counted[value] for value in kept)
        return ListedField(name, comment, kept, counts, len(values) - sum(counts), searched)
    bins = histogram(numbers, _BINS, scale=scale)
    return SpreadField(
        name=name,
        comment=comment,
        least=rounded(numbers.min()),
        median=rounded(np.median(numbers)),
        largest=rounded(numbers.max()),
        edges=bins.edges,
        counts=bins.counts,
        scale=bins.scale,
        searched=searched,
    )


def _beyond(drawn: NDArray[Any], tried: NDArray[Any]) -> Beyond | None:
    """How far other values of a field lie beyond the drawn ones: numbers beyond their ends, anything else by itself."""
    (known, seen), (numbers, values) = _numbers_and_others(drawn), _numbers_and_others(tried)
    ends = (rounded(numbers.min()), rounded(numbers.max())) if _further(known, numbers) else (None, None)
    new = sorted(values - seen, key=_in_order)
    if ends == (None, None) and not new:
        return None
    return Beyond(*ends, tuple(new[: 2 * _FEW]), len(new[2 * _FEW :]))


def _numbers_and_others(values: NDArray[Any]) -> tuple[Floats, set[Value]]:
    """The finite numbers of a field, and what else it has."""
    if (numbers := numbers_in(values)) is not None:
        return numbers, set()
    parts: tuple[list[Any], list[Any]] = ([], [])
    for value in values.tolist():
        parts[isinstance(value, bool) or not isinstance(value, int | float)].append(value)
    return np.array(parts[0], dtype=np.float64), set(map(_plain, parts[1]))


def _further(drawn: Floats, tried: Floats) -> bool:
    """Whether some numbers lie beyond the ends of the drawn ones, in the digits in which a report writes both."""
    if not (drawn.size and tried.size):
        return bool(tried.size)
    low, least, largest, high = (float(f"{end:.5g}") for end in (drawn.min(), tried.min(), tried.max(), drawn.max()))
    return least < low or largest > high


def _outside(drawn: Mapping[str, NDArray[Any]], point: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields in which a point lies outside all drawn values."""
    one = {name: np.fromiter([point[name]], dtype=object, count=1) for name in drawn}
    return tuple(name for name, values in drawn.items() if _beyond(values, one[name]) is not None)


def _counted(values: NDArray[Any]) -> Counter[Value]:
    """How often each value was drawn, as a reader wants it; of numbers, no more of them than are listed and one."""
    if values.dtype == object:
        return Counter(map(_plain, values.tolist()))
    counted: Counter[Value] = Counter()
    for value, count in zip(*np.unique(values, return_counts=True), strict=True):
        counted[_plain(value.item())] += int(count)
        if len(counted) > _FEW:
            break
    return counted


def _listed_row(field: ListedField, searched: bool) -> Markup:
    counted = ", ".join(
        f"{_in_words(value, 4)}\u00a0({count})" for value, count in zip(field.values, field.counts, strict=True)
    )
    others = f", others ({field.others})" if field.others else ""
    return Markup('<tr><th scope="row">{}</th><td>{}</td><td colspan="3">{}{}</td>{}<td>{}</td></tr>').format(
        field.name,
        _bars(field.name, field.counts),
        counted,
        others,
        _searched_cell(field.searched) if searched else "",
        inline(field.comment),
    )


def _spread_row(field: SpreadField, searched: bool) -> Markup:
    scale = Markup(' <span class="sub">log scale</span>') if field.scale == "log" else ""
    numbers = Markup("").join(
        Markup('<td class="number">{}</td>').format(short(number))
        for number in (field.least, field.median, field.largest)
    )
    return Markup('<tr><th scope="row">{}</th><td>{}{}</td>{}{}<td>{}</td></tr>').format(
        field.name,
        _bars(field.name, field.counts),
        scale,
        numbers,
        _searched_cell(field.searched) if searched else "",
        inline(field.comment),
    )


def _searched_cell(searched: Beyond | None) -> Markup:
    return Markup("<td>{}</td>").format(searched.sentence if searched else "")


def _bars(name: str, counts: Sequence[int]) -> Markup:
    """The drawn values of one field, as bars."""
    width, height, step = 120, 30, 120 / len(counts)
    bars = "".join(
        f'<rect class="drawn" x="{position * step:.1f}" y="{height - 28 * count / max(counts):.1f}" '
        f'width="{max(1.0, step - 1):.1f}" height="{28 * count / max(counts):.1f}"/>'
        for position, count in enumerate(counts)
        if count
    )
    said = f"Draws of {name}: {', '.join(map(str, counts))}"
    return Markup(
        f'<svg class="bar" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f'<title>{escape(said)}</title><path class="axis" d="M0 {height - 0.5}H{width}"/>{bars}</svg>'
    )


def _in_words(value: Value, digits: int) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return short(value, digits)
    return str(value)


def _plain(value: Any) -> Value:
    """A value of a field as a reader wants it: numbers rounded, anything else as short text."""
    if isinstance(value, bool | int):
        return value
    return rounded(value) if isinstance(value, float) else str(plain(value))[:_LONGEST]


def _in_order(value: Any) -> tuple[int, float, str]:
    number = isinstance(value, int | float)
    return (0, float(value), "") if number else (1, 0.0, str(value))


def _comments(regime: type) -> dict[str, str]:
    """Trailing comments of a regime's fields: the paper's symbols."""
    found: dict[str, str] = {}
    for parent in reversed(regime.__mro__[:-1]):
        try:
            source = inspect.getsource(parent)
        except (OSError, TypeError):  # made at run time: there is nothing to read
            continue
        found.update(re.findall(r"^\s+(\w+)\s*:[^#\n]*#\s*(.+?)\s*$", source, re.MULTILINE))
    return found


def _summary(regime: type) -> str:
    """The first paragraph of a regime's docstring; nothing where a dataclass wrote it itself."""
    first = inspect.cleandoc(regime.__doc__ or "").partition("\n\n")[0]
    return "" if first.startswith(f"{regime.__name__}(") else first
