"""How much a search may spend, in trials."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Effort"]


@dataclass(frozen=True)
class Effort:
    """Upper limits of one search.

    Attributes:
        examples: Points that Hypothesis generates; duplicates are looked at once.
        targeted: New points when it climbs towards small margins.
        corners: Ends of the declared ranges.
        spread: Points of an even cover.
        near: Points around the smallest margins.
        confirmed: Failing candidates that are run again; a region that fails has more of them than one needs.
        replicates: Fresh replicates of the most promising candidate.
        shrinking: Trials that the shrinker may spend.
        grown: Replicates of a counterexample at each factor of the claim's growth.
    """

    examples: int
    targeted: int
    corners: int
    spread: int
    near: int
    confirmed: int
    replicates: int
    shrinking: int
    grown: int
