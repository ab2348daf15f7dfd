"""Batched shrinking beside Hypothesis' own, one training at a time. Run: `python -m benchmarks.shrinking`.

The training is real, stage 1 of a two-layer network (Huang et al. 2024, n = 50 or 100, m = 50, 64 steps); which regimes
fail is planted, so that both can be seen to end where they should. Both start from the first failing regime of the same
harvest and ask for as many replicates of a regime; the batched shrinker asks for a round at a time, Hypothesis for one
regime at a time. Counted are trainings in a row, trials, and seconds on one core.
"""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import torch

from claims.huang2024.stage_one.active_pairs_grow_as_printed import CLAIM
from theoremcheck.evidence import Ledger
from theoremcheck.falsifier.harvest import harvest, shrink_by_replay
from theoremcheck.falsifier.replicates import TRIED
from theoremcheck.falsifier.shrink import shrink
from theoremcheck.regimes import Regimes
from theoremcheck.running import Recorder
from theoremcheck.series.addresses import End, address
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.vocabulary import Precision

REPLICATES = 3
EXAMPLES = 256

FAILING: dict[str, Callable[[Any], Any]] = {
    "half-space": lambda p: p.signal_strength > 1.1371,
    "corner": lambda p: (p.signal_strength > 1.2) & (p.start_size > 2e-4) & (p.dim_ratio > 2e7),
    "slab": lambda p: (p.view_noise > 0.1234) & (p.view_noise < 0.1434),
    "one size": lambda p: (p.samples == 100) & (p.view_noise > 0.05),
}


class Counted:
    """Which points fail, and what it cost to know."""

    def __init__(self, contains: Callable[[Any], Any]) -> None:
        """Nothing asked yet."""
        self.trainings = self.trials = 0
        dossier = Dossier.of(CLAIM, Ledger())
        self._series, self._contains = part_of(dossier.own, TRIED), contains
        self._recorder = Recorder.of(dossier, None, torch.device("cpu"))

    def __call__(self, points: Sequence[Any]) -> list[bool]:
        """Trained once each, and those that lie in the planted set as often as a search would."""
        failing = [point for point in points if self._contains(point)]
        self._train({address(point, End.CHOOSE, 1): point for point in points})
        self._train({address(point, End.CHOOSE, k): point for point in failing for k in range(2, REPLICATES + 1)})
        return [point in failing for point in points]

    def _train(self, indexed: dict[int, Any]) -> None:
        self.trainings, self.trials = self.trainings + bool(indexed), self.trials + len(indexed)
        self._recorder.train(self._series, indexed, Precision.DECLARED)


def timed(shrinker: Callable[[Counted], Any], counted: Counted) -> tuple[Any, Counted, float]:
    """The simplest point of a shrinker, its counts, and its seconds."""
    started = perf_counter()
    return shrinker(counted), counted, perf_counter() - started


def in_batches(regimes: Regimes, start: Any, fails: Counted) -> Any:
    """Ours."""
    return shrink(regimes, start, fails)


def one_at_a_time(regimes: Regimes, start: Any, fails: Counted) -> Any:
    """Hypothesis'."""
    return shrink_by_replay(regimes.strategy(), EXAMPLES, 0, {start}, lambda point: fails([point])[0])


def main() -> None:
    """Print both, and the ratio."""
    regimes = CLAIM.regimes.declaration
    assert regimes is not None
    points = harvest(regimes.strategy(), EXAMPLES, 0)
    print(f"{'set':10}  {'shrinker':13} {'trainings':>9} {'trials':>8} {'seconds':>8}")
    for name, contains in FAILING.items():
        start = next(point for point in points if contains(point))
        ours = timed(partial(in_batches, regimes, start), Counted(contains))
        theirs = timed(partial(one_at_a_time, regimes, start), Counted(contains))
        for shrinker, (_, counted, seconds) in (("in batches", ours), ("one at a time", theirs)):
            print(f"{name:10}  {shrinker:13} {counted.trainings:9} {counted.trials:8} {seconds:8.2f}")
        print(f"{'':10}  one at a time takes {theirs[2] / ours[2]:.1f} times as long")
        print(f"{'':10}  ours ends at   {ours[0]}\n{'':10}  theirs ends at {theirs[0]}", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
