"""The third stage of a search: which counterexamples fade as the regime grows along the theorem's asymptotics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from theoremcheck.falsifier.confirming import STAGE
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.replicates import Replicates, Rung
from theoremcheck.statistics import draws_to_support
from theoremcheck.weighing import Decision, Weight

__all__ = ["decide_at_the_largest", "grow_step_by_step", "last_factor"]


def last_factor(replicates: Replicates) -> int | None:
    """Position of the largest factor; None where the claim does not say how a counterexample grows."""
    growth = replicates.dossier.claim.growth
    return None if growth is None else len(growth.factors) - 1


def decide_at_the_largest(replicates: Replicates, confirmed: Sequence[Any]) -> dict[Any, Decision]:
    """Whether each counterexample still fails at the largest factor; without growth every one does.

    The search asks it of every one, not of the simplest alone: one may fade where another stays, and a claim is refuted
    by the one that stays.
    """
    last = last_factor(replicates)
    if last is None:
        return dict.fromkeys(confirmed, "fails")
    decided = _decided(replicates, [(point, last) for point in confirmed])
    return {point: decided[point, last].decided for point in confirmed}


def grow_step_by_step(replicates: Replicates, points: Sequence[Any]) -> None:
    """Decide counterexamples at every factor, so that the report can say from which size on the prediction holds."""
    last = last_factor(replicates)
    if last is not None:
        _decided(replicates, [(point, factor) for point in points for factor in range(last + 1)])


def _decided(replicates: Replicates, asked: Sequence[Rung]) -> dict[Rung, Weight]:
    """Replicates of grown points until each is decided, or the effort is spent; all that is open in one batch."""
    seen = replicates.grow(asked, STAGE)
    required = max(weight.required for weight in seen.values())
    perfect = draws_to_support(required, replicates.alpha / PLANNED)
    # A prediction that always holds there needs `perfect` replicates, and one that fails now and then needs more.
    for number in (perfect, 2 * perfect, 4 * perfect):
        undecided = [rung for rung, weight in seen.items() if weight.decided == "undecided"]
        seen |= replicates.grow(undecided, min(number, replicates.effort.grown))
    return seen
