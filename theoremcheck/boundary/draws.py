"""What the estimate's own draws say along the fields of a map: they are there already, and inform the surrogate alone.

They come from the law of the regime, so no place has draws enough of its own to be decided by. The points of a search
do not count here: the search chose them because they might fail.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from theoremcheck.boundary.axes import Axis, same_but_for
from theoremcheck.boundary.surrogate import Outcomes
from theoremcheck.boundary.surveys import Survey
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.weighing import outcomes_of

__all__ = ["Draw", "draws_along", "outcomes_on"]

Draw = tuple[tuple[float, ...], bool, float]
"""Values of the mapped fields, whether the prediction held, required probability."""

_MOST = 512
"""Draws of each series; more would sharpen an estimate that is not a decision."""


def draws_along(dossier: Dossier, survey: Survey) -> list[Draw]:
    """The claim's recorded draws, and those of controls that draw nothing but the mapped fields otherwise.

    None where the map is of the grown regime: nothing says that it holds there where it holds as it was drawn.
    """
    claim, fields = dossier.claim, survey.fields
    if survey.grown:
        return []
    alike = [dossier.own] + [
        series
        for series, control in zip(dossier.controls, claim.controls, strict=True)
        if same_but_for(claim, control, fields)
    ]
    return [draw for series in alike for draw in _of(dossier, series, fields)]


def outcomes_on(axis: Axis, draws: Sequence[Draw]) -> Outcomes:
    """Draws along the first mapped field."""
    return Outcomes.of(
        [(axis.place(values[0]), held, 1, level) for values, held, level in draws if values[0] > 0 or not axis.log]
    )


def _of(dossier: Dossier, series: Series, fields: Sequence[str]) -> list[Draw]:
    trials = dossier.draws(series)[:_MOST]
    outcomes = outcomes_of(dossier.claim, trials)
    required = np.broadcast_to(outcomes.required, (len(trials),))
    return [
        (tuple(float(trial.regime[field]) for field in fields), bool(held), float(level))
        for trial, held, level in zip(trials, outcomes.held, required, strict=True)
    ]
