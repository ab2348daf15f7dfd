"""The third stage of a search: which counterexamples fade as the regime grows along the theorem's asymptotics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.reach import STAGE
from theoremcheck.falsifier.replicates import Replicates, Rung
from theoremcheck.statistics import draws_to_refute, draws_to_support
from theoremcheck.weighing import Weight

__all__ = ["grow_step_by_step", "weigh_at_the_largest"]

_PATIENCE = 16
"""Times the replicates of a prediction that always holds, at the most, where a verdict rests on it. One that fails now
and then needs more: where 5 % are allowed, 74 tell a rate of 0 from it, and of points that fail in 2 % half are decided
after 212, nine of ten after 530."""


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


def grow_step_by_step(replicates: Replicates, point: Any) -> None:
    """Weigh a counterexample at every factor below the largest, so that the report can say from which size on it holds.

    No verdict rests on these: each gets what decides a prediction that always holds there or mostly fails.
    """
    last = replicates.last_factor
    if last is not None:
        _decided(replicates, [(point, factor) for factor in range(last)], patience=2)


def _decided(replicates: Replicates, asked: Sequence[Rung], patience: int = _PATIENCE) -> dict[Rung, Weight]:
    """Train replicates of grown points until each is decided; all open points in one batch.

    No point gets more than `patience` times the replicates of one that always holds or always fails, nor more than the
    effort allows.
    """
    if not asked:
        return {}
    seen = replicates.grow(asked, STAGE)
    most = max(weight.required for weight in seen.values())
    number = first = max(draws_to_support(most, replicates.alpha), draws_to_refute(most, replicates.alpha / PLANNED))
    while number <= patience * first:
        undecided = [rung for rung, weight in seen.items() if weight.decided == "undecided"]
        seen |= replicates.grow(undecided, min(number, replicates.effort.grown))
        number *= 2
    return seen
