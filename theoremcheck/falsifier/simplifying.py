"""The last stage of a search: from a counterexample to the simplest one."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from theoremcheck.falsifier.confirming import size_key
from theoremcheck.falsifier.harvest import shrink_by_replay
from theoremcheck.falsifier.looking import Candidates
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.falsifier.shrink import shrink
from theoremcheck.regimes import Regimes
from theoremcheck.statistics import draws_to_support, log_e_refute, log_e_support
from theoremcheck.weighing import Weight

__all__ = ["Simplifying", "fails_less_often", "level"]

_FADING = 8
"""On a counterexample that fades the shrinker may spend its effort divided by this."""


def level(alpha: float, simpler: Sequence[Any]) -> float:
    """Error probability of one decision about one of a point's simplifications; there are two, as it is and grown."""
    return alpha / (2 * len(simpler))


def fails_less_often(seen: Weight, than: Weight, alpha: float) -> bool:
    """Whether replicates decide that a point fails less often than a counterexample does.

    The null hypothesis: the point fails with a probability of at least the lower bound on the counterexample's. The
    decision is wrong with probability at most alpha, for one point, however many replicates it has.
    """
    held = seen.trials - seen.failures
    return float(log_e_support(held, seen.trials, than.upper)) >= -log(alpha)


class Simplifying:
    """Looks for the simplest point that fails as a counterexample does; where that one stays, this one has to stay.

    Where the effort ends before, it keeps the simplest point so far: a rare failure takes more replicates at each step.
    """

    def __init__(
        self, replicates: Replicates, candidates: Candidates, seed: int, confirmed: Weight, grown: Weight
    ) -> None:
        """Simplify a counterexample, given what it does as it is and at the largest factor of the claim's growth."""
        self._replicates, self._candidates, self._seed = replicates, candidates, seed
        # A counterexample that stays refutes the theorem, and the simplest one explains why; one that fades illustrates
        # a remark.
        self._room = replicates.effort.shrinking // (_FADING if grown.decided == "holds" else 1)
        self._last = replicates.last_factor if grown.decided == "fails" else None
        self._known = [(None, confirmed)] if self._last is None else [(None, confirmed), (self._last, grown)]
        self._number = _replicates_to_see(replicates, confirmed)
        # Where every replicate of the counterexample fails, a single one that holds rules a simplification out, so most
        # of them cost one trial. Where the shrinker grows them as well, each extra stage would be one more training to
        # wait for: it asks for all replicates at once.
        always = confirmed.failures == confirmed.trials
        self._first = 1 if always and self._last is None else self._number

    def simplest(self, start: Any) -> Any:
        """The simplest point that fails too, as far as the search came; the start where nothing simpler does."""
        regimes = self._replicates.dossier.own.regimes
        if regimes.declaration is not None:
            return self._by_the_declaration(regimes.declaration, start)
        simplest = self._candidates.replays and shrink_by_replay(
            regimes.strategy(),
            self._replicates.effort.examples,
            self._seed,
            set(self._candidates.failing),
            lambda point: self._fails([point])[0],
        )
        return simplest or start

    def _by_the_declaration(self, regimes: Regimes, point: Any) -> Any:
        while True:
            point = shrink(regimes, point, self._fails)
            overlooked = self._overlooked(regimes.simplifications(point))
            if not overlooked:
                return point
            point = min(overlooked, key=lambda one: size_key(self._replicates, one))

    def _overlooked(self, simpler: Sequence[Any]) -> list[Any]:
        """Simplifications that fail after all: the shrinker dropped each because it held in a few replicates.

        The search trains more of each until they decide that it fails less often than the counterexample, as it is or
        grown; at most twice as many as a simplification that never fails needs, and no more than the effort allows.
        """
        open_ones, most = list(simpler), self._number
        for factor, than in self._known if simpler else ():
            alpha = level(self._replicates.alpha, simpler)
            # A simplification that never fails takes `perfect` replicates; one that fails now and then takes more.
            perfect = draws_to_support(than.upper, alpha)
            for number in (perfect, 2 * perfect):
                seen = self._replicates.choose(self._affordable(open_ones, number), number, factor)
                less_often = {point for point, weight in seen.items() if fails_less_often(weight, than, alpha)}
                open_ones = [point for point in open_ones if point not in less_often]
            most = max(most, 2 * perfect)
        return self._that_fail(open_ones, most)

    def _fails(self, points: Sequence[Any]) -> list[bool]:
        tried = self._affordable(points, self._first)
        suspects = [point for point, weight in self._replicates.choose(tried, self._first).items() if weight.failures]
        found = self._that_fail(suspects, self._number)
        return [point in found for point in points]

    def _that_fail(self, points: Sequence[Any], number: int) -> list[Any]:
        seen = self._replicates.choose(self._affordable(points, number), number)
        found = [point for point, weight in seen.items() if weight.decided == "fails"]
        if self._last is None:
            return found
        grown = self._replicates.choose(found, number, self._last)
        return [point for point in found if grown[point].decided == "fails"]

    def _affordable(self, points: Sequence[Any], number: int) -> list[Any]:
        """The first of the points, as many as the rest of the effort can pay for; takes their cost off."""
        chosen = list(points[: max(0, self._room) // number])
        self._room -= number * len(chosen)
        return chosen


def _replicates_to_see(replicates: Replicates, seen: Weight) -> int:
    """How many replicates show a failure as frequent as this one, with half as many to spare."""
    number = 2
    while number <= replicates.effort.replicates:
        holds = number - int(seen.failures / seen.trials * number)
        if log_e_refute(holds, number, seen.required) >= -log(replicates.alpha):
            break
        number += 1
    return -(-3 * number // 2)
