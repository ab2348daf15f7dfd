"""The second stage of a search: which of the failing candidates are counterexamples.

One failure says little where a theorem allows some. So the search replicates: a few cheap trainings leave the most
suspicious candidates, and fresh ones, in float64 and with half the step, weigh what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import inf, log
from typing import Any

from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.looking import Candidates
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.regimes import Size
from theoremcheck.statistics import log_e_refute
from theoremcheck.weighing import Weight

__all__ = ["STAGE", "confirm", "screen", "size_key"]

_SCREENS = (2, 8)
"""Replicates by which the search tells candidates apart: two show a region that always fails, and eight show one that
fails in every third run; a rarer failure is not worth the float64 replicates of a standard budget."""

STAGE = 8
"""Fresh replicates that confirm a point at required >= 0.9, if all of them fail."""


def screen(replicates: Replicates, candidates: Candidates) -> list[Any]:
    """The candidates that fail most often in a few cheap replicates, as many as the search may weigh, less one.

    In float64 and with half the step a replicate costs about four times as much, and most candidates failed by chance;
    the one that is left out is what shrinking will end at.
    """
    chosen = _suspects(replicates, candidates)
    kept = min(replicates.effort.weighed - 1, len(chosen))
    seen: dict[Any, Weight] = {}
    for number in _SCREENS:
        seen = replicates.choose(chosen, number)
        always = [point for point in chosen if seen[point].failures == number]
        if len(always) >= kept:
            return always[:kept]
    suspect = [point for point in chosen if _may_be_one(replicates, seen[point])]
    return sorted(suspect, key=lambda point: -seen[point].failures)[:kept]


def _suspects(replicates: Replicates, candidates: Candidates) -> list[Any]:
    """Failing candidates in turn by margin, by size, and from the last one on.

    A region is known by its worst point and by its simplest one; which of the two is easier to understand shows after
    shrinking. The last ones are where the walk arrived: they failed because their neighbours did, and not by chance.
    """
    worst = sorted(candidates.failing, key=lambda point: candidates.margins.get(point, -inf))
    simple = sorted(candidates.failing, key=lambda point: size_key(replicates, point))
    last = reversed(candidates.failing)
    return list(dict.fromkeys(chain.from_iterable(zip(worst, simple, last, strict=True))))[: replicates.effort.screened]


def confirm(replicates: Replicates, chosen: Sequence[Any]) -> dict[Any, Weight]:
    """The counterexamples among some points, those that fail most often and simplest first.

    More replicates go to fewer points from stage to stage: all points get `STAGE` and four times as many; while none is
    confirmed, the most promising one gets twice as many again, up to the effort.
    """
    stages = [(len(chosen), STAGE), (len(chosen), 4 * STAGE)]
    while (number := 2 * stages[-1][1]) <= replicates.effort.replicates:
        stages.append((1, number))
    # Each stage reads the replicates that it asked for, and no others: a run that is started again has all of them, and
    # has to take the same way.
    seen: dict[Any, Weight] = {}
    for count, number in stages:
        if number > 4 * STAGE and any(weight.decided == "fails" for weight in seen.values()):
            break
        open_ones = [point for point in chosen if point not in seen or _may_be_one(replicates, seen[point])]
        best = sorted(open_ones, key=lambda point: -seen[point].log_e_fails if point in seen else 0.0)[:count]
        seen |= replicates.confirm(best, number)
    failing = [point for point in chosen if point in seen and seen[point].decided == "fails"]
    # One that fails often takes few replicates at each step of shrinking, and leads to one that can be confirmed.
    failing.sort(key=lambda point: (-seen[point].failures / seen[point].trials, size_key(replicates, point)))
    return {point: seen[point] for point in failing}


def _may_be_one(replicates: Replicates, seen: Weight) -> bool:
    """Whether a point is worth more replicates: not yet a counterexample, but one if it goes on failing as it does."""
    most = replicates.effort.replicates
    holds = most - most * seen.failures // seen.trials
    reached = float(log_e_refute(holds, most, seen.required)) >= log(PLANNED / replicates.alpha)
    return seen.decided != "fails" and reached


def size_key(replicates: Replicates, point: Any) -> tuple[Size, str]:
    """What makes a point simple; the text settles ties, so that no order depends on a hash."""
    return replicates.dossier.own.regimes.size(point), repr(point)
