"""The second stage of a search: which of the failing candidates are counterexamples.

One failure says little where a theorem allows some. So the search trains replicates. A few cheap ones pick the most
suspicious candidates; fresh ones, which took no part in that choice, weigh these. Where a fresh replicate fails, its
rerun in float64 and with half the step decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import inf
from typing import Any

import numpy as np

from theoremcheck.falsifier.looking import Candidates
from theoremcheck.falsifier.reach import SCREENS, STAGE, stages, worth_more
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.regimes import Size
from theoremcheck.regimes.printed import code_of
from theoremcheck.weighing import Weight

__all__ = ["confirm", "lasting", "screen", "size_key"]


def screen(replicates: Replicates, candidates: Candidates) -> list[Any]:
    """The candidates that fail most often in a few cheap replicates, as many as the search may weigh, less one.

    Most candidates failed by chance, and weighing is dear: the engine makes every failure of a fresh replicate again in
    float64 and with half the step. One place stays free for the point at which shrinking will end. Where the claim says
    how a regime grows, half of the places, rounded up, go to candidates that still fail at the largest factor: the one
    that fails most often may fade, and one that fails for ever may do so more rarely.
    """
    suspects = _suspects(replicates, candidates)
    places = replicates.effort.weighed - 1
    kept = _most_lasting(replicates, suspects, -(-places // 2))
    others = [point for point in suspects if point not in kept]
    return kept + _most_failing(replicates, others, places - len(kept))


def _most_lasting(replicates: Replicates, points: Sequence[Any], kept: int) -> list[Any]:
    """The points that fail most often at the largest factor of the growth, and more often there than allowed."""
    last = replicates.last_factor
    if last is None:
        return []
    # Trials are dear there and most points fade, so those that never fail in a few replicates get no more. A point that
    # fails for ever may do so rarely, so one failure is enough to go on, however many others fail more often. At a rate
    # of 0.15 a point goes on with 73 %, and a region has several.
    seen = replicates.choose(points, SCREENS[-2], last)
    failing = [point for point in points if seen[point].failures]
    return _beyond(replicates.choose(failing, SCREENS[-1], last))[:kept]


def _most_failing(replicates: Replicates, points: Sequence[Any], kept: int) -> list[Any]:
    """The points that fail most often, and more often than the theorem allows."""
    kept = min(kept, len(points))
    if not kept:
        return []
    seen: dict[Any, Weight] = {}
    for number in SCREENS[:-1]:
        seen = replicates.choose(points, number)
        always = [point for point in points if seen[point].failures == number]
        if len(always) >= kept:
            return always[:kept]  # no later stage could find points that fail more often
    return _beyond(replicates.choose(_beyond(seen)[:kept], SCREENS[-1]))[:kept]


def _beyond(seen: Mapping[Any, Weight]) -> list[Any]:
    """Points that failed more often than the theorem allows, the most frequent failures first."""
    beyond = [point for point, weight in seen.items() if weight.failures > (1 - weight.required) * weight.trials]
    return sorted(beyond, key=lambda point: -seen[point].failures)


def lasting(replicates: Replicates, points: Sequence[Any]) -> list[Any]:
    """The points that fail more often than the theorem allows at the largest factor, by a few cheap replicates."""
    return _beyond(replicates.choose(points, SCREENS[-1], replicates.last_factor))


def _suspects(replicates: Replicates, candidates: Candidates) -> list[Any]:
    """The failing candidates to screen: half are in turn the worst and the simplest, half lie farthest from these.

    Of a region that fails the search takes the worst point and the simplest one; only shrinking shows which of the two
    leads to the regime that is easier to understand. A second region, which fails by less, gives itself away by lying
    elsewhere. The search looks for it among the draws and the even cover first, because the walk crowds where margins
    are smallest.
    """
    room = replicates.effort.screened
    worst = sorted(candidates.failing, key=lambda point: candidates.margins.get(point, -inf))
    simple = sorted(candidates.failing, key=lambda point: size_key(replicates, point))
    in_turn = list(dict.fromkeys(chain.from_iterable(zip(worst, simple, strict=True))))
    chosen = in_turn[: -(-room // 2)]
    for others in (candidates.sampled, in_turn):
        rest = [point for point in others if point not in chosen]
        chosen = chosen + _elsewhere(replicates, chosen, rest, room - len(chosen))
    return chosen


def _elsewhere(replicates: Replicates, chosen: Sequence[Any], others: Sequence[Any], count: int) -> list[Any]:
    """Some of the others: each is the farthest from all chosen before it, by the levels of the declared laws.

    A strategy given by hand declares no laws, and so no distance: there these are the first of the others.
    """
    declared = replicates.dossier.own.regimes.declaration
    if declared is None or not others:
        return list(others[:count])

    places, found = declared.levels(others), []
    nearest = np.linalg.norm(places[:, None] - declared.levels(chosen), axis=2).min(axis=1)
    for _ in range(min(count, len(others))):
        far = int(nearest.argmax())
        found.append(others[far])
        nearest = np.minimum(nearest, np.linalg.norm(places - places[far], axis=1))
        nearest[far] = -inf
    return found


def confirm(replicates: Replicates, chosen: Sequence[Any]) -> dict[Any, Weight]:
    """The counterexamples among some points: the one that fails most often first, and of equals the simplest.

    All points go through two stages. While the search has confirmed none of them, it doubles the replicates of those
    that it has not given up, all in one batch, up to the effort.
    """
    # Each stage reads only the replicates that it asked for. A run that starts again finds all of them recorded, and
    # has to come to the same choices.
    seen: dict[Any, Weight] = {}
    open_ones = list(chosen)
    for number in stages(replicates.effort):
        if number > 4 * STAGE and any(weight.decided == "fails" for weight in seen.values()):
            break
        seen |= replicates.confirm(open_ones, number)
        open_ones = [point for point in open_ones if _is_open(replicates, seen[point])]
    failing = [point for point in chosen if seen[point].decided == "fails"]
    # From a point that fails often each step of shrinking takes few replicates, and leads to one that fresh replicates
    # can confirm.
    failing.sort(key=lambda point: (-seen[point].failures / seen[point].trials, size_key(replicates, point)))
    return {point: seen[point] for point in failing}


def _is_open(replicates: Replicates, seen: Weight) -> bool:
    """Whether a point is not yet a counterexample, and worth more replicates."""
    effort, alpha = replicates.effort, replicates.alpha
    return seen.decided != "fails" and worth_more(seen.failures, seen.trials, seen.required, effort, alpha)


def size_key(replicates: Replicates, point: Any) -> tuple[Size, str]:
    """How simple a point is; its code breaks ties, so that no order depends on a hash."""
    return replicates.dossier.own.regimes.size(point), code_of(point)
