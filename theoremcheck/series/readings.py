"""What a claim's prediction says of recorded trials, and which of them wait for their rerun in float64.

A margin within the claim's round-off of 0 is no outcome of the precision in which it was computed. The recorder
runs such a trial again, in float64 and with half the step, and the rerun decides: it is another computation of the same
draw, so an outcome stays a function of its draw alone, and draws stay independent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.predictions.holding import EQUAL, read
from theoremcheck.vocabulary import Precision

__all__ = ["Readings", "readings_of", "settle", "why_unusable"]


@dataclass(frozen=True)
class Readings:
    """What a claim's prediction says of some trials; all of shape (trials,).

    Attributes:
        margins: Margins; NaN where there was none.
        holds: Whether the outcome is the predicted one; False where there is none.
        unclear: Whether round-off decides, and a rerun in float64 could tell more.
    """

    margins: NDArray[np.float64]
    holds: NDArray[np.bool_]
    unclear: NDArray[np.bool_]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Whether there is an outcome: infinity is one, NaN alone is none."""
        return ~np.isnan(self.margins)


def readings_of(claim: Claim, trials: Sequence[Trial]) -> Readings:
    """Read trials by a claim's prediction, whichever claim of a study spent them.

    Raises:
        PredictionError: If the prediction gives anything but one margin a trial.
    """
    names, coarse = claim.prediction.observables, np.array([_is_coarse(claim, trial) for trial in trials], dtype=bool)
    round_off = np.where(coarse, claim.round_off, min(EQUAL, claim.round_off))
    margins = np.full(len(trials), np.nan)
    holds, near = np.zeros(len(trials), dtype=bool), np.zeros(len(trials), dtype=bool)
    alike: dict[tuple[tuple[int, ...], ...], list[int]] = defaultdict(list)
    for row, trial in enumerate(trials):
        if trial.error is None:
            # Curves may have more points in one shape of the regime than in another.
            alike[tuple(trial.value(name).shape for name in names)].append(row)
    for rows in alike.values():
        observed = {name: np.stack([trials[row].value(name) for row in rows]) for name in names}
        with np.errstate(all="ignore"):  # a diverged draw is an outcome, also where warnings are made errors
            found = read(claim.prediction, observed, round_off[rows])
        margins[rows], holds[rows], near[rows] = found.margins, found.holds, found.near
    return Readings(margins, holds, near & coarse)


def settle(claim: Claim, trials: Sequence[Trial], reruns: Mapping[int, Trial]) -> list[Trial | None]:
    """The trials that decide: the rerun of one whose margin is round-off; None where it was not made yet."""
    unclear = readings_of(claim, trials).unclear
    return [reruns.get(trial.index) if waits else trial for trial, waits in zip(trials, unclear.tolist(), strict=True)]


def why_unusable(claim: Claim, trial: Trial) -> str:
    """Why a trial has no outcome, in words."""
    if trial.error is not None:
        return trial.error
    spoiled = [name for name in claim.prediction.observables if np.isnan(trial.value(name)).any()]
    if spoiled:
        return f"the margin is NaN: so is the observable {', '.join(map(repr, spoiled))}"
    return f"the margin is NaN, though no observable is: {claim.prediction.sentence} cannot be told of them"


def _is_coarse(claim: Claim, trial: Trial) -> bool:
    return trial.precision is Precision.DECLARED and claim.refinement is not None
