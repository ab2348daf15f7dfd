"""Mapping by active learning: the next batch is a function of the recorded trials, until the map is sharp or paid up.

A map that was killed goes on from its evidence, and a finished one trains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.draws import draws_along, outcomes_on
from theoremcheck.boundary.growths import grown_points
from theoremcheck.boundary.line_plan import next_on_line
from theoremcheck.boundary.map_effort import PLANNED, MapEffort
from theoremcheck.boundary.maps import Map, boundary_of
from theoremcheck.boundary.places import address_at, places_of
from theoremcheck.boundary.plane_plan import next_on_plane
from theoremcheck.boundary.slices import Slices
from theoremcheck.boundary.surveys import Survey
from theoremcheck.series.dossier import Dossier, Train
from theoremcheck.vocabulary import Precision

__all__ = ["map_boundary"]

Wanted = Mapping[tuple[float, ...], int]
"""How many replicates each place is to have."""


def map_boundary(
    dossier: Dossier,
    axes: Sequence[Axis],
    effort: MapEffort,
    alpha: float,
    train: Train,
    grown: str = "",
) -> Map | None:
    """Map a claim over the fields of one or two axes, spending no replicate that is recorded for this survey already.

    Args:
        dossier: The claim, its series and its evidence, which grows as the map trains replicates.
        axes: The fields with their ranges.
        effort: Upper limits.
        alpha: Error probability of all decisions of the map together.
        train: Runs and records trials.
        grown: By which factor of the claim's growth every regime is grown, by `named_factor`; empty for none.

    Returns:
        The map; None if not even two values of a field could be tried.
    """
    survey = Survey.of(axes, effort.name, grown)
    slices, mapped = Slices(dossier.own, axes), survey.series(dossier.own)
    draws = draws_along(dossier, survey)
    while True:
        places = places_of(dossier, survey, alpha)
        level = sum(place.weight.required for place in places) / len(places) if places else 0.0
        wanted: Wanted
        if len(axes) == 1:
            wanted = next_on_line(axes[0], places, outcomes_on(axes[0], draws), effort.at(level), alpha)
        else:
            wanted = next_on_plane((axes[0], axes[1]), places, draws, effort.at(level), alpha)
        done = {place.values: place.weight.trials for place in places}
        new = [values for values in wanted if values not in done][: PLANNED[len(axes)] - len(places)]
        indexed: dict[int, Any] = {}
        for values, count in wanted.items():
            if values not in done and values not in new:
                continue
            more = range(done.get(values, 0) + 1, count + 1)
            fresh = [address_at(dossier.claim, survey.fields, values, k) for k in more]
            points = slices.points(values, fresh)
            indexed |= grown_points(dossier.claim, points, grown, survey.fields) if grown else points
        if indexed.keys() <= dossier.ledger.trials(mapped.label).keys():
            return boundary_of(dossier, alpha, survey)
        train(mapped, indexed, Precision.DECLARED)
