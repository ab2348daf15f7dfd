"""Mapping by active learning: the next batch is a function of the trials so far, until the map is sharp or paid up.

A map goes from its first batch on each time, and reads of the evidence what it asks for. So one that was killed goes on
as it would have gone, a finished one trains nothing, and whoever has its plan and its trials can see whether it asked
for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.draws import draws_along, outcomes_on
from theoremcheck.boundary.growths import grown_points
from theoremcheck.boundary.line_plan import next_on_line
from theoremcheck.boundary.map_effort import PLANNED, MapEffort
from theoremcheck.boundary.maps import Map, boundary_of
from theoremcheck.boundary.places import Place, address_at, place_at
from theoremcheck.boundary.plane_plan import next_on_plane
from theoremcheck.boundary.slices import Slices
from theoremcheck.boundary.surveys import Survey
from theoremcheck.series.dossier import Dossier, Train
from theoremcheck.vocabulary import Precision

__all__ = ["Batch", "go_through", "map_boundary"]

Batch = Mapping[tuple[float, ...], Sequence[int]]
"""Numbers of the replicates that a map asks for at once, by the values of their place."""


def map_boundary(
    dossier: Dossier,
    axes: Sequence[Axis],
    effort: MapEffort,
    alpha: float,
    train: Train,
    grown: str = "",
    informed: Mapping[str, int] | None = None,
) -> Map | None:
    """Map a claim over the fields of one or two axes, spending no replicate that is recorded for this survey already.

    Args:
        dossier: The claim, its series and its evidence, which grows as the map trains replicates.
        axes: The fields with their ranges.
        effort: Upper limits.
        alpha: Error probability of all decisions of the map together.
        train: Runs and records trials.
        grown: By which factor of the claim's growth every regime is grown, by `named_factor`; empty for none.
        informed: How many draws of each series tell the map where to look, by its plan; None takes those of today.

    Returns:
        The map; None if not even two values of a field could be tried.
    """
    survey = Survey.of(axes, effort.name, grown)
    slices, mapped = Slices(dossier.own, axes), survey.series(dossier.own)

    def asked(batch: Batch) -> None:
        indexed: dict[int, Any] = {}
        for values, numbers in batch.items():
            points = slices.points(values, numbers)
            indexed |= grown_points(dossier.claim, points, grown, survey.fields) if grown else points
        train(mapped, indexed, Precision.DECLARED)

    go_through(dossier, survey, effort, alpha, asked, informed)
    return boundary_of(dossier, alpha, survey)


def go_through(
    dossier: Dossier,
    survey: Survey,
    effort: MapEffort,
    alpha: float,
    asked: Callable[[Batch], None],
    informed: Mapping[str, int] | None,
) -> None:
    """Go through the batches of a map from the first to the last.

    Args:
        dossier: The claim, its series and its evidence.
        survey: Over which stretches the map goes.
        effort: Upper limits.
        alpha: Error probability of all decisions of the map together.
        asked: Sees to it that the evidence holds a batch, or raises.
        informed: How many draws of each series tell the map where to look; None takes those of today.

    Raises:
        BoundaryError: If the claim has no such survey.
    """
    claim, fields, axes = dossier.claim, survey.fields, survey.axes(dossier.claim)
    draws = draws_along(dossier, survey, informed)
    places: dict[tuple[float, ...], Place] = {}
    made: dict[tuple[float, ...], list[int]] = defaultdict(list)
    while True:
        known = sorted(places.values(), key=lambda place: place.values)
        level = sum(place.weight.required for place in known) / len(known) if known else 0.0
        if len(axes) == 1:
            wanted = next_on_line(axes[0], known, outcomes_on(axes[0], draws), effort.at(level), alpha)
        else:
            wanted = next_on_plane((axes[0], axes[1]), known, draws, effort.at(level), alpha)
        new = [values for values in wanted if values not in places][: PLANNED[len(axes)] - len(places)]
        batch = {
            values: [address_at(claim, fields, values, k) for k in range(len(made[values]) + 1, count + 1)]
            for values, count in wanted.items()
            if (values in places or values in new) and count > len(made[values])
        }
        if not batch:
            return
        asked(batch)
        for values, numbers in batch.items():
            made[values] += numbers
            places[values] = place_at(dossier, survey, made[values], alpha)
