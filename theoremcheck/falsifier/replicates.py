"""Replicates of points: what a search trains beyond the draws, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from theoremcheck.claim import Claim, Scale
from theoremcheck.evidence import Trial
from theoremcheck.falsifier.effort import PLANNED, Effort
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.series.addresses import End, address
from theoremcheck.series.dossier import Dossier, Train, part_of
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision
from theoremcheck.weighing import Outcomes, Unusable, Weight, outcomes_of, weigh, weigh_outcomes

__all__ = ["FRESH", "GROWN", "TRIED", "Replicates", "Rung", "grown_by", "train_confirmed", "unconfirmed", "weigh_grown"]

TRIED = "tried"
"""The part of the evidence for replicates by which the search chooses points, in the claim's own precision."""

FRESH = "fresh"
"""The part for replicates that weigh a point: no choice has read them."""

GROWN = "grown"
"""The part for replicates that weigh a point grown by a factor of the claim's growth."""

Rung = tuple[Any, int | None]
"""A point, and the position of the factor by which it is grown; None: as it is."""


@dataclass(frozen=True)
class Replicates:
    """Trains replicates of points and weighs them; what is recorded already is only read.

    Attributes:
        dossier: The claim, its series and its evidence.
        effort: Upper limits.
        alpha: Error probability of the search as a whole.
        train: Trains and records trials.
    """

    dossier: Dossier
    effort: Effort
    alpha: float
    train: Train

    @property
    def last_factor(self) -> int | None:
        """Position of the largest factor of the claim's growth; None where it does not say how a regime grows."""
        growth = self.dossier.claim.growth
        return None if growth is None else len(growth.factors) - 1

    def look(self, kind: str, points: Sequence[Any], owner: str, number: int = 0) -> Sequence[Trial]:
        """One trial of each point, in their order; `number` tells a second look from the first."""
        indexed = {address(point, End.LOOK, number, owner): point for point in points}
        return self.train(part_of(self.dossier.own, kind), indexed, Precision.DECLARED)

    def choose(self, points: Iterable[Any], replicates: int, factor: int | None = None) -> dict[Any, Weight]:
        """Cheap replicates 1..n of each point, to choose among them."""
        chosen = list(dict.fromkeys(points))
        asked = [(point, factor) for point in chosen]
        found = self._trained(TRIED, asked, replicates)
        # A choice needs no correction: whatever it says, other replicates have the last word.
        return {point: self._weigh(trials, self.alpha) for (point, _), trials in found.items()}

    def confirm(self, points: Iterable[Any], replicates: int) -> dict[Any, Weight]:
        """Fresh replicates 1..n of each point; a verdict rests on them."""
        asked: list[Rung] = [(point, None) for point in dict.fromkeys(points)]
        found = self._trained(FRESH, asked, replicates)
        return {point: self._weigh(trials, self.alpha / PLANNED) for (point, _), trials in found.items()}

    def grow(self, asked: Iterable[Rung], replicates: int) -> dict[Rung, Weight]:
        """Fresh replicates 1..n of each (point, position of the factor by which it is grown)."""
        found = self._trained(GROWN, list(dict.fromkeys(asked)), replicates)
        claim = self.dossier.claim
        return {rung: weigh_grown(outcomes_of(claim, trials), self.alpha, PLANNED) for rung, trials in found.items()}

    def _trained(self, part: str, asked: Sequence[Rung], replicates: int) -> dict[Rung, list[Trial]]:
        """Replicates 1..n of each point, all in one batch a shape."""
        claim, end = self.dossier.claim, End.CHOOSE if part == TRIED else End.WEIGH
        points = {
            (point, factor): point if factor is None else grown_by(claim.growth, point, factor)
            for point, factor in asked
        }
        indexed: Mapping[int, Any] = {
            address(point, end, number, claim.name, factor): points[point, factor]
            for point, factor in asked
            for number in range(1, replicates + 1)
        }
        series = part_of(self.dossier.own, part)
        if part == TRIED:
            trials = self.train(series, indexed, Precision.DECLARED)
        else:
            trials = train_confirmed(claim, series, indexed, self.train)
        return {one: list(trials[row * replicates : (row + 1) * replicates]) for row, one in enumerate(asked)}

    def _weigh(self, trials: Sequence[Trial], alpha: float) -> Weight:
        return weigh(self.dossier.claim, trials, alpha, Unusable.FAILS)


def weigh_grown(outcomes: Outcomes, alpha: float, shares: int) -> Weight:
    """What replicates of a grown point say: that it holds with error probability alpha, or fails with alpha / shares.

    One point that is wrongly said to fail refutes a claim, and the search may weigh several: each pays its share. But a
    failure passes for an effect of finite size only where *every* point that the search weighed is said to hold. If one
    of them does not, that one has to be wrong, whatever the search says of the others; so the chance of it is at most
    alpha without any share (an intersection-union test).

    Args:
        outcomes: Of the replicates, in their order.
        alpha: Error probability of the search as a whole.
        shares: Among how many points it is divided.
    """
    holds = weigh_outcomes(outcomes, alpha, Unusable.FAILS)
    return holds if holds.decided == "holds" else weigh_outcomes(outcomes, alpha / shares, Unusable.FAILS)


def train_confirmed(claim: Claim, series: Series, points: Mapping[int, Any], train: Train) -> list[Trial]:
    """The trials that decide at some points, in their order: where one fails, its rerun decides in its place.

    The rerun is the same draw in float64 and with half the step. Both have to fail, so round-off makes no
    counterexample. A rerun costs about four times as much as the trial; one that holds needs none, and most hold once
    their point is grown.
    """
    trials = train(series, points, Precision.DECLARED)
    open_ones = {trial.index for trial in unconfirmed(claim, trials)}
    again = {number: point for number, point in points.items() if number in open_ones}
    reruns = dict(zip(again, train(series, again, Precision.REFINED), strict=True))
    return [reruns.get(trial.index, trial) for trial in trials]


def unconfirmed(claim: Claim, trials: Sequence[Trial]) -> list[Trial]:
    """The trials that fail or lie within round-off of 0, if a rerun would change their precision or step."""
    if claim.refinement is None:
        return []
    seen = readings_of(claim, trials)
    fails = seen.unclear | ~seen.holds
    return [
        trial
        for trial, failed in zip(trials, fails.tolist(), strict=True)
        if failed and trial.precision is Precision.DECLARED
    ]


def grown_by(growth: Scale | None, point: Any, factor: int) -> Any:
    """A point of the regime, grown by one of the factors of the claim's growth."""
    assert growth is not None
    batch = growth.grow(batch_of([point], torch.float64, torch.device("cpu")), growth.factors[factor])
    columns = {name: np.asarray(value).reshape(-1) for name, value in vars(batch).items()}
    return point_of(type(point), columns, 0)
