"""One declaration of named fields, compiled into a Hypothesis strategy and into a seeded i.i.d. sampler."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import numpy as np
import torch
from hypothesis import assume
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.regimes import children, neighbours
from theoremcheck.regimes.laws import Derived, Law
from theoremcheck.regimes.points import Columns, hints, point_of, points_of
from theoremcheck.regimes.recorded import point_problem
from theoremcheck.regimes.supports import Size
from theoremcheck.regimes.validity import (
    RegimeError,
    check_acceptance,
    check_elementwise,
    check_fields,
    check_law,
    check_type,
    laws_and_formulas,
    with_defaults,
)
from theoremcheck.streams import Streams, stream_key

__all__ = ["Condition", "Regimes"]

_MOST_ATTEMPTS = 10_000
"""At an acceptance of 1 % a trial is still without a value after this many attempts with probability 2e-44."""
_AHEAD, _TOGETHER = 16, 4096
"""Attempts that a trial makes together once its first has failed, and numbers of a field among them at the most: of few
the calls cost the time."""

Condition = Callable[[SimpleNamespace], Any]
"""Elementwise function of a namespace of all fields."""


@dataclass(frozen=True, init=False)
class Regimes:
    """The distribution of regimes that a claim speaks of.

    `Regimes(Gap, n=powers_of(2, 8, 64), alpha=uniform(0.1, 1.0), beta=derived(lambda r: 2 / r.alpha))` draws the
    fields independently, computes the derived ones, and keeps the points that satisfy every condition in `where`
    (elementwise functions of the same namespace: write `(r.a < r.b) & (r.b < 1)`, not `r.a < r.b < 1`).

    Raises:
        RegimeError: At declaration: a range that is empty or unbounded, a field that the dataclass lacks or that is
            left without a law, a value of the wrong type, or conditions that fewer than 1 % of the draws satisfy.
    """

    regime: type
    laws: Mapping[str, Law]
    formulas: Mapping[str, Derived]
    where: tuple[Condition, ...]

    def __init__(self, regime: type, where: Condition | tuple[Condition, ...] = (), **declared: Any) -> None:
        """Check the declaration whole: every field, its law, its type, and how many draws the conditions leave."""
        laws, formulas = laws_and_formulas(with_defaults(regime, declared))
        self._declare(regime, laws, formulas, where)
        for name, law in laws.items():
            check_law(regime, name, law)
        check_acceptance(regime.__name__, check_elementwise(regime.__name__, self._attempt))
        self._check_formulas(formulas)
        if (problem := point_problem(self, self._probed())) is not None:
            raise RegimeError(problem)

    def with_(self, where: Condition | tuple[Condition, ...] | None = None, **declared: Any) -> Regimes:
        """This declaration with other laws or formulas of some fields, or under other conditions.

        What is new is checked as it would be in a declaration: that the fields exist, that their laws make sense and
        have the right type, that formulas and conditions are elementwise. What was there before has been checked. The
        share of draws that the conditions leave is not counted again, because a slice of a regime may be thin and is
        asked about all the same; `sample` raises where a trial finds no admissible point.

        Args:
            where: All conditions of the changed declaration; None leaves them as they are.
            declared: Laws, plain values or `derived` formulas of the fields that change.

        Raises:
            RegimeError: As in a declaration.
        """
        check_fields(self.regime, declared)
        laws, formulas = laws_and_formulas(declared)
        for name, law in laws.items():
            check_law(self.regime, name, law)
        # Formulas may use a field that was drawn and is now computed: it comes first.
        first = {name: formula for name, formula in formulas.items() if name in self.laws}
        changed = copy(self)
        changed._declare(
            self.regime,
            {name: law for name, law in {**self.laws, **laws}.items() if name not in formulas},
            {name: law for name, law in {**first, **self.formulas, **formulas}.items() if name not in laws},
            self.where if where is None else where,
        )
        if formulas or any(condition not in self.where for condition in changed.where):
            check_elementwise(self.regime.__name__, changed._attempt)
            changed._check_formulas(formulas)
        return changed

    @property
    def declaration(self) -> Regimes:
        """Itself: it declares its fields, laws and conditions."""
        return self

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy of points; it draws whole numbers first, so the shrinker makes them small first."""
        supports = {name: law.support for name, law in self.laws.items()}
        names = sorted(supports, key=lambda name: not isinstance(supports[name].simplest(), int))

        @st.composite
        def points(draw: Callable[[SearchStrategy[Any]], Any]) -> Any:
            point = self.complete({name: draw(supports[name].strategy()) for name in names})
            assume(point is not None)
            return point

        return points()

    def sample(self, streams: Streams) -> Columns:
        """Independent draws by inverse distribution functions and rejection, one a trial.

        Args:
            streams: One stream a trial; an attempt's draws depend on the trial and on the attempt alone.

        Returns:
            One array of shape (trials,) for each field, in the order of the dataclass.

        Raises:
            RegimeError: If a trial finds no admissible point.
        """
        streams = Streams(streams.key, streams.indices.cpu(), torch.float64)
        pending = np.arange(streams.trials)
        kept: dict[str, NDArray[Any]] = {}
        first, ahead = 0, 1
        while first < _MOST_ATTEMPTS:
            remaining = Streams(streams.key, streams.indices[torch.from_numpy(pending)])
            columns, admitted = self._attempts(remaining, range(first, first + ahead))
            tried = admitted.reshape(ahead, len(pending))
            fine = tried.any(axis=0)
            rows = (tried.argmax(axis=0) * len(pending) + np.arange(len(pending)))[fine]
            for name, column in columns.items():
                kept.setdefault(name, np.empty(streams.trials, column.dtype))[pending[fine]] = column[rows]
            pending, first = pending[~fine], first + ahead
            if len(pending) == 0:
                return kept
            ahead = max(1, min(_AHEAD, _TOGETHER // len(pending), _MOST_ATTEMPTS - first))
        raise RegimeError(f"{self.regime.__name__}: a trial found no admissible point in {_MOST_ATTEMPTS} attempts")

    def complete(self, values: Mapping[str, Any]) -> Any | None:
        """The point with these values of the declared fields, the derived ones computed; None if a condition fails."""
        return self.completed([values])[0]

    def completed(self, every: Sequence[Mapping[str, Any]]) -> list[Any | None]:
        """The same for many points, formulas and conditions evaluated once for all of them."""
        if not every:
            return []
        declared = {name: self.column(name, [values[name] for values in every]) for name in self.laws}
        columns, admitted = self.derived(declared, len(every))
        found: list[Any | None] = [None] * len(every)
        fine = np.flatnonzero(admitted)
        for row, point in zip(fine.tolist(), self.points(columns, fine), strict=True):
            found[row] = point
        return found

    def column(self, name: str, values: Sequence[Any]) -> NDArray[Any]:
        """Values of a declared field as the column of a batch; NumPy would take a tuple among them for a row."""
        return self.typed(name, np.fromiter(values, dtype=object, count=len(values)))

    def typed(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """Values of a field in the type that its annotation says, so that no batch decides it."""
        kinds = {float: np.float64, int: np.int64, bool: np.bool_}
        return values.astype(kinds.get(hints(self.regime)[name], object))

    def derived(self, declared: Columns, count: int) -> tuple[Columns, NDArray[np.bool_]]:
        """All columns of so many points, in the order of the dataclass, and which of them the conditions admit."""
        with np.errstate(all="ignore"):  # at the ends of a range a formula may leave its domain: no admissible point
            return self._derived(declared, count)

    def points(self, columns: Columns, rows: NDArray[np.intp]) -> list[Any]:
        """The points of some rows of columns."""
        return points_of(self.regime, columns, rows)

    def admits(self, point: Any) -> bool:
        """Whether a point lies in the support: each field in its law's, derived fields as derived, conditions true."""
        if not all(law.support.admits(getattr(point, name)) for name, law in self.laws.items()):
            return False
        columns, admitted = self._derived({name: self.column(name, [getattr(point, name)]) for name in self.laws}, 1)
        derived = point_of(self.regime, columns, 0)
        return all(getattr(derived, name) == getattr(point, name) for name in self.formulas) and bool(admitted[0])

    def corners(self, count: int) -> list[Any]:
        """Points at the ends of the declared ranges, at most `count`."""
        return neighbours.corners(self.laws, self.completed, count)

    def spread(self, count: int, seed: int) -> list[Any]:
        """An even cover, at most `count` points."""
        return neighbours.spread(self, count, seed)

    def edges(self, points: Sequence[Any], count: int, seed: int) -> list[Any]:
        """Points at ends of fields and on boundaries of conditions, at most `count`."""
        return children.edges(self, points, count, seed)

    def children(self, parents: Sequence[Any], count: int, seed: int) -> list[Any]:
        """New points made of pairs of given ones, at most `count`."""
        return children.children(self, parents, count, seed)

    def levels(self, points: Sequence[Any]) -> NDArray[np.float64]:
        """Where points stand in the coordinates of the laws, shape (points, declared fields), each in [0, 1]."""
        levels = [[law.support.level(getattr(point, name)) for name, law in self.laws.items()] for point in points]
        return np.array(levels, dtype=np.float64).reshape(len(points), len(self.laws))

    def simplifications(self, point: Any) -> list[Any]:
        """Points with one field made simpler, or two fields of equal value made simpler together."""
        return neighbours.simplifications(self.laws, self.completed, point)

    def simplest_in_one_field(self, point: Any) -> list[Any]:
        """Points with one field at its simplest and the others as they are."""
        return neighbours.simplest_in_one_field(self.laws, self.completed, point)

    def together(self, point: Any, simpler: Iterable[Any]) -> Any | None:
        """The point with every field as simple as in the simplest of the given points; None if a condition fails."""
        return self.complete(neighbours.simplest_of_each(self.laws, [point, *simpler]))

    def simplest(self) -> Any | None:
        """The point with every field at its simplest; None if a condition fails."""
        return self.complete({name: law.support.simplest() for name, law in self.laws.items()})

    def size(self, point: Any) -> Size:
        """How complicated a point is: digits, then distances from the simplest values; sums over the fields."""
        return neighbours.size(self.laws, point)

    def _declare(
        self,
        regime: type,
        laws: Mapping[str, Law],
        formulas: Mapping[str, Derived],
        where: Condition | tuple[Condition, ...],
    ) -> None:
        object.__setattr__(self, "regime", regime)
        object.__setattr__(self, "laws", laws)
        object.__setattr__(self, "formulas", formulas)
        object.__setattr__(self, "where", where if isinstance(where, tuple) else (where,))

    def _check_formulas(self, formulas: Mapping[str, Derived]) -> None:
        if formulas:
            point = self._probed()
            for name in formulas:
                check_type(self.regime, name, getattr(point, name))

    def _probed(self) -> Any:
        streams = Streams(stream_key("probe", self.regime.__name__), torch.arange(1))
        return point_of(self.regime, self.sample(streams), 0)

    def _attempt(self, streams: Streams, attempt: int) -> tuple[Columns, NDArray[np.bool_]]:
        return self._attempts(streams, range(attempt, attempt + 1))

    def _attempts(self, streams: Streams, attempts: range) -> tuple[Columns, NDArray[np.bool_]]:
        """The draws of some attempts, one attempt of all trials after another, and which of them are admitted."""
        labels = [f"regime/{name}/{attempt}" for name in self.laws for attempt in attempts]
        count = len(attempts) * streams.trials
        uniforms = streams.uniforms(labels).numpy().reshape(len(self.laws), count)
        drawn = {
            name: self.typed(name, law.quantile(row))
            for (name, law), row in zip(self.laws.items(), uniforms, strict=True)
        }
        return self._derived(drawn, count)

    def _derived(self, drawn: Mapping[str, Any], trials: int) -> tuple[Columns, NDArray[np.bool_]]:
        """All columns of some draws, in the order of the dataclass, and which of them the conditions admit."""
        namespace = SimpleNamespace(**drawn)
        for name, law in self.formulas.items():
            setattr(namespace, name, law.formula(namespace))
        admitted = np.ones(trials, dtype=bool)
        for condition in self.where:
            admitted &= np.asarray(condition(namespace), dtype=bool)
        names = [field.name for field in fields(self.regime)]
        columns = {name: np.asarray(getattr(namespace, name)) for name in names}
        shape = (trials,)
        return {
            name: column if column.shape == shape else np.broadcast_to(column, shape)
            for name, column in columns.items()
        }, admitted
