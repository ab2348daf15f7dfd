"""What the estimate's own draws say along the fields of a map: they are there already, and inform the surrogate alone.

They come from the law of the regime, so no place has draws enough of its own to be decided by. The points of a search
do not count here: the search chose them because they might fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from theoremcheck.boundary.axes import Axis, same_but_for
from theoremcheck.boundary.surrogate import Outcomes
from theoremcheck.boundary.surveys import Survey
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.weighing import outcomes_of

__all__ = ["Draw", "draws_along", "draws_so_far", "outcomes_on"]

Draw = tuple[tuple[float, ...], bool, float]
"""Values of the mapped fields, whether the prediction held, required probability."""

_MOST = 512
"""Draws of each series; more would sharpen an estimate that is not a decision."""


def draws_so_far(dossier: Dossier, survey: Survey) -> dict[str, int]:
    """How many draws of each series, by label, can tell a map where to look, as the evidence stands."""
    return {series.label: len(dossier.draws(series)[:_MOST]) for series in _alike(dossier, survey)}


def draws_along(dossier: Dossier, survey: Survey, informed: Mapping[str, int] | None = None) -> list[Draw]:
    """The claim's recorded draws, and those of controls that draw nothing but the mapped fields otherwise.

    Args:
        dossier: The claim, its series and its evidence.
        survey: Over which fields the map goes.
        informed: How many draws of each series to take, as `draws_so_far` once said; None takes those of today.
    """
    counts = draws_so_far(dossier, survey) if informed is None else informed
    every = _alike(dossier, survey)
    return [draw for series in every for draw in _of(dossier, series, survey.fields, counts.get(series.label, 0))]


def outcomes_on(axis: Axis, draws: Sequence[Draw]) -> Outcomes:
    """Draws along the first mapped field."""
    return Outcomes.of(
        [(axis.place(values[0]), held, 1, level) for values, held, level in draws if values[0] > 0 or not axis.log]
    )


def _alike(dossier: Dossier, survey: Survey) -> list[Series]:
    """The series whose draws say something of a map.

    None where the map is of the grown regime: nothing says that it holds there where it holds as it was drawn.
    """
    claim = dossier.claim
    if survey.grown:
        return []
    both = zip(dossier.controls, claim.controls, strict=True)
    return [dossier.own, *(series for series, control in both if same_but_for(claim, control, survey.fields))]


def _of(dossier: Dossier, series: Series, fields: Sequence[str], count: int) -> list[Draw]:
    trials = dossier.draws(series)[: min(count, _MOST)]
    outcomes = outcomes_of(dossier.claim, trials)
    required = np.broadcast_to(outcomes.required, (len(trials),))
    return [
        (tuple(float(trial.regime[field]) for field in fields), bool(held), float(level))
        for trial, held, level in zip(trials, outcomes.held, required, strict=True)
    ]
