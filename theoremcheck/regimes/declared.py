"""One declaration of named fields, compiled into a Hypothesis strategy and into a seeded i.i.d. sampler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import SimpleNamespace
from typing import Any, Protocol

import hypothesis.strategies as st
import numpy as np
import torch
from hypothesis import assume
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.regimes.laws import Constant, Derived, Law
from theoremcheck.regimes.points import Columns, hints, point_of
from theoremcheck.regimes.recorded import point_problem, values_problem
from theoremcheck.streams import Streams, stream_key

__all__ = ["RegimeError", "Regimes", "Sampler"]

_PROBE_DRAWS = 20_000
_ALONE = 7
"""Probed draws that are made again by themselves: a mean over the batch in a formula would show in each of them."""
_LEAST_ACCEPTANCE = 0.01
_MOST_ATTEMPTS = 10_000
"""At an acceptance of 1 % a trial is still without a value after this many attempts with probability 2e-44."""


class RegimeError(ValueError):
    """A declaration that makes no sense; the message names the field and the value."""


class Sampler(Protocol):
    """What the engine needs of a distribution of regimes."""

    @property
    def regime(self) -> type:
        """The frozen dataclass of one point."""

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy of points, for the falsifier."""

    def sample(self, streams: Streams) -> Columns:
        """Independent draws, one a trial, for the estimator."""


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
    where: tuple[Callable[[SimpleNamespace], Any], ...]

    def __init__(
        self,
        regime: type,
        where: Callable[[SimpleNamespace], Any] | tuple[Callable[[SimpleNamespace], Any], ...] = (),
        **declared: Any,
    ) -> None:
        """Check the declaration whole: every field, its law, its type, and how many draws the conditions leave."""
        declared = _with_defaults(regime, declared)
        laws = {name: _as_law(law) for name, law in declared.items() if not isinstance(law, Derived)}
        formulas = {name: law for name, law in declared.items() if isinstance(law, Derived)}
        object.__setattr__(self, "regime", regime)
        object.__setattr__(self, "laws", laws)
        object.__setattr__(self, "formulas", formulas)
        object.__setattr__(self, "where", where if isinstance(where, tuple) else (where,))
        for name, law in laws.items():
            _check_law(regime, name, law)
        self._probe()

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy of points; whole numbers are drawn first, so the shrinker makes them small first."""
        names = sorted(self.laws, key=lambda name: not isinstance(self.laws[name].simplest(), int))

        @st.composite
        def points(draw: Callable[[SearchStrategy[Any]], Any]) -> Any:
            point = self.complete({name: draw(self.laws[name].strategy()) for name in names})
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
        for attempt in range(_MOST_ATTEMPTS):
            drawn = self._attempt(Streams(streams.key, streams.indices[torch.from_numpy(pending)]), attempt)
            admitted = self._admitted(drawn, len(pending))
            for name, column in self._columns(drawn, len(pending)).items():
                kept.setdefault(name, np.empty(streams.trials, column.dtype))[pending[admitted]] = column[admitted]
            pending = pending[~admitted]
            if len(pending) == 0:
                return kept
        raise RegimeError(f"{self.regime.__name__}: a trial found no admissible point in {_MOST_ATTEMPTS} attempts")

    def complete(self, values: Mapping[str, Any]) -> Any | None:
        """The point with these values of the declared fields, the derived ones computed; None if a condition fails."""
        with np.errstate(all="ignore"):  # at the ends of a range a formula may leave its domain: no admissible point
            drawn = self._derive({name: self._column(name, values[name]) for name in self.laws})
            admitted = bool(self._admitted(drawn, 1)[0])
        return point_of(self.regime, self._columns(drawn, 1), 0) if admitted else None

    def admits(self, point: Any) -> bool:
        """Whether a point lies in the support: each field in its law's, derived fields as derived, conditions true."""
        if not all(law.admits(getattr(point, name)) for name, law in self.laws.items()):
            return False
        drawn = self._derive({name: self._column(name, getattr(point, name)) for name in self.laws})
        derived = point_of(self.regime, self._columns(drawn, 1), 0)
        same = all(getattr(derived, name) == getattr(point, name) for name in self.formulas)
        return same and bool(self._admitted(drawn, 1)[0])

    def _attempt(self, streams: Streams, attempt: int) -> SimpleNamespace:
        return self._derive(
            {
                name: self._typed(name, law.quantile(streams.uniform(f"regime/{name}/{attempt}").numpy()))
                for name, law in self.laws.items()
            }
        )

    def _typed(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """Values of a field in the type that its annotation says, so that no batch decides it."""
        kinds = {float: np.float64, int: np.int64, bool: np.bool_}
        return values.astype(kinds.get(hints(self.regime)[name], object))

    def _column(self, name: str, value: Any) -> NDArray[Any]:
        """One point's value as the column of a batch of one."""
        column = np.empty(1, dtype=object)
        column[0] = value
        return self._typed(name, column)

    def _columns(self, drawn: SimpleNamespace, trials: int) -> dict[str, NDArray[Any]]:
        return {
            field.name: np.broadcast_to(np.asarray(getattr(drawn, field.name)), (trials,))
            for field in fields(self.regime)
        }

    def _derive(self, values: Mapping[str, Any]) -> SimpleNamespace:
        namespace = SimpleNamespace(**values)
        for name, law in self.formulas.items():
            setattr(namespace, name, law.formula(namespace))
        return namespace

    def _admitted(self, drawn: SimpleNamespace, trials: int) -> NDArray[np.bool_]:
        admitted = np.ones(trials, dtype=bool)
        for condition in self.where:
            admitted &= np.broadcast_to(np.asarray(condition(drawn), dtype=bool), (trials,))
        return admitted

    def _probe(self) -> None:
        """Draw once at declaration: formulas and conditions must be elementwise, and enough draws must remain."""
        name = self.regime.__name__
        streams = Streams(stream_key("probe", name), torch.arange(_PROBE_DRAWS))
        try:
            drawn = self._attempt(streams, 0)
            admitted = self._admitted(drawn, _PROBE_DRAWS)
            together = self._columns(drawn, _PROBE_DRAWS)
            for row in range(_ALONE):
                alone = self._attempt(Streams(streams.key, streams.indices[row : row + 1]), 0)
                same = all(_same(together[name][row], column[0]) for name, column in self._columns(alone, 1).items())
                if not same or self._admitted(alone, 1)[0] != admitted[row]:
                    raise ValueError("a value depends on the other draws of its batch")
            acceptance = float(admitted.mean())
        except (TypeError, ValueError, AttributeError) as error:
            raise RegimeError(
                f"{name}: derived fields and conditions must be elementwise on arrays "
                f"(np.log, not math.log; &, not `and`): {error}"
            ) from error
        if acceptance < _LEAST_ACCEPTANCE:
            raise RegimeError(
                f"{name}: the conditions admit {acceptance:.2%} of the draws, at least {_LEAST_ACCEPTANCE:.0%} is "
                "needed: build valid values by derived fields instead of rejecting"
            )
        point = point_of(self.regime, self.sample(Streams(streams.key, torch.arange(1))), 0)
        for field_name in self.formulas:
            _check_type(self.regime, field_name, getattr(point, field_name))
        if (problem := point_problem(self, point)) is not None:
            raise RegimeError(problem)


def _same(one: Any, other: Any) -> bool:
    """Equal, up to what a vectorised logarithm may do at the end of an array."""
    if isinstance(one, float):
        return bool(np.isclose(one, other, rtol=1e-12, atol=0.0, equal_nan=True))
    return bool(one == other)


def _with_defaults(regime: type, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The declaration completed by the dataclass's defaults, in the order of its fields where none is derived."""
    if not (isinstance(regime, type) and is_dataclass(regime) and vars(regime)["__dataclass_params__"].frozen):
        raise RegimeError(f"regime={regime!r} must be a frozen dataclass")
    known = {field.name: field for field in fields(regime)}
    for name in declared:
        if name not in known:
            raise RegimeError(f"{regime.__name__} has no field {name!r}; its fields are {', '.join(known)}")
    defaults = {name: field.default for name, field in known.items() if field.default is not MISSING}
    for name in known:
        if name not in declared and name not in defaults:
            raise RegimeError(f"{regime.__name__}.{name} has no law: give it one, or a constant value")
    return {**{name: value for name, value in defaults.items() if name not in declared}, **declared}


def _as_law(law: Any) -> Law:
    return law if hasattr(law, "quantile") else Constant(law)


def _check_law(regime: type, name: str, law: Law) -> None:
    if (problem := law.problem()) is not None:
        raise RegimeError(f"{regime.__name__}.{name}: {problem}")
    values = getattr(law, "values", (law.simplest(),))
    for value in values:
        _check_type(regime, name, value)
    if (problem := values_problem(values)) is not None:
        raise RegimeError(f"{regime.__name__}.{name}: {problem}")


def _check_type(regime: type, name: str, value: Any) -> None:
    expected = hints(regime)[name]
    if expected is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif expected is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = not isinstance(expected, type) or isinstance(value, expected)
    if not fits:
        shown = getattr(expected, "__name__", expected)
        raise RegimeError(f"{regime.__name__}.{name} is declared {shown}, but its law gives {value!r}")
