"""What the estimate's own draws say along the fields of a map: they are there already, and inform the surrogate alone.

They come from the law of the regime, so no place has draws enough of its own to be decided by. What a search looked at
is left out: it was chosen because it might fail.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from theoremcheck.boundary.axes import Axis, same_but_for
from theoremcheck.boundary.surrogate import Outcomes
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.falsifier.counterexamples import known_point
from theoremcheck.series.drawing import required_at
from theoremcheck.series.specification import Series, series_of
from theoremcheck.weighing import margins_of

__all__ = ["Draw", "draws_along", "outcomes_on"]

Draw = tuple[tuple[float, ...], bool, float]
"""Values of the mapped fields, whether the prediction held, required probability."""

_MOST = 512
"""Draws of each series; more would sharpen an estimate that is not a decision."""


def draws_along(claim: Claim, series: Series, ledger: Ledger, fields: Sequence[str]) -> list[Draw]:
    """The claim's recorded draws, and those of controls that draw nothing but these fields otherwise."""
    alike = [series] + [
        other
        for other, control in zip(series_of(claim)[1:], claim.controls, strict=True)
        if same_but_for(claim, control, fields)
    ]
    return [draw for each in alike for draw in _of(claim, ledger.contiguous(each.label)[:_MOST], fields)]


def outcomes_on(axis: Axis, draws: Sequence[Draw]) -> Outcomes:
    """Draws along the first mapped field."""
    return Outcomes.of(
        [(axis.place(values[0]), held, 1, level) for values, held, level in draws if values[0] > 0 or not axis.log]
    )


def _of(claim: Claim, trials: Sequence[Trial], fields: Sequence[str]) -> list[Draw]:
    if not trials:
        return []
    held = margins_of(claim.prediction, trials) > 0
    points = [known_point(claim.regimes, trial) for trial in trials] if callable(claim.required) else []
    required = np.broadcast_to(required_at(claim, dict(enumerate(points))), (len(trials),))
    return [
        (tuple(float(trial.regime[field]) for field in fields), bool(one), float(level))
        for trial, one, level in zip(trials, held, required, strict=True)
    ]
