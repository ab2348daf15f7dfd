"""An attack on the catalogue, stronger than the search. Run: `python -m benchmarks.attack [PATTERN] [--jobs N]`.

A search that found nothing shows little to someone who did not see it beaten. So this one uses another method, scipy's
differential evolution over the levels of all declared fields, with ten times as many looks as a search at standard and
none of its helpers: no corners, no bisection of conditions, no Hypothesis. A point that a condition excludes costs its
look. The points with the smallest margins are replicated in the claim's own precision; those that fail more often than
the claim allows are weighed on fresh streams, in float64 and with half the step, and grown to the largest factor of the
claim's growth. All claims that are expected to be supported and declare laws are attacked.

It prints for each claim how many points it looked at, the failures at the worst weighed point with log e against "it
holds as often as required" there, and the same at the largest factor.
"""

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from fnmatch import fnmatch
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.regimes import Regimes
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.addresses import End, address
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.readings import readings_of
from theoremcheck.vocabulary import Precision, Verdict
from theoremcheck.weighing import Weight

POPULATION = 64
"""Points a generation: one batch."""

WORST, CHEAP, FRESH, WEIGHED = 16, 16, 128, 3
"""Points that are replicated, replicates of each; fresh replicates of as many that failed most often."""

EXCLUDED = 1e9
"""Objective at a point that a condition excludes."""


class Attack:
    """Differential evolution on the margin of one look."""

    def __init__(self, claim: Claim, regimes: Regimes) -> None:
        """The attack has looked at nothing yet."""
        self._claim, self._regimes = claim, regimes
        self._dossier = Dossier.of(claim, Ledger())
        budget = BUDGETS["standard"]
        recorder = Recorder.of(self._dossier, None, torch.device("cpu"))
        self._train = recorder.train
        self._replicates = Replicates(self._dossier, budget.effort, budget.alpha, recorder.train)
        self.margins: dict[Any, float] = {}

    def walk(self, looks: int, seconds: float) -> None:
        """Spend the looks, or the processor's seconds: on a busy machine the clock's would cut the walk short."""
        fields, started = len(self._regimes.laws), process_time()
        differential_evolution(
            self._objective,
            [(1e-12, 1 - 1e-12)] * fields,
            init=np.random.default_rng(0).uniform(1e-12, 1 - 1e-12, (POPULATION, fields)),
            maxiter=max(1, looks // POPULATION - 1),
            rng=0,
            polish=False,
            vectorized=True,
            updating="deferred",
            tol=0,
            callback=lambda intermediate_result: process_time() - started > seconds,
        )

    def weigh(self) -> tuple[dict[Any, Weight], dict[Any, Weight]]:
        """Fresh replicates of the points that fail most often, as they are and grown to the largest factor."""
        worst = sorted(self.margins, key=self.margins.__getitem__)[:WORST]
        seen = self._replicates.choose([point for point in worst if self.margins[point] < 0], CHEAP)
        suspects = [point for point, weight in seen.items() if weight.failures > (1 - weight.required) * weight.trials]
        suspects = sorted(suspects, key=lambda point: -seen[point].failures)[:WEIGHED]
        fresh = self._replicates.confirm(suspects, FRESH) if suspects else {}
        last = self._replicates.last_factor
        staying = [point for point, weight in fresh.items() if weight.decided == "fails"] if last is not None else []
        grown = self._replicates.grow([(point, last) for point in staying], FRESH) if staying else {}
        return fresh, {point: weight for (point, _), weight in grown.items()}

    def _objective(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        points = self._points(levels)
        new = [point for point in dict.fromkeys(points) if point is not None and point not in self.margins]
        self._look(new)
        return np.array([EXCLUDED if point is None else self.margins[point] for point in points])

    def _points(self, levels: NDArray[np.float64]) -> list[Any | None]:
        """The points at levels of shape (fields, points); None where a condition excludes one."""
        columns = {
            name: law.support.at(row) for (name, law), row in zip(self._regimes.laws.items(), levels, strict=True)
        }
        every = [{name: column[which] for name, column in columns.items()} for which in range(levels.shape[1])]
        return self._regimes.completed(every)

    def _look(self, points: Sequence[Any]) -> None:
        indexed = {address(point, End.LOOK, 0, self._claim.name): point for point in points}
        trials = self._train(part_of(self._dossier.own, "attack"), indexed, Precision.DECLARED)
        seen = readings_of(self._claim, trials)
        margins = np.where(seen.usable, np.nan_to_num(seen.margins, posinf=EXCLUDED / 2, neginf=-EXCLUDED), -EXCLUDED)
        self.margins.update(zip(points, margins.tolist(), strict=True))


def worst_of(weights: Mapping[Any, Weight]) -> str:
    """The point at which the prediction fails most clearly, in words."""
    if not weights:
        return "none failed too often"
    point, weight = max(weights.items(), key=lambda one: one[1].log_e_fails)
    return f"{weight.failures} of {weight.trials} (log e {weight.log_e_fails:.1f}) at {point}"


def attacked(name: str, looks: int, seconds: float) -> str:
    """Attack one claim, and say what came of it."""
    torch.set_num_threads(1)  # small matrices: a second thread costs more than it does
    claim, regimes = attackable()[name]
    started, attack = perf_counter(), Attack(claim, regimes)
    attack.walk(looks, seconds)
    looked = perf_counter() - started
    fresh, grown = attack.weigh()
    said = f"{name}: {len(attack.margins)} points in {looked:.0f} s; {worst_of(fresh)}"
    return f"{said}\n    at the largest factor: {worst_of(grown)}" if grown else said


@cache
def attackable() -> dict[str, tuple[Claim, Regimes]]:
    """The claims that are expected to be supported and declare laws, with their declarations."""
    found = [one.claim for one in catalogue_here(Path.cwd()).found]
    supported = [claim for claim in found if claim.expected is Verdict.SUPPORTED]
    return {claim.name: (claim, regimes) for claim in supported if (regimes := claim.regimes.declaration) is not None}


def main() -> None:
    """Attack the claims whose names match."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pattern", nargs="?", default="*")
    parser.add_argument("--looks", type=int, default=10 * looks_of_a_search())
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        waiting = [
            pool.submit(attacked, name, asked.looks, asked.seconds)
            for name in attackable()
            if fnmatch(name, asked.pattern)
        ]
        for done in as_completed(waiting):
            print(done.result(), flush=True)


def looks_of_a_search() -> int:
    """Looks of a search at standard, its draws left out."""
    effort = BUDGETS["standard"].effort
    walk = effort.generations * effort.brood
    return effort.examples + effort.targeted + effort.corners + effort.spread + effort.edges + walk


if __name__ == "__main__":
    main()
