"""A walk towards small margins, in batches: what the first looks hint at, it follows to where the margin ends.

Evolution, since nothing is known of how a margin depends on a regime: its fields are numbers, sizes and names, one look
is noisy, and conditions cut the ranges. The parents are those with the smallest margins of all looks so far, so that
luck in one of them is made good by the others, and the walk needs no memory but the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from theoremcheck.falsifier.effort import Effort
from theoremcheck.regimes import Sampler

__all__ = ["descend"]

_PARENTS = 16


def descend(
    regimes: Sampler,
    margins: Mapping[Any, float],
    look: Callable[[Sequence[Any]], None],
    effort: Effort,
    seed: int,
) -> None:
    """Look at generation after generation of points made of those with the smallest margins.

    Args:
        regimes: Where points come from.
        margins: Margin of each point so far; `look` adds to them.
        look: Looks at points, each once.
        effort: How many generations, and of how many points.
        seed: Of the first generation.
    """
    for generation in range(effort.generations):
        parents = sorted(margins, key=margins.__getitem__)[:_PARENTS]
        look(regimes.children(parents, effort.brood, seed + generation))
