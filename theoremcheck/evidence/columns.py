"""Trials in columns: what most of them share stands once, and each number takes eight bytes.

A series may have a million draws, and as many objects with their dictionaries would take ten times the memory. A trial
is made of its row when somebody asks for it; whoever reads margins or observables of many takes the columns. Where a
trial stands takes four bytes, of which there are enough for two thousand million trials.
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

__all__ = ["Packing", "Pairs", "Recorded", "Table", "Trials"]

_LARGEST = 2**63
_PIECE = 2**14


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

    def append(self, trial: Trial, observed: Iterable[float | NDArray[np.float64]]) -> int:
        """Add a trial of this layout.

        Args:
            trial: The trial.
            observed: Its observables in their order, as numbers and arrays.

        Returns:
            Its row.
        """
        row = len(self.indices)
        self.indices.append(trial.index)
        self.seconds.append(trial.seconds)
        if trial.margin is not None:
            self._margins.append(trial.margin)
        if trial.error is not None:
            self._errors.append(trial.error)
        for column, value in zip(self._regime, trial.regime.values(), strict=True):
            column.append(value)
        for numbers, values in zip(self._observables.values(), observed, strict=True):
            if isinstance(values, float):
                numbers.append(values)
            else:
                numbers.frombytes(values.tobytes())
        return row

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

    def field(self, name: str, rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """The recorded forms of a field of the regime, shape (rows,): float64 or int64 where all are such numbers."""
        (which,) = (place for place, (known, _) in enumerate(self.layout.regime) if known == name)
        column = self._regime[which]
        if isinstance(column, array):
            return np.asarray(column)[rows]
        return np.fromiter((column[row] for row in rows.tolist()), dtype=object, count=len(rows))

    def margins(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
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
        self._numbers = array("i")
        self._different: list[Any] = []
        self._known: dict[Any, int] = {}

    def append(self, value: Any) -> None:
        # The type belongs to the key: 1 and True are equal, and two values of a regime.
        key = key_of(value) if isinstance(value, dict | list) else (type(value), value)
        number = self._known.setdefault(key, len(self._different))
        if number == len(self._different):
            self._different.append(value)
        self._numbers.append(number)

    def __getitem__(self, row: int) -> Any:
        return self._different[self._numbers[row]]


class Trials(Sequence[Trial]):
    """Trials in an order of their own, each a row of some table."""

    def __init__(self, tables: Sequence[Table], which: NDArray[np.int32], rows: NDArray[np.int32]) -> None:
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
        first = np.cumsum([0, *(len(part._tables) for part in parts)], dtype=np.int32)
        return cls(
            [table for part in parts for table in part._tables],
            np.concatenate([_NOWHERE, *(part._which + start for part, start in zip(parts, first[:-1], strict=True))]),
            np.concatenate([_NOWHERE, *(part._rows for part in parts)]),
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

    def groups(self) -> Iterator[tuple[Table, NDArray[np.int32], NDArray[np.int32]]]:
        """The tables with a trial here: the table, the places of its trials in this order, and their rows."""
        for which in np.flatnonzero(np.bincount(self._which)).tolist():
            places = np.flatnonzero(self._which == which).astype(np.int32)
            yield self._tables[which], places, self._rows[places]

    def pieces(self) -> Iterator[tuple[int, Trials]]:
        """Some of them at a time, each time with the place of the first: what is computed of them is small then."""
        for first in range(0, len(self), _PIECE):
            yield first, self[first : first + _PIECE]

    def spent_by(self, claim: str) -> NDArray[np.int32]:
        """The places of those that a claim spent, in this order."""
        mine = [places for table, places, _ in self.groups() if table.layout.claim == claim]
        return np.sort(np.concatenate([_NOWHERE, *mine]))

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


_NOWHERE = np.empty(0, dtype=np.int32)


class Packing:
    """Trials as they come, in columns.

    Attributes:
        tables: What holds them.
    """

    def __init__(self) -> None:
        """There is none yet."""
        self.tables: list[Table] = []
        self._numbers: dict[Any, int] = {}
        self._which, self._rows = array("i"), array("i")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._which)

    def append(self, trial: Trial) -> int:
        """Add one; the number of its table."""
        codes = tuple([_code(value) for value in trial.regime.values()])
        observed = [
            np.asarray(value, dtype=np.float64) if isinstance(value, list) else float(value)
            for value in trial.observables.values()
        ]
        shapes = tuple([() if isinstance(values, float) else values.shape for values in observed])
        declared, absent = trial.precision is Precision.DECLARED, (trial.margin is None, trial.error is None)
        # To put a layout together, and to hash it, takes longer than all the rest.
        key = trial.series, declared, trial.claim, *trial.regime, codes, *trial.observables, shapes, absent
        number = self._numbers.setdefault(key, len(self.tables))
        if number == len(self.tables):
            self.tables.append(Table(_layout(trial, codes, shapes)))
        self._which.append(number)
        self._rows.append(self.tables[number].append(trial, observed))
        return number

    def trials(self, places: ArrayLike | slice = slice(None)) -> Trials:
        """Those at some places in the order in which they came; all of them by default."""
        # No array can grow while somebody holds a view of it: a part of it is a copy, however it is chosen.
        if isinstance(places, slice):
            return Trials(tuple(self.tables), np.asarray(self._which[places]), np.asarray(self._rows[places]))
        chosen = np.asarray(places, dtype=np.int32)
        return Trials(tuple(self.tables), np.asarray(self._which)[chosen], np.asarray(self._rows)[chosen])

    def trial(self, place: int) -> Trial:
        """The one at a place."""
        return self.tables[self._which[place]].trial(self._rows[place])


class Pairs(Sequence[tuple[Trial, Trial]]):
    """Two records of one draw each: (first, later one)."""

    def __init__(self, packing: Packing) -> None:
        """There is none yet; `packing` has all records."""
        self._packing, self._first, self._later = packing, array("i"), array("i")

    def append(self, first: int, later: int) -> None:
        """Add the places of two records."""
        self._first.append(first)
        self._later.append(later)

    def __len__(self) -> int:
        """How many."""
        return len(self._first)

    @overload
    def __getitem__(self, which: int) -> tuple[Trial, Trial]: ...
    @overload
    def __getitem__(self, which: slice) -> list[tuple[Trial, Trial]]: ...
    def __getitem__(self, which: int | slice) -> tuple[Trial, Trial] | list[tuple[Trial, Trial]]:
        """A pair, or those of a slice."""
        if isinstance(which, slice):
            return [self[place] for place in range(*which.indices(len(self)))]
        return self._packing.trial(self._first[which]), self._packing.trial(self._later[which])

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has equal pairs in the same order."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list


class Recorded(Mapping[int, Trial]):
    """The first record of each draw of a series, by draw index."""

    def __init__(self, packing: Packing) -> None:
        """Nothing is recorded yet; `packing` has the records, and may have others too."""
        self._packing = packing
        self._run = array("i")
        self._beyond: dict[int, int] = {}

    def enter(self, index: int, place: int) -> int:
        """Enter the place of a record, unless there is one of the draw already; the place of that which counts."""
        first = self._place(index)
        if first is not None:
            return first
        self._beyond[index] = place
        # A place in a dictionary takes a hundred bytes: only draws beyond a gap, and those of a search, stand in it.
        while (following := self._beyond.pop(len(self._run), None)) is not None:
            self._run.append(following)
        return place

    def contiguous(self) -> Trials:
        """The draws 0, 1, 2, ... up to the first gap."""
        return self._packing.trials(self._run)

    @property
    def gap(self) -> int:
        """The first draw that is not recorded."""
        return len(self._run)

    def at(self, indices: Iterable[int]) -> Trials:
        """The draws with these indices, in this order.

        Raises:
            KeyError: If one of them is not recorded.
        """
        return self._packing.trials(np.fromiter(map(self._known_place, indices), dtype=np.int32))

    def __getitem__(self, index: int) -> Trial:
        """The record of a draw."""
        return self._packing.trial(self._known_place(index))

    def __iter__(self) -> Iterator[int]:
        """Draw indices, in the order in which they were recorded."""
        places = np.sort(np.array([*self._run, *self._beyond.values()], dtype=np.int32))
        return iter(self._packing.trials(places).indices.tolist())

    def __len__(self) -> int:
        """How many draws are recorded."""
        return len(self._run) + len(self._beyond)

    def __contains__(self, index: object) -> bool:
        """Whether a draw is recorded."""
        return isinstance(index, int | np.integer) and self._place(int(index)) is not None

    def _place(self, index: int) -> int | None:
        return self._run[index] if 0 <= index < len(self._run) else self._beyond.get(index)

    def _known_place(self, index: int) -> int:
        if (place := self._place(index)) is None:
            raise KeyError(index)
        return place


def _layout(trial: Trial, codes: Sequence[str], shapes: Sequence[tuple[int, ...]]) -> Layout:
    return Layout(
        trial.series,
        trial.precision,
        trial.claim,
        tuple(zip(trial.regime, codes, strict=True)),
        tuple(zip(trial.observables, shapes, strict=True)),
        trial.margin is not None,
        trial.error is not None,
    )


def _code(value: Any) -> str:
    """Of the column that gives a value back as it was."""
    if type(value) is float:
        return "d"
    return "q" if type(value) is int and -_LARGEST <= value < _LARGEST else "O"
