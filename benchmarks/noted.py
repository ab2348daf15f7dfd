"""What a note on a paper measured of a claim, and how; `python -m benchmarks.claim_hold_rates` lays ours beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from theoremcheck import Claim, Regimes
from theoremcheck.claim import Experiment
from theoremcheck.evidence import Trial
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.series.readings import readings_of

__all__ = ["Judge", "Note", "Rate", "There", "as_claimed", "at_least", "at_most", "falls"]

Judge = Callable[[Claim, Sequence[Trial]], int]
"""(claim, trials of one of its series) -> how many hold."""

Rate = tuple[int, int] | float
"""Draws that held, of how many; or their share, where the note does not say of how many."""


def as_claimed(claim: Claim, trials: Sequence[Trial]) -> int:
    """By the claim's own prediction."""
    return int(readings_of(claim, trials).holds.sum())


def falls(observable: str) -> Judge:
    """A slope of -1/4 or less on the logarithm of n."""

    def judge(claim: Claim, trials: Sequence[Trial]) -> int:
        slopes = log_slope(*(np.stack([trial.value(name) for trial in trials]) for name in ("samples", observable)))
        return int((slopes <= -0.25).sum())

    return judge


def at_most(observable: str, bound: float, above: str | None = None) -> Judge:
    """An observable is at most a number, or exceeds another by that at most."""

    def judge(claim: Claim, trials: Sequence[Trial]) -> int:
        found = [trial.value(observable) - (trial.value(above) if above else 0.0) for trial in trials]
        return int((np.array(found) <= bound).sum())

    return judge


def at_least(observable: str, floor: float) -> Judge:
    """An observable is at least a number."""
    return lambda claim, trials: sum(float(trial.value(observable)) >= floor for trial in trials)


@dataclass(frozen=True)
class There:
    """A rate that the note measured in another setting than the claim's, where we draw as well.

    Attributes:
        setting: In words.
        rate: The note's.
        regimes: Where parameters come from there; the claim's own by default.
        experiment: What is run there, likewise.
        judge: How the note judged.
        share: Of the draws asked for, as many as are worth their time here.
    """

    setting: str
    rate: Rate
    regimes: Regimes | None = None
    experiment: Experiment | None = None
    judge: Judge = as_claimed
    share: float = 1.0


@dataclass(frozen=True)
class Note:
    """What a note measured of a claim.

    Attributes:
        rates: Of the claim, then of its other series as `series_of` lists them: controls, positive controls, baselines;
            None where the note has no rate, and nothing where it has none of the rest.
        judge: How the note judged.
        share: Of the draws asked for, as many as are worth their time here.
        differs: In what the note's setting differs from the claim's.
        there: Rates in settings of the note alone.
    """

    rates: tuple[Rate | None, ...]
    judge: Judge = as_claimed
    share: float = 1.0
    differs: str = ""
    there: tuple[There, ...] = ()
