"""Maps as pure functions of the evidence."""

from __future__ import annotations

from dataclasses import replace

from theoremcheck.boundary.axes import BoundaryError, axis_of
from theoremcheck.boundary.draws import draws_along, outcomes_on
from theoremcheck.boundary.growths import factor_named, in_words
from theoremcheck.boundary.lines import Line, line_of
from theoremcheck.boundary.places import places_of
from theoremcheck.boundary.planes import Plane, plane_of
from theoremcheck.boundary.surveys import Survey, survey_of
from theoremcheck.series.dossier import Dossier

__all__ = ["Map", "boundary_of", "maps_of"]

Map = Line | Plane


def boundary_of(dossier: Dossier, alpha: float, survey: Survey) -> Map | None:
    """The map that the evidence gives of a survey; None if there is none.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of all decisions of the map together.
        survey: Over which stretches, with which effort.
    """
    claim, fields = dossier.claim, survey.fields
    if survey.grown and factor_named(claim, survey.grown) is None:
        return None
    places = places_of(dossier, survey, alpha)
    along = [[place.values[number] for place in places] for number in range(len(fields))]
    if not all(len(set(values)) > 1 for values in along):
        return None  # a map that was stopped before it had two values
    try:
        axes = [axis_of(claim, field, min(values), max(values)) for field, values in zip(fields, along, strict=True)]
    except BoundaryError:
        return None  # an engine of another day took what the declaration does not allow
    draws, name = draws_along(dossier, survey), in_words(claim, survey.grown)
    if len(axes) == 1:
        return replace(line_of(name, axes[0], places, outcomes_on(axes[0], draws), alpha), grown=survey.grown)
    return replace(plane_of(name, (axes[0], axes[1]), places, draws, alpha), grown=survey.grown)


def maps_of(dossier: Dossier, alpha: float) -> list[Map]:
    """All maps that the evidence holds, in the order of their fields; a field that was only tried has none.

    Where the same stretch was asked with several efforts, the map is that of the largest.
    """
    if dossier.own.regimes.declaration is None:
        return []
    asked = {survey for label in dossier.ledger.series() if (survey := survey_of(dossier.own, label))}
    largest: dict[tuple[object, ...], Map] = {}
    for survey in sorted(asked):
        found = boundary_of(dossier, alpha, survey)
        if found is None or all(place.weight.decided == "undecided" for place in found.places):
            continue
        over = (survey.fields, survey.stretches, survey.grown)
        largest[over] = max(largest.get(over, found), found, key=_replicates)
    return list(largest.values())


def _replicates(found: Map) -> int:
    return sum(place.weight.trials for place in found.places)
