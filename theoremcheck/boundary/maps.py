"""Maps as pure functions of the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from theoremcheck.boundary.axes import axis_of
from theoremcheck.boundary.draws import draws_along, outcomes_on
from theoremcheck.boundary.lines import Line, line_of
from theoremcheck.boundary.places import fields_of_series, places_of
from theoremcheck.boundary.planes import Plane, plane_of
from theoremcheck.series.dossier import Dossier

__all__ = ["Map", "boundary_of", "maps_of"]

Map = Line | Plane


def boundary_of(dossier: Dossier, alpha: float, fields: Sequence[str]) -> Map | None:
    """The map over one or two fields that the evidence gives; None if there is none.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of all decisions of the map together.
        fields: The mapped fields, in their order.
    """
    claim, places = dossier.claim, places_of(dossier, fields, alpha)
    along = [[place.values[number] for place in places] for number in range(len(fields))]
    if not all(len(set(values)) > 1 for values in along):
        return None  # a map that was stopped before it had two values
    axes = [axis_of(claim, field, min(values), max(values)) for field, values in zip(fields, along, strict=True)]
    draws = draws_along(dossier, fields)
    if len(axes) == 1:
        return line_of(claim.name, axes[0], places, outcomes_on(axes[0], draws), alpha)
    return plane_of(claim.name, (axes[0], axes[1]), places, draws, alpha)


def maps_of(dossier: Dossier, alpha: float) -> list[Map]:
    """All maps that the evidence holds, in the order of their fields; a field that was only tried has none."""
    if dossier.own.regimes.declaration is None:
        return []
    mapped = {fields for label in dossier.ledger.series() if (fields := fields_of_series(dossier.own, label))}
    found = (boundary_of(dossier, alpha, fields) for fields in sorted(mapped))
    return [
        one for one in found if one is not None and any(place.weight.decided != "undecided" for place in one.places)
    ]
