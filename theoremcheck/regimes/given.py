"""A distribution of regimes given by hand: an author's own strategy together with their own sampler."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from numbers import Real
from typing import Any

import numpy as np
import torch
from hypothesis.strategies import SearchStrategy

from theoremcheck.evidence.forms import UnrecordableError, decode, encode, name_of
from theoremcheck.regimes.points import Columns, float_fields, point_of
from theoremcheck.regimes.recorded import declared_classes, point_problem
from theoremcheck.regimes.supports import Size
from theoremcheck.regimes.validity import RegimeError
from theoremcheck.streams import Streams, stream_key

__all__ = ["GivenRegimes"]


@dataclass(frozen=True)
class GivenRegimes:
    """Regimes that no declaration of independent fields describes.

    That strategy and sampler have the same support is the author's responsibility here; a claim's report says so.

    Attributes:
        regime: The frozen dataclass of one point.
        points: Hypothesis strategy of points.
        sampler: Draws one array of shape (trials,) for each field from per-trial streams.
    """

    regime: type
    points: SearchStrategy[Any]
    sampler: Callable[[Streams], Columns]

    def __post_init__(self) -> None:
        """Check what can be checked before anything is drawn."""
        regime = self.regime
        if not (isinstance(regime, type) and is_dataclass(regime) and vars(regime)["__dataclass_params__"].frozen):
            raise RegimeError(f"regime={regime!r} must be a frozen dataclass: write @dataclass(frozen=True)")
        if regime.__hash__ is None:
            raise RegimeError(f"regime={regime!r} cannot be hashed, and points are told apart by their hashes")
        if not isinstance(self.points, SearchStrategy):
            raise RegimeError(
                f"{regime.__name__}: points={self.points!r} must be a strategy of Hypothesis, such as "
                f"st.builds({regime.__name__}, ...)"
            )
        if not callable(self.sampler):
            raise RegimeError(f"{regime.__name__}: sampler={self.sampler!r} must be a function of streams")

    @property
    def declaration(self) -> None:
        """None: the author declares no fields, so nothing can vary or simplify one by itself."""
        return None

    def strategy(self) -> SearchStrategy[Any]:
        """The author's strategy; a point that evidence could not give back is named as soon as it is met."""

        def checked(point: Any) -> Any:  # its name is all that Hypothesis shows of it
            self._check_point(point)
            return point

        return self.points.map(checked)

    def sample(self, streams: Streams) -> Columns:
        """The author's draws, checked for fields and lengths, and whether evidence could give back every point.

        Raises:
            RegimeError: If they are wrong; the message names field and value.
        """
        regime, drawn = self.regime, self.sampler(streams)
        if not isinstance(drawn, Mapping):
            raise RegimeError(
                f"the sampler of {regime.__name__} gave a {type(drawn).__name__}, expected a dict of one array a field"
            )
        columns = {name: np.asarray(column) for name, column in drawn.items()}
        expected = [field.name for field in fields(regime)]
        if sorted(columns) != sorted(expected):
            raise RegimeError(f"the sampler of {regime.__name__} gave fields {sorted(columns)}, not {expected}")
        for name, column in columns.items():
            if column.shape != (streams.trials,):
                raise RegimeError(
                    f"{regime.__name__}.{name}: the sampler gave shape {column.shape}, expected {(streams.trials,)}: "
                    "one value a trial; tuples go into an array of objects, np.fromiter(values, dtype=object)"
                )
            self._check_values(name, column.tolist())
        if streams.trials and (problem := point_problem(self, point_of(regime, columns, 0))) is not None:
            raise RegimeError(problem)
        return columns

    def admits(self, point: Any) -> None:
        """None: what the strategy and the sampler can give, only their author knows."""
        return None

    def corners(self, count: int) -> list[Any]:
        """None: there are no declared ranges."""
        return []

    def spread(self, count: int, seed: int) -> list[Any]:
        """The author's own draws."""
        columns = self.sample(Streams(stream_key("spread", str(seed)), torch.arange(count)))
        return [point_of(self.regime, columns, row) for row in range(count)]

    def simplifications(self, point: Any) -> list[Any]:
        """None: the falsifier makes a point simpler by replaying the author's strategy."""
        return []

    def size(self, point: Any) -> Size:
        """A number is simple that is short and small; sums over the fields."""
        numbers = [float(value) for value in vars(point).values() if isinstance(value, int | float)]
        shown = [f"{number:.17g}" if number % 1 == 0 else repr(number) for number in numbers]
        return sum(sum(map(str.isdigit, text)) for text in shown), sum(abs(n) / (1 + abs(n)) for n in numbers)

    def _check_point(self, point: Any) -> None:
        """Reject a point of the strategy that is none of the regime, or that evidence could not give back."""
        if not isinstance(point, self.regime):
            raise RegimeError(
                f"the strategy gave {point!r} of type {type(point).__name__}, expected a {self.regime.__name__}: "
                f"st.builds({self.regime.__name__}, ...) makes points"
            )
        for field in fields(self.regime):
            self._check_values(field.name, [getattr(point, field.name)])

    def _check_values(self, name: str, values: Iterable[Any]) -> None:
        """Reject a value of a field that evidence could not give back; equal ones are looked at once."""
        problem_of = self._number_problem if name in float_fields(self.regime) else self._problem
        seen: set[tuple[type, Any]] = set()
        for value in values:
            try:
                if (type(value), value) in seen:
                    continue
                seen.add((type(value), value))
            except TypeError:  # what cannot be hashed has a problem, which says how to write it
                pass
            if (problem := problem_of(name, value)) is not None:
                raise RegimeError(f"{self.regime.__name__}.{name}: {problem}")

    def _number_problem(self, name: str, value: Any) -> str | None:
        fits = isinstance(value, Real | np.bool_)
        return None if fits else f"{value!r} is a {type(value).__name__}, expected a number, which it is declared as"

    def _problem(self, name: str, value: Any) -> str | None:
        classes = {name_of(found): found for found in declared_classes(self, name)}
        try:
            again = decode(encode(value), {}, classes)
        except UnrecordableError as error:
            return str(error)
        except (LookupError, TypeError, ValueError):  # the last two where a dataclass rejects its values
            return (
                f"{value!r} is a {type(value).__name__} that evidence could not give back: write a list or an array as "
                "a tuple, a set as a frozenset and a function as a text; a frozen dataclass or a single member of an "
                "enum comes back where the field's annotation names its class"
            )
        plain = value.item() if isinstance(value, np.generic) else value
        return None if repr(again) == repr(plain) else f"evidence would give back {again!r} for {value!r}: write that"
