"""What a claim's prediction says of recorded trials, and which of them wait for their rerun in float64.

A margin within the claim's round-off of 0 is no outcome of the precision in which it was computed. The recorder
runs such a trial again, in float64 and with half the step, and the rerun decides: it is another computation of the same
draw, so an outcome stays a function of its draw alone, and draws stay independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial, Trials
from theoremcheck.evidence.columns import Table
from theoremcheck.predictions.holding import EQUAL, Reading, read
from theoremcheck.vocabulary import Precision

__all__ = ["Readings", "readings_of", "why_unusable"]


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
    trials = Trials.of(trials)
    margins = np.full(len(trials), np.nan)
    holds, unclear = np.zeros(len(trials), dtype=bool), np.zeros(len(trials), dtype=bool)
    for first, piece in trials.pieces():
        for table, places, rows in piece.groups():  # curves may have more points in one table than in another
            if table.layout.has_error:
                continue
            coarse = table.layout.precision is Precision.DECLARED and claim.refinement is not None
            found = _read(claim, table, rows, coarse=coarse)
            places += first
            margins[places], holds[places], unclear[places] = found.margins, found.holds, found.near & coarse
    return Readings(margins, holds, unclear)


def _read(claim: Claim, table: Table, rows: NDArray[np.int32], *, coarse: bool) -> Reading:
    round_off = np.full(len(rows), claim.round_off if coarse else min(EQUAL, claim.round_off))
    observed = {name: table.observable(name, rows) for name in claim.prediction.observables}
    with np.errstate(all="ignore"):  # a diverged draw is an outcome, also where warnings are made errors
        return read(claim.prediction, observed, round_off)


def why_unusable(claim: Claim, trial: Trial) -> str:
    """Why a trial has no outcome, in words."""
    if trial.error is not None:
        return trial.error
    spoiled = [name for name in claim.prediction.observables if np.isnan(trial.value(name)).any()]
    if spoiled:
        return f"the margin is NaN: so is the observable {', '.join(map(repr, spoiled))}"
    return f"the margin is NaN, though no observable is: {claim.prediction.sentence} cannot be told of them"
