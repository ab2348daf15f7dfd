"""A walk towards small margins, in batches: it starts where the first looks saw small ones, and follows them down.

The walk is an evolution, since we know little of how a margin depends on a regime: its fields are numbers, sizes and
names, one look is noisy, and conditions cut the ranges. The parents are the points with the smallest margins of all
looks so far. Where one of them was merely lucky, the others make up for it; and the walk needs no memory but the
evidence. Half of each brood goes where a quadratic through all margins is least: it takes the noise of single looks
out, and sees from afar a corner to which no parent is near.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.quadratic import guessed
from theoremcheck.regimes import Regimes

__all__ = ["descend"]

_PARENTS = 16
"""Few enough that the next generation is far better than the last, and too many for luck to have chosen all of them."""

_OFFERED = 4
"""Children that the walk makes for each one that it looks at."""

_PATIENCE = 3
"""Generations in a row without a new parent that end the walk. One alone may have had bad luck: where margins are noise
alone, one of 16 looks is lower than the 16th of 400 in every second generation."""

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

    The walk has arrived where half of a generation fails, and ends: replicates tell the search the rest. It has arrived
    as well where one generation after another comes no lower than its parents: the next one would have the same.

    Args:
        regimes: The declaration that says what lies between points.
        margins: Margin of each point so far; `look` adds to them.
        look: Looks at points, each once, and says how many failed.
        effort: How many generations, and of how many points.
        seed: Of the first generation.
    """
    idle, parents = 0, _lowest(margins)
    for generation in range(effort.generations):
        offered = regimes.children(parents, _OFFERED * effort.brood, seed + generation)
        promising = _downhill(regimes, margins, offered, effort.brood // 2)
        # The other half comes as the children come: the margins may be far from quadratic.
        new = dict.fromkeys(child for child in [*promising, *offered] if child not in margins)
        brood = list(new)[: effort.brood]
        if 2 * look(brood) >= len(brood):
            return
        before, parents = parents, _lowest(margins)
        idle = idle + 1 if parents == before else 0
        if idle == _PATIENCE:
            return


def _lowest(margins: Mapping[Any, float]) -> list[Any]:
    return sorted(margins, key=margins.__getitem__)[:_PARENTS]


def _downhill(regimes: Regimes, margins: Mapping[Any, float], offered: Sequence[Any], count: int) -> list[Any]:
    """New points at which a quadratic through the margins is least, found by the same evolution on the quadratic."""
    levels, values = regimes.levels(list(margins)), np.array(list(margins.values()))

    def least(points: Sequence[Any], kept: int) -> list[Any]:
        order = np.argsort(guessed(levels, values, regimes.levels(points)), kind="stable")
        return [points[which] for which in order[:kept]]

    points = list(offered)
    for step in range(_STEPS if points else 0):
        best = least(points, _PARENTS)
        points = list(dict.fromkeys([*best, *regimes.children(best, _PARENTS, step)]))
    new = [point for point in points if point not in margins]
    return least(new, count) if new else []
