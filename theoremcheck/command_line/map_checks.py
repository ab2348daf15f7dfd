"""Checks of recorded maps: that each replicate is the one of its place, and that a map asked for it.

A place is decided by the replicates there, so each of them has the number of its place, and the regime that is drawn
for this number with the mapped fields held; else somebody may show at one place what he trained at another. And the
places are those to which the map goes, with as many replicates as it asks for; else somebody may keep the luckiest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from theoremcheck.boundary import Survey, map_walks, survey_of
from theoremcheck.boundary.growths import grown_columns
from theoremcheck.boundary.map_effort import PLANNED
from theoremcheck.boundary.places import address_at, places_of
from theoremcheck.boundary.slices import Slices
from theoremcheck.command_line.evidence_checks import File, Folder, Rows, wrong_rows
from theoremcheck.evidence.columns import Table
from theoremcheck.regimes import Columns
from theoremcheck.running import Budget
from theoremcheck.running.looks import drawn_by
from theoremcheck.series.addresses import MOST_REPLICATES
from theoremcheck.series.dossier import Dossier

__all__ = ["unasked_replicates", "wrong_replicates"]

_NUMBERS = ("d", "q")


def wrong_replicates(folder: Folder, dossier: Dossier) -> Iterator[str]:
    """Trials of a claim's maps that are not what their numbers say: replicates of a place, with the drawn regimes."""
    for survey in _surveys(folder, dossier):
        try:
            slices = Slices(survey.series(dossier.own), survey.axes(dossier.claim))
        except Exception as error:  # a stranger's survey may name any field and any range
            yield f"{folder.owner}/{folder.specification}: {_label(dossier, survey)!r} is no map of it ({error})"
            continue
        yield from _wrong_in(folder, dossier, survey, slices)


def unasked_replicates(folder: Folder, dossier: Dossier, budgets: Mapping[str, Budget]) -> Iterator[str]:
    """Trials of a claim's maps for which no map asks, and what maps lack that say something.

    Args:
        folder: The evidence.
        dossier: The claim, its series and its evidence.
        budgets: Of each name, how sure a map is.
    """
    alphas = {name: budget.alpha for name, budget in budgets.items()}
    surveys = _surveys(folder, dossier)
    earlier = drawn_by(dossier, budgets.values()) if surveys else []
    for survey in surveys:
        walks, label = map_walks(dossier, survey, alphas, earlier), _label(dossier, survey)
        if all(walk.gap for walk in walks) and _says_something(dossier, survey, alphas[walks[0].plan.budget]):
            # What came after that is not asked for either.
            yield (
                f"{dossier.claim.name}: the evidence lacks {walks[0].gap}: a run was stopped before it, or somebody "
                "took it out"
            )
            continue
        asked = np.array(sorted(frozenset().union(*(walk.asked for walk in walks))), dtype=np.int64)
        for file, table, places, rows in _tables(folder, dossier, survey):
            numbers = np.asarray(table.indices)[rows]
            for which in np.flatnonzero(~np.isin(numbers, asked)).tolist():
                place = file.place(int(places[which]))
                yield f"{place}: trial {numbers[which]} of {label!r} is none that its map makes"


def _surveys(folder: Folder, dossier: Dossier) -> list[Survey]:
    """The surveys on which a claim spent trials; those of a study may share a series."""
    found = (survey_of(dossier.own, label) for label in sorted(folder.ledger.series()))
    return [survey for survey in found if survey is not None and any(_tables(folder, dossier, survey))]


def _label(dossier: Dossier, survey: Survey) -> str:
    return survey.series(dossier.own).label


def _tables(
    folder: Folder, dossier: Dossier, survey: Survey
) -> Iterator[tuple[File, Table, NDArray[np.int32], NDArray[np.int32]]]:
    """The trials that a claim spent on a survey: file, table, places in the file, and rows in the table."""
    wanted = (_label(dossier, survey), dossier.claim.name)
    for file in folder.files:
        for table, places, rows in file.trials.groups():
            if (table.layout.series, table.layout.claim) == wanted:
                yield file, table, places, rows


def _wrong_in(folder: Folder, dossier: Dossier, survey: Survey, slices: Slices) -> Iterator[str]:
    by_place: dict[tuple[float, ...], list[Rows]] = {}
    label = _label(dossier, survey)
    for file, table, places, rows in _tables(folder, dossier, survey):
        kinds = dict(table.layout.regime)
        if lacking := next((name for name in survey.fields if kinds.get(name) not in _NUMBERS), None):
            yield from (f"{file.place(which)}: has no number {lacking!r}, which it maps" for which in places.tolist())
            continue
        numbers = np.asarray(table.indices)[rows]
        held = np.stack([table.field(name, rows).astype(np.float64) for name in survey.fields], axis=1)
        different, belongs = np.unique(held, axis=0, return_inverse=True)
        for row, values in enumerate(map(tuple, different.tolist())):
            among = np.flatnonzero(belongs.reshape(-1) == row)
            replicates = numbers[among] - address_at(dossier.claim, survey.fields, values, 0)
            right = slices.covers(values) & (replicates >= 1) & (replicates <= MOST_REPLICATES)
            for which in among[~right].tolist():
                place = file.place(int(places[which]))
                yield f"{place}: trial {numbers[which]} of {label!r} has another number than its place in the map"
            if right.any():
                own = among[right]
                by_place.setdefault(values, []).append(Rows(label, file, table, places[own], rows[own]))
    if len(by_place) > PLANNED[len(survey.fields)]:  # its error probability is shared out among no more
        of = f"{folder.owner}/{folder.specification}: {label!r}"
        yield f"{of} has {len(by_place)} places, and a map decides at {PLANNED[len(survey.fields)]} at most"
        return
    for values, parts in by_place.items():
        try:
            yield from wrong_rows(parts, slices.series(values), _growing(dossier, survey))
        except Exception as error:  # of a law or a formula beyond the ranges for which its author wrote it
            yield f"{folder.owner}/{folder.specification}: {label!r} has a place that nothing draws ({error})"


def _growing(dossier: Dossier, survey: Survey) -> Callable[[Columns], Columns]:
    """What becomes of drawn regimes before a map trains them."""
    return lambda columns: (
        grown_columns(dossier.claim, columns, survey.grown, survey.fields) if survey.grown else columns
    )


def _says_something(dossier: Dossier, survey: Survey, alpha: float) -> bool:
    """Whether a map decides at a place: of one that was stopped before nobody believes anything."""
    return any(place.weight.decided != "undecided" for place in places_of(dossier, survey, alpha))
