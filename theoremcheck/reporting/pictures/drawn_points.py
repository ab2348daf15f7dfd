"""The first draws with all their numbers: any observable against any field or observable, as the reader chooses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.evidence import Trial
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.field_values import columns_of, declared_scales, numbers_in, shown_by_logarithm
from theoremcheck.reporting.pictures.numbers import Floats, rounded_all
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of, thinned
from theoremcheck.reporting.pictures.rulers import ruler_over

__all__ = ["MARGIN", "DrawnColumn", "DrawnPoints"]

_SHOWN = 100
"""Draws, the first ones, which are as random as any: more would make the page heavy and the picture no clearer."""
_FEW = 3
"""An observable of up to so many numbers is shown number by number, a longer one by its first and its last."""
_DIGITS = 4
MARGIN = "the claim's margin"
"""Name of the column of margins; fields and observables are called so by nobody, while some are called margin."""
_MARGIN_DIGITS = 6
"""Enough to see whether another run moved it by more than round-off."""


@dataclass(frozen=True)
class DrawnColumn:
    """A number of each draw.

    Attributes:
        name: Of the field or observable; "name 2" is the second number of an observable.
        values: At the shown draws.
        log: Whether the picture shows its logarithm.
    """

    name: str
    values: tuple[float | None, ...]
    log: bool


@dataclass(frozen=True)
class DrawnPoints:
    """The first draws.

    Attributes:
        columns: Their margins, the fields that vary, and their observables.
        fails: Whether each of these draws fails.
    """

    name: ClassVar[str] = "draws"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "Any number against any other"

    columns: tuple[DrawnColumn, ...]
    fails: tuple[bool, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        trials, scales = subject.trials[:_SHOWN], declared_scales(subject)
        fields = {name: numbers_in(values[:_SHOWN]) for name, values in columns_of(subject).items()}
        numbers = {MARGIN: subject.outcomes.margins[:_SHOWN]}
        numbers |= {name: values for name, values in fields.items() if values is not None}
        numbers |= {name: values for name, values in _observables(trials) if name not in numbers}
        columns = tuple(
            _column(name, values, scales.get(name))
            for name, values in numbers.items()
            if _varies(values) or (name == MARGIN and np.isfinite(values).any())
        )
        return cls(columns, tuple((~subject.outcomes.held[:_SHOWN]).tolist())) if len(columns) > 1 else None

    def column(self, name: str) -> DrawnColumn | None:
        """The column of a name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def body(self, key: str) -> Markup:
        chosen = self.columns[1], self.columns[0]
        caption = Markup(
            'The first {} draws. <span class="key dot">holds</span> <span class="key cross">fails</span>'
        ).format(len(self.fails))
        heads = [column.name for column in self.columns[:6]]
        rows = thinned([column.values for column in self.columns[:6]])
        numbers = {
            "columns": [[column.name, int(column.log), column.values] for column in self.columns],
            "fails": [int(fails) for fails in self.fails],
        }
        said = json.dumps(numbers, separators=(",", ":"), allow_nan=False)
        return Markup('<div class="draws" data-draws="{}">{}{}</div>').format(
            said,
            self._choice(),
            plate(self._drawing(key, *chosen), caption, table_of("Some of these draws", heads, rows)),
        )

    def _choice(self) -> Markup:
        """Two lists to choose from; without a script there is nothing to choose, and the style hides them."""
        return Markup("").join(
            Markup('<label class="choice" hidden>{} <select>{}</select></label>').format(
                side,
                Markup("").join(
                    Markup("<option{}>{}</option>").format(Markup(" selected") if number == first else "", column.name)
                    for number, column in enumerate(self.columns)
                ),
            )
            for side, first in (("across", 1), ("up", 0))
        )

    def _drawing(self, key: str, across: DrawnColumn, up: DrawnColumn) -> Markup:
        fails = np.array(self.fails, dtype=bool)
        x = ruler_over(across.values, 46, svg.WIDTH - 8, "log" if across.log else "linear", pad=0.04)
        y = ruler_over(up.values, 170, 18, "log" if up.log else "linear", pad=0.05)
        xs, ys = x.places(across.values), y.places(up.values)
        parts = [
            svg.frame(x, y, across.name, up.name),
            svg.dots(xs[~fails], ys[~fails], "dot"),
            svg.crosses(xs[fails], ys[fails], "dot fails"),
        ]
        said = f"{up.name} against {across.name} at {len(fails)} draws, {int(fails.sum())} of which fail."
        return svg.figure(key, "Draws", said, svg.WIDTH, svg.HEIGHT, parts)


def _observables(trials: Sequence[Trial]) -> Iterator[tuple[str, Floats]]:
    """Each observable's numbers by name; NaN where a draw has none."""
    first = next((trial for trial in trials if trial.error is None), None)
    for name in first.observables if first is not None else ():
        values = [
            np.ravel(trial.value(name)) if trial.error is None and name in trial.observables else np.array([])
            for trial in trials
        ]
        sizes = {len(value) for value in values if len(value)}
        if max(sizes) == 1:
            yield name, _numbers(values, 0)
        elif len(sizes) == 1 and max(sizes) <= _FEW:
            yield from ((f"{name} {place + 1}", _numbers(values, place)) for place in range(max(sizes)))
        else:
            yield from ((f"{name}, {word}", _numbers(values, place)) for word, place in (("first", 0), ("last", -1)))


def _numbers(values: Sequence[Floats], place: int) -> Floats:
    return np.array([value[place] if len(value) else np.nan for value in values], dtype=np.float64)


def _varies(values: Floats) -> bool:
    finite = values[np.isfinite(values)]
    return len(finite) > 1 and bool(finite.min() < finite.max())


def _column(name: str, values: Floats, scale: Literal["linear", "log"] | None) -> DrawnColumn:
    digits = _MARGIN_DIGITS if name == MARGIN else _DIGITS
    return DrawnColumn(name, rounded_all(values, digits), shown_by_logarithm(values, scale))
