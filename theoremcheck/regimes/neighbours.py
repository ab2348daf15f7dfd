"""Points of a declaration for the falsifier: corners, an even spread, the simplifications of a point.

None of them feeds a number: they are where trouble is looked for. `Regimes` offers them as methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, islice, product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from theoremcheck.regimes.laws import Law
from theoremcheck.regimes.points import Columns
from theoremcheck.regimes.supports import Size

__all__ = ["Declared", "corners", "simplest_in_one_field", "simplest_of_each", "simplifications", "size", "spread"]

_EXCESS = 16
"""An even spread is drawn so many times larger where conditions reject points of it."""

Laws = Mapping[str, Law]
Completed = Callable[[Sequence[Mapping[str, Any]]], list[Any | None]]
"""Values of the declared fields, one mapping a point -> the points, or None where a condition excludes one."""


class Declared(Protocol):
    """A declaration, as far as it makes many points at once, in columns."""

    @property
    def laws(self) -> Laws:
        """The law of each declared field."""

    def column(self, name: str, values: Sequence[Any]) -> NDArray[Any]:
        """Values of a declared field as a column."""

    def typed(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """The same of values that stand in one already."""

    def derived(self, declared: Columns, count: int) -> tuple[Columns, NDArray[np.bool_]]:
        """All columns of so many points, and which of them the conditions admit."""

    def points(self, columns: Columns, rows: NDArray[np.intp]) -> list[Any]:
        """The points of some rows."""


def corners(laws: Laws, completed: Completed, count: int) -> list[Any]:
    """Points at the ends of the declared ranges, at most `count`: all of them, or one field at its end at a time first.

    Where conditions exclude a corner, nothing stands in for it.
    """
    ends = {name: law.support.ends() for name, law in laws.items()}
    low, high = ({name: values[side] for name, values in ends.items()} for side in (0, -1))
    single = [base | {name: far[name]} for base, far in ((low, high), (high, low)) for name in ends]
    every = (dict(zip(ends, values, strict=True)) for values in islice(product(*ends.values()), 4 * count))
    return _distinct(completed, [low, high, *single, *every])[:count]


def spread(declared: Declared, count: int, seed: int) -> list[Any]:
    """An even cover of the regime, at most `count` points: scrambled Sobol levels through the laws' quantiles.

    Every interval of a field that holds more than 1/count of its law holds a point, up to what conditions reject.
    """
    from scipy.stats import qmc  # half a second, which no command over known claims has to spend

    laws = declared.laws
    if not laws or count < 1:
        return []
    sobol = qmc.Sobol(len(laws), rng=np.random.default_rng(seed))
    for drawn in (count, _EXCESS * count):
        levels = np.clip(sobol.reset().random_base2(int(np.ceil(np.log2(drawn)))), 1e-12, 1 - 1e-12)
        values = {name: declared.typed(name, law.quantile(levels[:, i])) for i, (name, law) in enumerate(laws.items())}
        columns, admitted = declared.derived(values, len(levels))
        points: dict[Any, None] = {}
        rows = np.flatnonzero(admitted)
        for first in range(0, len(rows), count):
            points |= dict.fromkeys(declared.points(columns, rows[first : first + count]))
            if len(points) >= count:
                return list(points)[:count]
    return list(points)


def simplifications(laws: Laws, completed: Completed, point: Any) -> list[Any]:
    """Points with one field made simpler, or two fields of equal value made simpler together."""
    values = _drawn(laws, point)
    simpler = {name: law.support.simpler(values[name]) for name, law in laws.items()}
    changes: list[dict[str, Any]] = [{name: new} for name, found in simpler.items() for new in found]
    for one, other in combinations(laws, 2):
        if values[one] == values[other]:
            changes += [{one: new, other: new} for new in simpler[one] if new in simpler[other]]
    return _distinct(completed, [values | change for change in changes])


def simplest_in_one_field(laws: Laws, completed: Completed, point: Any) -> list[Any]:
    """Points with one field at its simplest and the others as they are."""
    values = _drawn(laws, point)
    return _distinct(completed, [values | {name: law.support.simplest()} for name, law in laws.items()])


def simplest_of_each(laws: Laws, points: Iterable[Any]) -> dict[str, Any]:
    """The simplest value of each field among some points; the first of equals."""
    values = [_drawn(laws, point) for point in points]
    return {name: min((one[name] for one in values), key=law.support.size) for name, law in laws.items()}


def size(laws: Laws, point: Any) -> Size:
    """How complicated a point is: digits, then distances from the simplest values; sums over the fields."""
    sizes = [law.support.size(getattr(point, name)) for name, law in laws.items()]
    return sum(digits for digits, _ in sizes), sum(distance for _, distance in sizes)


def _drawn(laws: Laws, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in laws}


def _distinct(completed: Completed, declared: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The admissible points of the given values, each once, in their order."""
    return list(dict.fromkeys(point for point in completed(list(declared)) if point is not None))
