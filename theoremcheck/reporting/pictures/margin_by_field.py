"""Where the margin is small: the draws along the fields that say most about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_points import MARGIN
from theoremcheck.reporting.pictures.field_values import columns_of, declared_scales, numbers_in, shown_by_logarithm
from theoremcheck.reporting.pictures.numbers import Floats, back_from, histogram, rounded_all
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.words import short

__all__ = ["MarginByField", "TellingField"]

_SHOWN = 120
"""Draws in the picture: the first ones, which are as random as any."""
_PAIRED = 3
_TIGHTEST = 8

Scaling = Literal["linear", "log"] | float


@dataclass(frozen=True)
class TellingField:
    """A numeric field whose ranks say much about the margin.

    Attributes:
        name: Its name.
        rank_correlation: Of its ranks with those of the margins.
        values: At the shown draws.
        log: Whether the picture shows its logarithm.
    """

    name: str
    rank_correlation: float
    values: tuple[float | None, ...]
    log: bool


@dataclass(frozen=True)
class MarginByField:
    """The first draws along the fields whose ranks say most about the margin.

    Attributes:
        fields: Those fields, the most telling one first.
        margins: Margins of the shown draws; all of them are finite.
        fails: Whether each of these draws fails.
        scale: Of the margins: linear, log, or the unit s of the signed logarithm sign(v) log10(1 + |v| / s).
    """

    name: ClassVar[str] = "pairs"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "Where the margin is small"

    fields: tuple[TellingField, ...]
    margins: tuple[float | None, ...]
    fails: tuple[bool, ...]
    scale: Scaling

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        margins, held = subject.outcomes.margins, subject.outcomes.held
        drawable = np.isfinite(margins)
        varying = {
            name: numbers
            for name, values in columns_of(subject).items()
            if (numbers := numbers_in(values)) is not None and len(np.unique(numbers)) > 2
        }
        if not varying or drawable.sum() < 3:
            return None
        shown, scales = np.flatnonzero(drawable)[:_SHOWN], declared_scales(subject)
        told = {name: _rank_correlation(numbers[drawable], margins[drawable]) for name, numbers in varying.items()}
        return cls(
            fields=tuple(
                TellingField(
                    name=name,
                    rank_correlation=round(told[name], 3),
                    values=rounded_all(varying[name][shown], 4),
                    log=shown_by_logarithm(varying[name], scales.get(name)),
                )
                for name in sorted(varying, key=lambda name: -abs(told[name]))[:_PAIRED]
            ),
            margins=rounded_all(margins[shown], 4),
            fails=tuple((~held[shown]).tolist()),
            scale=histogram(margins[drawable], 1, through_zero=True).scale,
        )

    def body(self, key: str) -> Markup:
        told = ", ".join(f"{field.name} ({short(field.rank_correlation, 2)})" for field in self.fields)
        caption = Markup(
            "The first {} draws, along the fields whose ranks say most about the margin: {}. "
            '<span class="key dot">holds</span> <span class="key cross">fails</span>'
        ).format(len(self.margins), told)
        heads = [*(field.name for field in self.fields), MARGIN]
        return plate(self._drawing(key), caption, table_of("The tightest of these draws", heads, self._tightest()))

    def _tightest(self) -> list[list[float | None]]:
        """The shown draws with the least margins."""
        margins = np.array(self.margins, dtype=np.float64)
        order = np.argsort(margins, kind="stable")[:_TIGHTEST]
        return [[*(field.values[row] for field in self.fields), self.margins[row]] for row in order]

    def _drawing(self, key: str) -> Markup:
        fails = np.array(self.fails, dtype=bool)
        sides = [_Side(field.name, field.values, "log" if field.log else "linear") for field in self.fields]
        panels = [(side, _Side(MARGIN, self.margins, self.scale)) for side in sides]
        panels += [(sides[a], sides[b]) for a, b in ((0, 1), (0, 2), (1, 2)) if b < len(sides)]
        parts = [
            _panel(across, up, fails, 122 * (place % 3), 128 * (place // 3))
            for place, (across, up) in enumerate(panels)
        ]
        names = ", ".join(field.name for field in self.fields)
        said = f"{len(fails)} draws over {names}; {int(fails.sum())} of them fail, marked by crosses."
        return svg.figure(key, "Draws in the regime", said, 366, 128 * -(-len(panels) // 3) + 6, parts)


@dataclass(frozen=True)
class _Side:
    """What a panel shows along one of its sides."""

    name: str
    values: tuple[float | None, ...]
    scale: Scaling


def _panel(across: _Side, up: _Side, fails: NDArray[np.bool_], left: float, top: float) -> str:
    x = ruler_over(across.values, left + 8, left + 116, across.scale, pad=0.05)
    y = ruler_over(up.values, top + 104, top + 18, up.scale, pad=0.06)
    xs, ys = x.places(across.values), y.places(up.values)
    parts = [f'<rect class="panel" x="{left + 4:.0f}" y="{top + 14:.0f}" width="116" height="94"/>']
    if up.name == MARGIN and y.low < 0 < y.high:
        parts.append(svg.rule(Ruler(0, 1, left + 4, left + 120), y, "threshold", at_y=0.0))
    parts += [svg.dots(xs[~fails], ys[~fails], "dot"), svg.crosses(xs[fails], ys[fails], "dot fails")]
    ends = [short(float(back_from(np.array([edge]), x.scale)[0]), 2) for edge in _inner(x)]
    parts += [
        svg.label(left + 4, top + 119, ends[0]),
        svg.label(left + 120, top + 119, ends[1], "end"),
        svg.label(left + 62, top + 119, _cut(across.name, 14), "middle", "name"),
        svg.label(left + 4, top + 10, _cut(up.name, 20), "start", "name"),
    ]
    return "".join(parts)


def _inner(ruler: Ruler) -> tuple[float, float]:
    """The ends of a ruler without its room."""
    room = (ruler.high - ruler.low) * 0.05 / 1.1
    return ruler.low + room, ruler.high - room


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _rank_correlation(one: Floats, other: Floats) -> float:
    from scipy.stats import rankdata  # half a second, which no report of known claims has to spend

    ranks = rankdata(one), rankdata(other)
    spread = ranks[0].std() * ranks[1].std()
    return float(((ranks[0] - ranks[0].mean()) * (ranks[1] - ranks[1].mean())).mean() / spread) if spread else 0.0
