"""Trials in columns: what most of them share stands once, and each number takes eight bytes.

A series may have a million draws, and as many objects with their dictionaries would take ten times the memory. A trial
is made of its row when somebody asks for it; whoever reads margins or observables of many takes the columns.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.evidence.forms import key_of
from theoremcheck.evidence.records import Trial
from theoremcheck.vocabulary import Precision

__all__ = ["Packing", "Recorded", "Table", "Trials"]

_LARGEST = 2**63


class Layout(NamedTuple):
    """What the trials of a table share.

    Attributes:
        series: Label of the series.
        precision: As declared, or refined.
        claim: The claim that spent them.
        regime: Names of the regime's fields, each with the type code of its column.
        observables: Names of the observables, each with its shape.
        has_margin: Whether they have a margin.
        has_error: Whether they went wrong.
    """

    series: str
    precision: Precision
    claim: str
    regime: tuple[tuple[str, str], ...]
    observables: tuple[tuple[str, tuple[int, ...]], ...]
    has_margin: bool
    has_error: bool


class Table:
    """Trials of one layout, one a row.

    Attributes:
        layout: What they share.
        indices: Draw indices.
        seconds: Seconds of each.
    """

    def __init__(self, layout: Layout) -> None:
        """There is no row yet."""
        self.layout = layout
        self.indices, self.seconds = array("q"), array("d")
        self._margins, self._errors = array("d"), list[str]()
        self._regime = [_Things() if code == "O" else array(code) for _, code in layout.regime]
        self._observables = {name: array("d") for name, _ in layout.observables}
        self._shapes = dict(layout.observables)

    def append(self, trial: Trial) -> None:
        """Add a trial of this layout."""
        self.indices.append(trial.index)
        self.seconds.append(trial.seconds)
        if trial.margin is not None:
            self._margins.append(trial.margin)
        if trial.error is not None:
            self._errors.append(trial.error)
        for column, value in zip(self._regime, trial.regime.values(), strict=True):
            column.append(value)
        for name, numbers in self._observables.items():
            if self._shapes[name]:
                numbers.frombytes(trial.value(name).tobytes())
            else:
                numbers.append(float(trial.observables[name]))

    def trial(self, row: int) -> Trial:
        """The trial of a row."""
        layout = self.layout
        return Trial(
            series=layout.series,
            index=self.indices[row],
            claim=layout.claim,
            regime={name: column[row] for (name, _), column in zip(layout.regime, self._regime, strict=True)},
            observables={name: self.observable(name, [row])[0].tolist() for name in self._observables},
            margin=self._margins[row] if layout.has_margin else None,
            error=self._errors[row] if layout.has_error else None,
            precision=layout.precision,
            seconds=self.seconds[row],
        )

    def field(self, name: str, rows: NDArray[np.intp]) -> NDArray[Any]:
        """The recorded forms of a field of the regime, shape (rows,): float64 or int64 where all are such numbers."""
        (which,) = (place for place, (known, _) in enumerate(self.layout.regime) if known == name)
        column = self._regime[which]
        if isinstance(column, array):
            return np.asarray(column)[rows]
        return np.fromiter((column[row] for row in rows.tolist()), dtype=object, count=len(rows))

    def margins(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """The recorded margins, shape (rows,); NaN where there are none."""
        return np.asarray(self._margins)[rows] if self.layout.has_margin else np.full(len(rows), np.nan)

    def observable(self, name: str, rows: ArrayLike) -> NDArray[np.float64]:
        """An observable of some rows, shape (rows, *shape of the observable)."""
        shape = self._shapes[name]
        # No array can grow while somebody holds a view of it: choosing rows makes a copy.
        return np.asarray(self._observables[name]).reshape(len(self.indices), *shape)[np.asarray(rows, dtype=np.intp)]


class _Things:
    """A column of anything but numbers; equal ones are one object."""

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._known: dict[str, Any] = {}

    def append(self, value: Any) -> None:
        self._values.append(self._known.setdefault(key_of(value), value))

    def __getitem__(self, row: int) -> Any:
        return self._values[row]


class Trials(Sequence[Trial]):
    """Trials in an order of their own, each a row of some table."""

    def __init__(self, tables: Sequence[Table], which: NDArray[np.intp], rows: NDArray[np.intp]) -> None:
        """Rows of tables.

        Args:
            tables: The tables.
            which: The position of each trial's table, shape (trials,).
            rows: The row of each trial in it, shape (trials,).
        """
        self._tables, self._which, self._rows = tables, which, rows

    @classmethod
    def of(cls, trials: Iterable[Trial]) -> Trials:
        """Any trials, in columns."""
        if isinstance(trials, Trials):
            return trials
        packing = Packing()
        for trial in trials:
            packing.append(trial)
        return packing.trials()

    @classmethod
    def joined(cls, parts: Sequence[Trials]) -> Trials:
        """The trials of several, one after another."""
        first = np.cumsum([0, *(len(part._tables) for part in parts)])
        return cls(
            [table for part in parts for table in part._tables],
            np.concatenate([_NONE, *(part._which + start for part, start in zip(parts, first[:-1], strict=True))]),
            np.concatenate([_NONE, *(part._rows for part in parts)]),
        )

    def __len__(self) -> int:
        """How many."""
        return len(self._which)

    def __iter__(self) -> Iterator[Trial]:
        """One by one."""
        for which, row in zip(self._which.tolist(), self._rows.tolist(), strict=True):
            yield self._tables[which].trial(row)

    @overload
    def __getitem__(self, place: int) -> Trial: ...
    @overload
    def __getitem__(self, place: slice | NDArray[Any]) -> Trials: ...
    def __getitem__(self, place: int | slice | NDArray[Any]) -> Trial | Trials:
        """One trial; those of a slice, of an array of places, or of a mask."""
        if isinstance(place, slice | np.ndarray):
            return Trials(self._tables, self._which[place], self._rows[place])
        return self._tables[int(self._which[place])].trial(int(self._rows[place]))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has equal trials in the same order."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(Trial.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def groups(self) -> Iterator[tuple[Table, NDArray[np.intp], NDArray[np.intp]]]:
        """The tables with a trial here: the table, the places of its trials in this order, and their rows."""
        for which in np.unique(self._which):
            places = np.flatnonzero(self._which == which)
            yield self._tables[which], places, self._rows[places]

    def spent_by(self, claim: str) -> NDArray[np.intp]:
        """The places of those that a claim spent, in this order."""
        mine = [places for table, places, _ in self.groups() if table.layout.claim == claim]
        return np.sort(np.concatenate([_NONE, *mine]))

    @property
    def margins(self) -> NDArray[np.float64]:
        """Recorded margins, shape (trials,); NaN where there is none."""
        found = np.empty(len(self))
        for table, places, rows in self.groups():
            found[places] = table.margins(rows)
        return found

    @property
    def indices(self) -> NDArray[np.int64]:
        """Draw indices, shape (trials,)."""
        found = np.empty(len(self), dtype=np.int64)
        for table, places, rows in self.groups():
            found[places] = np.asarray(table.indices)[rows]
        return found


_NONE = np.empty(0, dtype=np.intp)


class Packing:
    """Trials as they come, in columns."""

    def __init__(self) -> None:
        """There is none yet."""
        self.tables: list[Table] = []
        self._numbers: dict[Layout, int] = {}
        self._which, self._rows = array("q"), array("q")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._which)

    def append(self, trial: Trial) -> None:
        """Add one."""
        layout = _layout(trial)
        number = self._numbers.setdefault(layout, len(self.tables))
        if number == len(self.tables):
            self.tables.append(Table(layout))
        table = self.tables[number]
        self._which.append(number)
        self._rows.append(len(table.indices))
        table.append(trial)

    def trials(self, places: ArrayLike | None = None) -> Trials:
        """Those at some places in the order in which they came; all of them by default."""
        chosen = np.arange(len(self)) if places is None else np.array(places, dtype=np.intp)
        return Trials(tuple(self.tables), np.asarray(self._which)[chosen], np.asarray(self._rows)[chosen])

    def trial(self, place: int) -> Trial:
        """The one at a place."""
        return self.tables[self._which[place]].trial(self._rows[place])


class Recorded(Mapping[int, Trial]):
    """The first record of each draw of a series, by draw index."""

    def __init__(self) -> None:
        """Nothing is recorded yet."""
        self._packing = Packing()
        self._places: dict[int, int] = {}
        self._run = array("q")

    @property
    def tables(self) -> Sequence[Table]:
        """What holds them."""
        return self._packing.tables

    def add(self, trial: Trial) -> Trial | None:
        """Enter a record, unless there is one of the draw: then this is returned, and counts."""
        place = self._places.setdefault(trial.index, len(self._packing))
        if place < len(self._packing):
            return self._packing.trial(place)
        self._packing.append(trial)
        while (following := self._places.get(len(self._run))) is not None:
            self._run.append(following)
        return None

    def contiguous(self) -> Trials:
        """The draws 0, 1, 2, ... up to the first gap."""
        return self._packing.trials(self._run)

    def at(self, indices: Iterable[int]) -> Trials:
        """The draws with these indices, in this order.

        Raises:
            KeyError: If one of them is not recorded.
        """
        return self._packing.trials([self._places[index] for index in indices])

    def __getitem__(self, index: int) -> Trial:
        """The record of a draw."""
        return self._packing.trial(self._places[index])

    def __iter__(self) -> Iterator[int]:
        """Draw indices, in the order in which they were recorded."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many draws are recorded."""
        return len(self._places)

    def __contains__(self, index: object) -> bool:
        """Whether a draw is recorded."""
        return index in self._places


def _layout(trial: Trial) -> Layout:
    return Layout(
        trial.series,
        trial.precision,
        trial.claim,
        tuple([(name, _code(value)) for name, value in trial.regime.items()]),
        tuple(
            [(name, np.shape(value) if isinstance(value, list) else ()) for name, value in trial.observables.items()]
        ),
        trial.margin is not None,
        trial.error is not None,
    )


def _code(value: Any) -> str:
    """Of the column that gives a value back as it was."""
    if type(value) is float:
        return "d"
    return "q" if type(value) is int and -_LARGEST <= value < _LARGEST else "O"
