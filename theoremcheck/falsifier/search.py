"""One search: candidates, confirmation, growth, the simplest counterexample.

Every step is a function of the specification and of what was recorded so far: a search that was killed and started
again asks for the same trials, and trains none of those that are recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from theoremcheck.falsifier.confirming import confirm, screen
from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.growing import decide_at_the_largest, grow_step_by_step, last_factor
from theoremcheck.falsifier.harvest import shrink_by_replay
from theoremcheck.falsifier.looking import Candidates, look_around
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.falsifier.shrink import shrink
from theoremcheck.series.dossier import Dossier, Train
from theoremcheck.statistics import log_e_refute
from theoremcheck.streams import stream_key
from theoremcheck.weighing import Weight

__all__ = ["search"]


def search(dossier: Dossier, draws: int, effort: Effort, alpha: float, train: Train) -> None:
    """Search a claim's regime; `weigh_search` reads from the ledger what it found.

    Args:
        dossier: The claim, its series and its evidence.
        draws: How many of the claim's draws are candidates: those after which the run decided it, whatever it added
            since.
        effort: Upper limits.
        alpha: Error probability of the search as a whole.
        train: Trains and records trials.
    """
    own = dossier.own
    seed = stream_key("search", own.owner, own.specification, own.label)
    replicates = Replicates(dossier, effort, alpha, train)
    candidates = look_around(replicates, draws, seed)
    confirmed = confirm(replicates, screen(replicates, candidates))
    if not confirmed:
        return
    decided = decide_at_the_largest(replicates, list(confirmed))
    # One that stays refutes the claim, one that is undecided keeps it from support: the report tells of the worst.
    order = ("fails", "undecided", "holds")
    start = min(confirmed, key=lambda point: order.index(decided[point]))
    stays = decided[start] == "fails"
    simplest = _Shrinking(replicates, candidates, seed, stays=stays).shrink(start, confirmed[start])
    # What the shrinker ends at failed often enough to be chosen; on fresh streams it may not.
    told = [start] if simplest == start or not confirm(replicates, [simplest]) else [simplest, start]
    grow_step_by_step(replicates, told)


class _Shrinking:
    """Looks for the simplest point that fails as a counterexample does: one that stays has to stay.

    Where the effort ends before that, the simplest one so far; a rare failure takes more replicates at every step.
    """

    def __init__(self, replicates: Replicates, candidates: Candidates, seed: int, *, stays: bool) -> None:
        self._replicates, self._candidates, self._seed = replicates, candidates, seed
        self._room = replicates.effort.shrinking
        self._last = last_factor(replicates) if stays else None

    def shrink(self, start: Any, seen: Weight) -> Any:
        regimes = self._replicates.dossier.own.regimes
        number = self._replicates_to_see(seen)
        # Where every replicate fails, one that holds settles it: most simplifications cost a single trial. Where the
        # shrinker grows them as well, it saves trainings in a row.
        first = 1 if seen.failures == seen.trials and self._last is None else number

        def fails(points: Sequence[Any]) -> list[bool]:
            return self._fails(points, first, number)

        if regimes.declaration is not None:
            return shrink(regimes.declaration, start, fails)
        simplest = self._candidates.replays and shrink_by_replay(
            regimes.strategy(),
            self._replicates.effort.examples,
            self._seed,
            set(self._candidates.failing),
            lambda point: fails([point])[0],
        )
        return simplest or start

    def _fails(self, points: Sequence[Any], first: int, number: int) -> list[bool]:
        tried = points[: max(0, self._room) // first]
        suspects = [point for point, weight in self._replicates.choose(tried, first).items() if weight.failures]
        self._room -= first * len(tried) + (number - first) * len(suspects)
        found = [
            point for point, weight in self._replicates.choose(suspects, number).items() if weight.decided == "fails"
        ]
        if self._last is not None:
            grown = self._replicates.choose(found, number, self._last)
            found = [point for point in found if grown[point].decided == "fails"]
        return [point in found for point in points]

    def _replicates_to_see(self, seen: Weight) -> int:
        """How many replicates show a failure as frequent as this one, with half as many to spare."""
        share, number = seen.failures / seen.trials, 2
        while number <= self._replicates.effort.replicates:
            holds = number - int(share * number)
            if log_e_refute(holds, number, seen.required) >= -log(self._replicates.alpha):
                break
            number += 1
        return -(-3 * number // 2)
