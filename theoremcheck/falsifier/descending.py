"""A walk towards small margins, in batches: it starts where the first looks saw small ones, and follows them down.

The walk is an evolution, since we know little of how a margin depends on a regime: its fields are numbers, sizes and
names, one look is noisy, and conditions cut the ranges. The parents are the points with the smallest margins of all
looks so far. Where one of them was merely lucky, the others make up for it; and the walk needs no memory but the
evidence. Half of each brood goes where a quadratic through all margins is least: it takes the noise of single looks
out, and sees from afar a corner to which no parent is near.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.quadratic import fitted
from theoremcheck.regimes import Regimes
from theoremcheck.regimes.children import Breeding
from theoremcheck.regimes.flocks import Flock

__all__ = ["descend"]

_PARENTS = 16
"""Few enough that the next generation is far better than the last, and too many for luck to have chosen all of them."""

_OFFERED = 4
"""Children that the walk makes for each one that it looks at."""

_PACE = 5
"""Generations over which the walk measures its pace."""

_STEPS = 6
"""Generations on the quadratic alone, of as many children as parents. They cost no look, but conditions are evaluated:
eight of four times the children came lower by a tenth at most, in eight searches."""


def descend(
    regimes: Regimes,
    margins: Mapping[Any, float],
    look: Callable[[Sequence[Any]], int],
    effort: Effort,
    seed: int,
) -> None:
    """Look at generation after generation, each made from the points with the smallest margins so far.

    The walk has arrived where half of a generation fails, and ends: replicates tell the search the rest. And it ends
    where it would not come down to a failure in the generations that are left: not from the least margin so far, at the
    pace at which the mean of the parents has come down, and its standard error more. A walk slows down, and luck makes
    the least margin lower.

    Args:
        regimes: The declaration that says what lies between points.
        margins: Margin of each point so far; `look` adds to them.
        look: Looks at points, each once, and says how many failed.
        effort: How many generations, and of how many points.
        seed: Of the first generation.
    """
    breeding = Breeding(regimes)
    generations, standing = list[list[float]](), _Standing(breeding)
    for generation in range(effort.generations):
        parents = sorted(margins, key=margins.__getitem__)[:_PARENTS]
        generations.append([margins[point] for point in parents])
        if _is_hopeless(generations, effort.generations - generation):
            return
        offered = breeding.children(breeding.flock(parents), _OFFERED * effort.brood, seed + generation)
        promising = _downhill(breeding, margins, standing.of(margins), offered, effort.brood // 2)
        # The other half comes as the children come: the margins may be far from quadratic.
        new = dict.fromkeys(child for child in [*promising, *offered.points] if child not in margins)
        brood = list(new)[: effort.brood]
        if 2 * look(brood) >= len(brood):
            return


def _is_hopeless(generations: Sequence[Sequence[float]], left: int) -> bool:
    """Whether the walk would not arrive in the generations that are left; the margins of all parents so far say so."""
    if len(generations) <= _PACE:
        return False
    before, now = (np.array(generations[row]) for row in (-1 - _PACE, -1))
    with np.errstate(invalid="ignore"):  # a margin may be infinite: then there is no pace, and the walk goes on
        pace = (before.mean() - now.mean()) / _PACE
        error = np.hypot(before.std(), now.std()) / np.sqrt(len(now)) / _PACE
    return bool(now.min() - (pace + error) * left > 0)


class _Standing:
    """Where the points of all looks stand, in the order of their margins; what was there before is not asked again."""

    def __init__(self, breeding: Breeding) -> None:
        self._breeding = breeding
        self._levels = breeding.flock([]).places.levels

    def of(self, margins: Mapping[Any, float]) -> NDArray[np.float64]:
        """Levels, shape (points, declared fields); points are only added to margins, at their end."""
        new = self._breeding.flock(list(islice(margins, len(self._levels), None)))
        self._levels = np.concatenate([self._levels, new.places.levels])
        return self._levels


def _downhill(
    breeding: Breeding,
    margins: Mapping[Any, float],
    standing: NDArray[np.float64],
    offered: Flock,
    count: int,
) -> list[Any]:
    """New points at which a quadratic through the margins is least, found by the same evolution on the quadratic."""
    quadratic = fitted(standing, np.array(list(margins.values())))

    def least(flock: Flock, kept: int) -> Flock:
        return flock[np.argsort(quadratic(flock.places.levels), kind="stable")[:kept].tolist()]

    flock = offered
    for step in range(_STEPS if flock else 0):
        best = least(flock, _PARENTS)
        flock = best + breeding.children(best, _PARENTS, step)
    new = flock[[row for row, point in enumerate(flock.points) if point not in margins]]
    return list(least(new, count).points) if new else []
