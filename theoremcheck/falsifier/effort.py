"""How much a search may spend, in trials, and among how many points it may choose."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PLANNED", "Effort", "shares_of"]

PLANNED = 32
"""Points of one claim that searches may weigh, at all budgets together.

A search decides that a point fails at alpha / PLANNED, however many points it really weighs: the chance that any of
these decisions is wrong is then at most alpha, however it chose the points (Bonferroni). The number stands before any
search begins, and a test holds the budgets to it. That a grown point holds takes no share: see `weigh_grown`.
"""


def shares_of(weighed: int) -> int:
    """Among how many points a verdict divides alpha: PLANNED, or as many as the recorded searches weighed, if more.

    One plan a budget weighs no more than PLANNED; evidence may hold more plans, with other examples.

    Args:
        weighed: Points that have fresh replicates.
    """
    return max(PLANNED, weighed)


@dataclass(frozen=True)
class Effort:
    """Upper limits of one search.

    Attributes:
        examples: Points that Hypothesis generates; the search looks at a duplicate once.
        targeted: New points that Hypothesis adds when it steers towards small margins, in a strategy given by hand.
        corners: Ends of the declared ranges.
        spread: Points of an even cover.
        edges: Points at ends of fields and on the boundaries of conditions.
        generations: Steps of the walk towards small margins.
        brood: Points of each step, looked at in one batch.
        screened: Failing candidates that the search tries by a few cheap replicates; a region that fails has more
            candidates than the search needs.
        weighed: Points that the search weighs: those that pass the screen, and the simplest one, at which shrinking
            ends.
        replicates: Fresh replicates of one candidate, unless the search gives it up earlier.
        shrinking: Trials that the shrinker may spend.
        grown: Replicates of a counterexample at each factor of the claim's growth.
    """

    examples: int
    targeted: int
    corners: int
    spread: int
    edges: int
    generations: int
    brood: int
    screened: int
    weighed: int
    replicates: int
    shrinking: int
    grown: int
