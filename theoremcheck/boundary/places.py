"""Places of a map, read from the evidence: the replicates of each, and what they decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from theoremcheck.boundary.map_effort import PLANNED
from theoremcheck.boundary.slices import Slices, admitted
from theoremcheck.boundary.surveys import Survey
from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial, Trials
from theoremcheck.regimes import Sampler
from theoremcheck.series.addresses import End, address, grouped_by
from theoremcheck.series.dossier import Dossier
from theoremcheck.statistics import levels_in_words, required_levels
from theoremcheck.weighing import Unusable, Weight, weigh

__all__ = ["Place", "address_at", "none_of_the_regime", "place_at", "places_of", "required_at_places"]

_SHOWN = 64
"""Replicates of a place whose regimes tell whether the place lies in the claim's regime."""


@dataclass(frozen=True)
class Place:
    """Values of the mapped fields, with the replicates that were trained there.

    Attributes:
        values: One for each mapped field.
        weight: What the replicates say, at the map's alpha divided by the places at which the map may decide: all its
            decisions and bounds together are wrong with probability at most alpha.
        inside: Whether the claim's own regime has such values.
        seconds: Time of its experiments.
        trials: The replicates, in order.
    """

    values: tuple[float, ...]
    weight: Weight
    inside: bool
    seconds: float
    trials: Trials = field(repr=False, compare=False)


def address_at(claim: Claim, fields: Sequence[str], values: Sequence[float], replicate: int) -> int:
    """Number of a replicate, 1, 2, ..., of a place."""
    return address(tuple(zip(fields, map(float, values), strict=True)), End.MAP, replicate, claim.name)


def places_of(dossier: Dossier, survey: Survey, alpha: float) -> list[Place]:
    """Every place of a survey with at least one replicate, in the order of their values.

    The place reads its replicates in order up to the first gap: one that was trained out of turn does not count yet.
    """
    groups: dict[int, list[Trial]] = defaultdict(list)
    mapped = survey.series(dossier.own)
    for number, trial in sorted(dossier.ledger.trials(mapped.label).items()):
        digest, _, replicate = grouped_by(number)
        group = groups[digest]
        if trial.claim == dossier.claim.name and replicate == len(group) + 1:
            group.append(trial)
    settled = [dossier.settled(mapped, trials) for trials in groups.values()]
    found = [_place(dossier, trials, survey.fields, alpha) for trials in settled if trials]
    if survey.grown and found:
        found = _as_before_growth(dossier, survey, found)
    return sorted(found, key=lambda place: place.values)


def place_at(dossier: Dossier, survey: Survey, numbers: Sequence[int], alpha: float) -> Place:
    """A place of a survey by the replicates with these numbers, which the evidence holds.

    Of a grown regime it does not say whether the claim has such values.
    """
    mapped = survey.series(dossier.own)
    trials = dossier.settled(mapped, dossier.ledger.trials(mapped.label).at(numbers))
    return _place(dossier, trials, survey.fields, alpha)


def _as_before_growth(dossier: Dossier, survey: Survey, places: Sequence[Place]) -> list[Place]:
    """Places of a grown regime; the claim's regime has their values if it has them before it grows."""
    slices = Slices(dossier.own, survey.axes(dossier.claim))
    return [replace(place, inside=slices.is_inside(place.values)) for place in places]


def required_at_places(places: Sequence[Place]) -> str:
    """What is required at some places, in words: where it depends on the regime it may differ among them and at one."""
    return levels_in_words(sorted({level for place in places for level in required_levels(place.weight)}))


def none_of_the_regime(places: Sequence[Place]) -> str:
    """What a map that met the claim's regime nowhere says of it, to follow its places: what it saw is beyond it."""
    return "" if any(place.inside for place in places) else ", none of them in the claim's regime"


def _place(dossier: Dossier, trials: Trials, fields: Sequence[str], alpha: float) -> Place:
    return Place(
        values=tuple(float(trials[0].regime[field]) for field in fields),
        weight=weigh(dossier.claim, trials, alpha / PLANNED[len(fields)], Unusable.FAILS),
        inside=_inside(dossier.own.regimes, list(trials[:_SHOWN]), fields),
        seconds=sum(float(np.asarray(table.seconds)[rows].sum()) for table, _, rows in trials.groups()),
        trials=trials,
    )


def _inside(regimes: Sampler, trials: Sequence[Trial], fields: Sequence[str]) -> bool:
    declared = regimes.declaration
    if declared is None:
        return False
    if not all(declared.laws[field].support.admits(trials[0].regime[field]) for field in fields):
        return False
    columns = {name: np.array([trial.regime[name] for trial in trials]) for name in trials[0].regime}
    return bool(admitted(declared.where, columns, len(trials)).all())
