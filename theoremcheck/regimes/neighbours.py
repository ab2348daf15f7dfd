"""Points of a regime for the falsifier: its corners, an even spread, the neighbours and simplifications of a point.

None of them feeds a number: they are where trouble is looked for. A distribution that is given by hand has no declared
fields, so there is only what its author's sampler gives, and nothing to simplify by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, islice, product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import qmc

from theoremcheck.regimes.declared import Regimes, Sampler
from theoremcheck.regimes.points import point_of
from theoremcheck.streams import Streams, stream_key

__all__ = [
    "all_simplest",
    "corners",
    "near",
    "simplest_in_one_field",
    "simplifications",
    "size_of",
    "spread",
    "together",
]

_EXCESS = 16
"""An even spread is drawn so many times larger where conditions reject points of it."""


def corners(regimes: Sampler, count: int) -> list[Any]:
    """Points at the ends of the declared ranges, at most `count`: all of them, or one field at its end at a time first.

    Where conditions exclude a corner, nothing stands in for it.
    """
    if not isinstance(regimes, Regimes):
        return []
    ends = {name: law.ends() for name, law in regimes.laws.items()}
    low, high = ({name: values[side] for name, values in ends.items()} for side in (0, -1))
    single = [base | {name: far[name]} for base, far in ((low, high), (high, low)) for name in ends]
    every = (dict(zip(ends, values, strict=True)) for values in islice(product(*ends.values()), 4 * count))
    return _distinct(regimes, [low, high, *single, *every])[:count]


def spread(regimes: Sampler, count: int, seed: int) -> list[Any]:
    """An even cover of the regime, at most `count` points: scrambled Sobol levels through the laws' quantiles.

    Every interval of a field that holds more than 1/count of its law holds a point, up to what conditions reject.
    """
    if not isinstance(regimes, Regimes):
        streams = Streams(stream_key("spread", str(seed)), torch.arange(count))
        columns = regimes.sample(streams)
        return [point_of(regimes.regime, columns, row) for row in range(count)]
    if not regimes.laws or count < 1:
        return []
    sobol = qmc.Sobol(len(regimes.laws), rng=np.random.default_rng(seed))
    for size in (count, _EXCESS * count):
        levels = sobol.reset().random_base2(int(np.ceil(np.log2(size))))
        points = _distinct(regimes, _values_at(regimes, np.clip(levels, 1e-12, 1 - 1e-12)))
        if len(points) >= count:
            break
    return points[:count]


def near(regimes: Sampler, points: Iterable[Any], count: int, seed: int) -> list[Any]:
    """Neighbours of given points: one field, then all, moved by a tenth and by a hundredth of its range."""
    if not isinstance(regimes, Regimes):
        return []
    rng = np.random.default_rng(seed)
    moved: list[Mapping[str, Any]] = []
    for point in points:
        values = _drawn(regimes, point)
        level = {name: law.level(values[name]) for name, law in regimes.laws.items()}
        for width in (0.1, 0.01):
            for names in (*([name] for name in level), list(level)):
                shift = dict(zip(names, rng.uniform(-width, width, len(names)), strict=True))
                moved.append(
                    {
                        name: law.quantile(np.clip([level[name] + shift[name]], 1e-12, 1 - 1e-12))[0]
                        if name in shift
                        else values[name]
                        for name, law in regimes.laws.items()
                    }
                )
    order = rng.permutation(len(moved))
    return _distinct(regimes, [moved[i] for i in order])[:count]


def simplifications(regimes: Sampler, point: Any) -> list[Any]:
    """Points with one field made simpler, or two fields of equal value made simpler together."""
    if not isinstance(regimes, Regimes):
        return []
    values = _drawn(regimes, point)
    changes: list[dict[str, Any]] = []
    for name, law in regimes.laws.items():
        changes += [{name: new} for new in law.simpler(values[name])]
    for one, other in combinations(regimes.laws, 2):
        if values[one] == values[other]:
            changes += [
                {one: new, other: new}
                for new in regimes.laws[one].simpler(values[one])
                if regimes.laws[other].admits(new) and new in regimes.laws[other].simpler(values[other])
            ]
    return _distinct(regimes, [values | change for change in changes])


def together(regimes: Sampler, point: Any, simpler: Iterable[Any]) -> Any | None:
    """The point with every field as simple as in the simplest of the given points; None where conditions exclude it."""
    if not isinstance(regimes, Regimes):
        return None
    values = _drawn(regimes, point)
    for other in simpler:
        for name, value in _drawn(regimes, other).items():
            values[name] = min(values[name], value, key=regimes.laws[name].size)
    return regimes.complete(values)


def all_simplest(regimes: Sampler) -> Any | None:
    """The point with every field at its simplest; None where conditions exclude it, or nothing is declared."""
    if not isinstance(regimes, Regimes):
        return None
    return regimes.complete({name: law.simplest() for name, law in regimes.laws.items()})


def simplest_in_one_field(regimes: Sampler, point: Any) -> list[Any]:
    """Points with one field at its simplest and the others as they are."""
    if not isinstance(regimes, Regimes):
        return []
    values = _drawn(regimes, point)
    return _distinct(regimes, [values | {name: law.simplest()} for name, law in regimes.laws.items()])


def size_of(regimes: Sampler, point: Any) -> tuple[int, float]:
    """How complicated a point is: digits, then distances from the simplest values; sums over the fields.

    Where nothing is declared, a number is simple that is short and small.
    """
    if not isinstance(regimes, Regimes):
        numbers = [float(value) for value in vars(point).values() if isinstance(value, int | float)]
        shown = [f"{number:.17g}" if number % 1 == 0 else repr(number) for number in numbers]
        return sum(sum(map(str.isdigit, text)) for text in shown), sum(abs(n) / (1 + abs(n)) for n in numbers)
    sizes = [law.size(getattr(point, name)) for name, law in regimes.laws.items()]
    return sum(digits for digits, _ in sizes), sum(distance for _, distance in sizes)


def _values_at(regimes: Regimes, levels: NDArray[np.float64]) -> list[dict[str, Any]]:
    columns = {name: law.quantile(levels[:, i]) for i, (name, law) in enumerate(regimes.laws.items())}
    return [{name: column[row] for name, column in columns.items()} for row in range(len(levels))]


def _drawn(regimes: Regimes, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in regimes.laws}


def _distinct(regimes: Regimes, declared: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The admissible points of the given values, each once, in their order."""
    completed = (regimes.complete(values) for values in declared)
    return list(dict.fromkeys(point for point in completed if point is not None))
