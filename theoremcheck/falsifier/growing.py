"""The third stage of a search: which counterexamples fade as the regime grows along the theorem's asymptotics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.reach import STAGE
from theoremcheck.falsifier.replicates import Replicates, Rung
from theoremcheck.statistics import draws_to_refute, draws_to_support
from theoremcheck.weighing import Weight

__all__ = ["go_on", "grow_step_by_step", "weigh_at_the_largest"]


def weigh_at_the_largest(replicates: Replicates, confirmed: Mapping[Any, Weight]) -> dict[Any, Weight]:
    """What each counterexample does at the largest factor; as it is, where the claim does not say how it grows.

    The search grows every one, not the simplest alone: one may fade where another stays, and the one that stays refutes
    the claim.
    """
    decided = _at_the_largest(replicates, list(confirmed))
    return {point: decided.get(point, weight) for point, weight in confirmed.items()}


def go_on(replicates: Replicates, points: Sequence[Any]) -> None:
    """Weigh points at the largest factor which searches of other budgets confirmed, and left open there.

    They are among the points that the search may weigh at all budgets together, and an e-value may be looked at after
    any number of replicates: more of them cost no error probability.
    """
    _at_the_largest(replicates, points)


def _at_the_largest(replicates: Replicates, points: Sequence[Any]) -> dict[Any, Weight]:
    """What points do at the largest factor; none where the claim does not say how it grows.

    A verdict rests on each, so each gets as many replicates as the effort has. Where 5 % are allowed, 74 tell a rate of
    0 from it; of points that fail in 2 % half are decided after 212, and nine of ten after 530.
    """
    last = replicates.last_factor
    if last is None:
        return {}
    decided = _decided(replicates, [(point, last) for point in points])
    return {point: weight for (point, _), weight in decided.items()}


def grow_step_by_step(replicates: Replicates, point: Any) -> None:
    """Weigh a counterexample at every factor below the largest, so that the report can say from which size on it holds.

    No verdict rests on these: each gets what decides a prediction that always holds there or mostly fails.
    """
    last = replicates.last_factor
    if last is not None:
        _decided(replicates, [(point, factor) for factor in range(last)], patience=2)


def _decided(replicates: Replicates, asked: Sequence[Rung], patience: float = inf) -> dict[Rung, Weight]:
    """Train replicates of grown points until each is decided; all open points in one batch.

    No point gets more than `patience` times the replicates of one that always holds or always fails, nor more than the
    effort allows.
    """
    if not asked:
        return {}
    seen = replicates.grow(asked, STAGE)
    strictest = max(weight.required for weight in seen.values())
    level = replicates.alpha
    number = first = max(draws_to_support(strictest, level), draws_to_refute(strictest, level / PLANNED))
    most = min(patience * first, replicates.effort.grown)
    while undecided := [
        rung for rung, weight in seen.items() if weight.decided == "undecided" and weight.trials < most
    ]:
        seen |= replicates.grow(undecided, int(min(number, most)))
        number *= 2
    return seen
