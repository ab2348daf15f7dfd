"""A walk towards small margins, in batches: it starts where the first looks saw small ones, and follows them down.

The walk is an evolution, since we know little of how a margin depends on a regime: its fields are numbers, sizes and
names, one look is noisy, and conditions cut the ranges. The parents are the points with the smallest margins of all
looks so far. Where one of them was merely lucky, the others make up for it; and the walk needs no memory but the
evidence. A quadratic through the margins chooses half of each brood among many children: on smooth noisy margins the
walk then gets as far with half the looks.
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


def descend(
    regimes: Regimes,
    margins: Mapping[Any, float],
    look: Callable[[Sequence[Any]], int],
    effort: Effort,
    seed: int,
) -> None:
    """Look at generation after generation, each made from the points with the smallest margins so far.

    The walk has arrived where half of a generation fails, and ends: replicates tell the search the rest.

    Args:
        regimes: The declaration that says what lies between points.
        margins: Margin of each point so far; `look` adds to them.
        look: Looks at points, each once, and says how many failed.
        effort: How many generations, and of how many points.
        seed: Of the first generation.
    """
    for generation in range(effort.generations):
        parents = sorted(margins, key=margins.__getitem__)[:_PARENTS]
        offered = regimes.children(parents, _OFFERED * effort.brood, seed + generation)
        brood = _chosen(regimes, margins, [child for child in offered if child not in margins], effort.brood)
        if 2 * look(brood) >= len(brood):
            return


def _chosen(regimes: Regimes, margins: Mapping[Any, float], offered: Sequence[Any], count: int) -> list[Any]:
    """Half of the brood by the quadratic, and half as the children come: the margins may be far from quadratic."""
    if len(offered) <= count:
        return list(offered)
    guess = guessed(regimes.levels(list(margins)), np.array(list(margins.values())), regimes.levels(offered))
    promising = [offered[which] for which in np.argsort(guess, kind="stable")[: count // 2]]
    return list(dict.fromkeys([*promising, *offered]))[:count]
