"""One search: candidates, confirmation, growth, the simplest counterexample.

Every step is a function of the specification and of what was recorded so far: a search that was killed and started
again asks for the same trials, and those which are recorded are not trained again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from math import inf, log
from typing import Any

import numpy as np
import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.falsifier.counterexamples import (
    GROWN,
    MOST_REPLICATED,
    STEERED,
    TRIED,
    Failures,
    address,
    choosing_address,
    failures_at,
    search_series,
)
from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.harvest import harvest, shrink_by_replay, steer
from theoremcheck.falsifier.shrink import shrink
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series
from theoremcheck.statistics import draws_to_support, log_e_refute
from theoremcheck.streams import stream_key
from theoremcheck.weighing import margins_of

__all__ = ["Train", "search"]

Train = Callable[[Series, Mapping[int, Any], bool], None]
"""(series, points by index, whether in float64 with half the step): train what the ledger lacks, one batch a shape."""

_SCREENS = (2, 8)
"""Replicates by which candidates are told apart before any is confirmed: a region that always fails is known by two."""
_STAGE = 8
"""Replicates that confirm a point at required >= 0.9, if all of them fail."""
_GROWN = 4
"""Confirmed counterexamples that are grown before one of them is shrunk: one may fade where another stays."""
_WORST = 8
"""Points with the smallest margins, in whose neighbourhood more are tried."""


def search(
    claim: Claim, series: Series, ledger: Ledger, draws: int, effort: Effort, alpha: float, train: Train
) -> None:
    """Search a claim's regime; what was found is read from the ledger by `weigh_search`.

    Args:
        claim: The claim.
        series: Its own series.
        ledger: All recorded trials of the specification.
        draws: How many of the claim's draws are candidates: those after which it was decided, whatever was added since.
        effort: Upper limits.
        alpha: Error probability of the search as a whole.
        train: Runs and records trials.
    """
    _Search(claim, series, ledger, effort, alpha, train).run(draws)


class _Search:
    def __init__(
        self, claim: Claim, series: Series, ledger: Ledger, effort: Effort, alpha: float, train: Train
    ) -> None:
        self._claim, self._series, self._ledger = claim, series, ledger
        self._effort, self._alpha, self._train = effort, alpha, train
        self._seed = stream_key("search", series.owner, series.specification, series.label)
        self._margins: dict[Any, float] = {}
        self._replays = True

    def run(self, draws: int) -> None:
        """The whole search."""
        self._look_around(draws)
        failing = [point for point, margin in self._margins.items() if not margin > 0]
        confirmed = self._confirm(self._screen(failing))
        if not confirmed:
            return
        stays = self._one_that_stays(confirmed[:_GROWN])
        start = stays or confirmed[0]
        # What the shrinker ends at failed often enough to be chosen; on fresh streams it may not.
        simplest = next(iter(self._confirm([self._shrink(start, must_stay=stays is not None)])), start)
        self._grow(simplest)
        if stays is not None and not self._stays(simplest):
            self._grow(stays)

    def _look_around(self, draws: int) -> None:
        """Candidates from everywhere, each run once on streams of its own."""
        effort, regimes, strategy = self._effort, self._series.regimes, self._series.regimes.strategy()
        self._note(
            draw_points(self._series, range(draws)).values(), self._ledger.contiguous(self._series.label)[:draws]
        )
        self._look("corners", regimes.corners(effort.corners))
        examples = harvest(strategy, effort.examples, self._seed)
        self._look("examples", examples)
        self._look("spread", regimes.spread(effort.spread, self._seed))
        steered, self._replays = steer(strategy, effort.examples, self._seed, self._margins, examples)
        self._look("targeted" if self._replays else "unsteady", steered[: effort.targeted])
        worst = sorted(self._margins, key=self._margins.__getitem__)[:_WORST]
        self._look("near", regimes.near(worst, effort.near, self._seed))

    def _look(self, kind: str, points: Sequence[Any]) -> None:
        owner = self._claim.name if kind in STEERED else ""
        new = [point for point in dict.fromkeys(points) if point not in self._margins]
        looked, indexed = search_series(self._series, kind), {address(point, 0, owner): point for point in new}
        self._train(looked, indexed, False)
        self._note(indexed.values(), [self._ledger.trials[looked.label][index] for index in indexed])

    def _note(self, points: Iterable[Any], trials: Sequence[Trial]) -> None:
        """Remember the margins of candidates; a trial without usable outcome comes before all others."""
        margins = margins_of(self._claim.prediction, trials)
        self._margins.update(zip(points, np.where(np.isfinite(margins), margins, -inf).tolist(), strict=True))

    def _screen(self, failing: Sequence[Any]) -> list[Any]:
        """The quarter of the candidates that fails most often in a few replicates in the claim's own precision.

        In float64 and with half the step a replicate costs about four times as much, and most candidates failed by
        chance.
        """
        # A region is known by its worst point and by its simplest one; which of the two is easier to understand is seen
        # after shrinking.
        worst = sorted(failing, key=lambda point: self._margins.get(point, -inf))
        simple = sorted(failing, key=self._size)
        most = self._effort.confirmed
        chosen = list(dict.fromkeys(chain.from_iterable(zip(worst, simple, strict=True))))[:most]
        kept = min(max(1, most // 4), len(chosen))
        seen: dict[Any, Failures] = {}
        for replicates in _SCREENS:
            self._try(chosen, replicates)
            seen = {point: self._seen(point, TRIED, most=replicates) for point in chosen}
            always = [point for point in chosen if seen[point].failures == replicates]
            if len(always) >= kept:
                return always[:kept]
        suspect = [point for point in chosen if self._may_be_one(seen[point])]
        return sorted(suspect, key=lambda point: -seen[point].failures)[:kept]

    def _confirm(self, chosen: Sequence[Any]) -> list[Any]:
        """Run candidates again on fresh streams; the counterexamples, those that fail most often and simplest first."""
        # More replicates from stage to stage, until a single candidate gets all there are if none has been confirmed.
        stages = [(len(chosen), _STAGE), (len(chosen), 4 * _STAGE)]
        while (replicates := 2 * stages[-1][1]) <= self._effort.replicates:
            stages.append((1, replicates))
        # Decided by the replicates of the stage alone: a run that is started again has all of them, and is to take the
        # same way.
        given = dict.fromkeys(chosen, 0)
        for count, replicates in stages:
            seen = {point: self._seen(point, most=number) for point, number in given.items()}
            if replicates > 4 * _STAGE and any(self._is_one(seen[point]) for point in chosen):
                break
            open_ones = [point for point in chosen if self._may_be_one(seen[point])]
            best = sorted(open_ones, key=lambda point: -seen[point].log_e)[:count]
            self._replicate(best, replicates)
            given |= dict.fromkeys(best, replicates)
        seen = {point: self._seen(point, most=number) for point, number in given.items()}
        # One that fails often takes few replicates at each step of shrinking, and leads to one that can be confirmed.
        return sorted(
            (point for point in chosen if self._is_one(seen[point])),
            key=lambda point: (-seen[point].failures / seen[point].replicates, self._size(point)),
        )

    def _may_be_one(self, seen: Failures) -> bool:
        """Whether it is worth more replicates: not yet a counterexample, but one if it goes on failing as it does."""
        if not seen.replicates:
            return True
        most = self._effort.replicates
        holds = most - most * seen.failures // seen.replicates
        return not self._is_one(seen) and self._confirms(float(log_e_refute(holds, most, 1 - seen.allowed)))

    def _is_one(self, seen: Failures) -> bool:
        return self._confirms(seen.log_e)

    def _confirms(self, log_e: float) -> bool:
        return log_e - log(MOST_REPLICATED) >= -log(self._alpha)

    def _replicate(self, points: Sequence[Any], replicates: int) -> None:
        """Fresh replicates 1..n of each point, all in one batch a shape."""
        self._train(
            search_series(self._series, "fresh"),
            {address(point, k, self._claim.name): point for point in points for k in range(1, replicates + 1)},
            True,
        )

    def _seen(self, point: Any, kind: str = "fresh", factor: int = 0, most: int | None = None) -> Failures:
        """What the replicates of a point, or the first of them, say so far, without correction."""
        label = search_series(self._series, kind).label
        trials = (self._ledger.trials if kind == TRIED else self._ledger.reruns)[label]
        found: list[Trial] = []
        name = self._claim.name
        first = choosing_address(point, 1, name) if kind == TRIED else address(point, 1, name, factor)
        while first + len(found) in trials:
            found.append(trials[first + len(found)])
        regime = self._grown(point, factor) if kind == GROWN else point
        return failures_at(self._claim, regime, found[:most], self._alpha)

    def _one_that_stays(self, confirmed: Sequence[Any]) -> Any | None:
        """The simplest counterexample that fails at the largest factor too; none if the claim does not say how to grow.

        One may fade where another stays, so several are asked before one of them is shrunk.
        """
        if self._claim.growth is None:
            return None
        self._replicate_grown([(point, self._last) for point in confirmed], _STAGE)
        return next(filter(self._stays, confirmed), None)

    def _stays(self, point: Any) -> bool:
        return self._claim.growth is None or self._fails(point, GROWN, self._last)

    @property
    def _last(self) -> int:
        assert self._claim.growth is not None
        return len(self._claim.growth.factors) - 1

    def _grow(self, point: Any) -> None:
        """Run a counterexample at every factor of the claim's growth, until each is decided or the effort is spent."""
        growth = self._claim.growth
        if growth is None:
            return
        alpha = self._alpha / len(growth.factors)
        perfect = draws_to_support(1 - self._seen(point).allowed, alpha)
        for replicates in (_STAGE, perfect, 2 * perfect):
            undecided = [
                (point, factor)
                for factor in range(len(growth.factors))
                if self._seen(point, GROWN, factor).decided(alpha) == "undecided"
            ]
            self._replicate_grown(undecided, min(replicates, self._effort.grown))

    def _replicate_grown(self, chosen: Sequence[tuple[Any, int]], replicates: int) -> None:
        """Fresh replicates 1..n of each (point, position of the factor)."""
        indexed = {
            address(point, k, self._claim.name, factor): self._grown(point, factor)
            for point, factor in chosen
            for k in range(1, replicates + 1)
        }
        self._train(search_series(self._series, GROWN), indexed, True)

    def _grown(self, point: Any, factor: int) -> Any:
        """A point of the regime, grown by one of the factors of the claim's growth."""
        growth = self._claim.growth
        assert growth is not None
        batch = growth.grow(batch_of([point], torch.float64, torch.device("cpu")), growth.factors[factor])
        columns = {name: np.asarray(value).reshape(-1) for name, value in vars(batch).items()}
        return point_of(type(point), columns, 0)

    def _shrink(self, start: Any, *, must_stay: bool) -> Any:
        """The simplest point that fails as the first one does: one that stays has to stay.

        Where the effort ends before that, the simplest one so far; a rare failure takes more replicates at every step.
        """
        seen = self._seen(start)
        replicates = self._replicates_to_see(seen)
        # Where every replicate fails, one that holds settles it: most simplifications cost a single trial. Where they
        # are grown as well, trainings in a row are what is saved.
        first = 1 if seen.failures == seen.replicates and not must_stay else replicates
        room = self._effort.shrinking

        def fails(points: Sequence[Any]) -> list[bool]:
            nonlocal room
            tried = points[: max(0, room) // first]
            self._try(tried, first)
            failing = [point for point in tried if self._seen(point, TRIED).failures]
            self._try(failing, replicates)
            room -= first * len(tried) + (replicates - first) * len(failing)
            found = {point for point in failing if self._fails(point, TRIED)}
            if must_stay and self._claim.growth is not None:
                self._replicate_grown([(point, self._last) for point in found], replicates)
                found = set(filter(self._stays, found))
            return [point in found for point in points]

        regimes = self._series.regimes
        if regimes.declaration is not None:
            return shrink(regimes.declaration, start, fails)
        suspects = {point for point, margin in self._margins.items() if not margin > 0}
        simplest = self._replays and shrink_by_replay(
            regimes.strategy(), self._effort.examples, self._seed, suspects, lambda point: fails([point])[0]
        )
        return simplest or start

    def _try(self, points: Sequence[Any], replicates: int) -> None:
        """Replicates 1..n of each point in the claim's own precision, to choose among them."""
        indexed = {choosing_address(p, k, self._claim.name): p for p in points for k in range(1, replicates + 1)}
        self._train(search_series(self._series, TRIED), indexed, False)

    def _fails(self, point: Any, kind: str, factor: int = 0) -> bool:
        return self._seen(point, kind, factor).decided(self._alpha) == "fails"

    def _replicates_to_see(self, seen: Failures) -> int:
        """How many replicates show a failure as frequent as this one, with half as many to spare."""
        share, replicates = seen.failures / seen.replicates, 2
        while replicates <= self._effort.replicates:
            holds = replicates - int(share * replicates)
            if log_e_refute(holds, replicates, 1 - seen.allowed) >= -log(self._alpha):
                break
            replicates += 1
        return -(-3 * replicates // 2)

    def _size(self, point: Any) -> tuple[tuple[int, float], str]:
        return self._series.regimes.size(point), repr(point)
