"""The third stage of a search: which counterexamples fade as the regime grows along the theorem's asymptotics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.reach import STAGE
from theoremcheck.falsifier.replicates import Replicates, Rung
from theoremcheck.statistics import draws_to_support
from theoremcheck.weighing import Weight

__all__ = ["grow_step_by_step", "weigh_at_the_largest"]


def weigh_at_the_largest(replicates: Replicates, confirmed: Mapping[Any, Weight]) -> dict[Any, Weight]:
    """What each counterexample does at the largest factor; as it is, where the claim does not say how it grows.

    The search grows every one, not the simplest alone: one may fade where another stays, and the one that stays refutes
    the claim.
    """
    last = replicates.last_factor
    if last is None:
        return dict(confirmed)
    decided = _decided(replicates, [(point, last) for point in confirmed])
    return {point: decided[point, last] for point in confirmed}


def grow_step_by_step(replicates: Replicates, points: Sequence[Any]) -> None:
    """Decide counterexamples at every factor, so that the report can say from which size on the prediction holds."""
    last = replicates.last_factor
    if last is not None:
        _decided(replicates, [(point, factor) for point in points for factor in range(last + 1)])


def _decided(replicates: Replicates, asked: Sequence[Rung]) -> dict[Rung, Weight]:
    """Train replicates of grown points until each is decided; all open points in one batch.

    No point gets more than eight times the replicates of one that always holds, nor more than the effort allows.
    """
    if not asked:
        return {}
    seen = replicates.grow(asked, STAGE)
    required = max(weight.required for weight in seen.values())
    perfect = draws_to_support(required, replicates.alpha / PLANNED)
    # A prediction that always holds there needs `perfect` replicates, and one that fails now and then needs more: some
    # 620 of them tell a rate of 2 % from the allowed 5 %, where `perfect` is 148.
    for number in (perfect, 2 * perfect, 4 * perfect, 8 * perfect):
        undecided = [rung for rung, weight in seen.items() if weight.decided == "undecided"]
        seen |= replicates.grow(undecided, min(number, replicates.effort.grown))
    return seen
