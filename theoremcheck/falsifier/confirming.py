"""The second stage of a search: which of the failing candidates are counterexamples.

One failure says little where a theorem allows some. So the search replicates: a few cheap trainings leave the most
suspicious candidates, and fresh ones, whose failures are rerun in float64 and with half the step, weigh what is left.
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

    Most candidates failed by chance, and weighing is dear: every failure of a fresh replicate is made again in float64
    and with half the step. The one that is left out is what shrinking will end at. Where the claim says how a regime
    grows, half of the places go to those that still fail at the largest factor: what fails most often may fade, and
    what fails for ever may do so more rarely.
    """
    suspects = _suspects(replicates, candidates)
    places = replicates.effort.weighed - 1
    last = replicates.last_factor
    kept = [] if last is None else _most_failing(replicates, suspects, -(-places // 2), last)
    others = [point for point in suspects if point not in kept]
    return kept + _most_failing(replicates, others, places - len(kept))


def _most_failing(replicates: Replicates, points: Sequence[Any], kept: int, factor: int | None = None) -> list[Any]:
    """Those that fail most often at a factor of the growth, and more often than the theorem allows."""
    kept = min(kept, len(points))
    if not kept:
        return []
    seen: dict[Any, Weight] = {}
    for number in SCREENS[:-1]:
        seen = replicates.choose(points, number, factor)
        always = [point for point in points if seen[point].failures == number]
        if len(always) >= kept:
            return always[:kept]
    # At the largest factor one that fails rarely is looked for among many that may fade: each is worth the last stage.
    suspects = _beyond(seen)[:kept] if factor is None else points
    return _beyond(replicates.choose(suspects, SCREENS[-1], factor))[:kept]


def _beyond(seen: Mapping[Any, Weight]) -> list[Any]:
    """Points that failed more often than the theorem allows, the most frequent failures first."""
    beyond = [point for point, weight in seen.items() if weight.failures > (1 - weight.required) * weight.trials]
    return sorted(beyond, key=lambda point: -seen[point].failures)


def lasting(replicates: Replicates, points: Sequence[Any]) -> list[Any]:
    """Those that fail more often than the theorem allows at the largest factor, by a few cheap replicates."""
    return _beyond(replicates.choose(points, SCREENS[-1], replicates.last_factor))


def _suspects(replicates: Replicates, candidates: Candidates) -> list[Any]:
    """Failing candidates: half of them in turn by margin and by size, half as far from these as they come.

    A region is known by its worst point and by its simplest one; which of the two is easier to understand shows after
    shrinking. A second region, which fails by less, is known by lying elsewhere: first among the draws and the even
    cover, because the walk crowds where margins are smallest.
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
    """Some of the others, each the one farthest from all before it, by the levels of the declared laws."""
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
    """The counterexamples among some points, those that fail most often and simplest first.

    All points go through two stages. While none is confirmed, those that are not given up get twice as many replicates
    again, all in one batch, up to the effort.
    """
    # Each stage reads the replicates that it asked for, and no others: a run that is started again has all of them, and
    # has to take the same way.
    seen: dict[Any, Weight] = {}
    open_ones = list(chosen)
    for number in stages(replicates.effort):
        if number > 4 * STAGE and any(weight.decided == "fails" for weight in seen.values()):
            break
        seen |= replicates.confirm(open_ones, number)
        open_ones = [point for point in open_ones if _is_open(replicates, seen[point])]
    failing = [point for point in chosen if seen[point].decided == "fails"]
    # One that fails often takes few replicates at each step of shrinking, and leads to one that can be confirmed.
    failing.sort(key=lambda point: (-seen[point].failures / seen[point].trials, size_key(replicates, point)))
    return {point: seen[point] for point in failing}


def _is_open(replicates: Replicates, seen: Weight) -> bool:
    """Whether a point is not yet a counterexample, and worth more replicates."""
    effort, alpha = replicates.effort, replicates.alpha
    return seen.decided != "fails" and worth_more(seen.failures, seen.trials, seen.required, effort, alpha)


def size_key(replicates: Replicates, point: Any) -> tuple[Size, str]:
    """What makes a point simple; the text settles ties, so that no order depends on a hash."""
    return replicates.dossier.own.regimes.size(point), code_of(point)
