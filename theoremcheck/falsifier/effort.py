"""How much a search may spend, in trials, and among how many points it may choose."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PLANNED", "Effort"]

PLANNED = 32
"""Points of one claim that searches may weigh, at all budgets together.

Each decision about a point is made at alpha / PLANNED, whatever the searches really came to: the chance that any of
them is wrong is then at most alpha, however the points were chosen (Bonferroni). It is fixed before any search, and a
test holds the budgets to it.
"""


@dataclass(frozen=True)
class Effort:
    """Upper limits of one search.

    Attributes:
        examples: Points that Hypothesis generates; duplicates are looked at once.
        targeted: New points when it climbs towards small margins, in a strategy given by hand.
        corners: Ends of the declared ranges.
        spread: Points of an even cover.
        edges: Points at ends of fields and on the boundaries of conditions.
        generations: Steps of the walk towards small margins.
        brood: Points of each step, looked at in one batch.
        screened: Failing candidates that are run again by a few cheap replicates; a region that fails has more of them
            than one needs.
        weighed: Points that the search weighs: those that the screen leaves, and the simplest one that shrinking ends
            at.
        replicates: Fresh replicates of a candidate that the search does not give up before.
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
