"""A walk towards small margins, in batches: what the first looks hint at, it follows to where the margin ends.

Evolution, since little is known of how a margin depends on a regime: its fields are numbers, sizes and names, one look
is noisy, and conditions cut the ranges. The parents are those with the smallest margins of all looks so far, so that
luck in one of them is made good by the others, and the walk needs no memory but the evidence. A quadratic through the
margins chooses half of each brood among many children: on smooth noisy margins half the looks then lead as far.
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
"""Children for each that is looked at."""


def descend(
    regimes: Regimes,
    margins: Mapping[Any, float],
    look: Callable[[Sequence[Any]], int],
    effort: Effort,
    seed: int,
) -> None:
    """Look at generation after generation of points made of those with the smallest margins.

    A generation half of which fails has arrived: what the search still wants to know it learns by replicates.

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
    """Half of them by the quadratic, and half as they come: the margins may be no quadratic at all."""
    if len(offered) <= count:
        return list(offered)
    guess = guessed(regimes.levels(list(margins)), np.array(list(margins.values())), regimes.levels(offered))
    promising = [offered[which] for which in np.argsort(guess, kind="stable")[: count // 2]]
    return list(dict.fromkeys([*promising, *offered]))[:count]
