"""Places of a map, read from the evidence: the replicates of each, and what they decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from theoremcheck.boundary.map_effort import PLANNED
from theoremcheck.boundary.slices import admitted
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.falsifier.counterexamples import address, known_point
from theoremcheck.regimes import Regimes
from theoremcheck.series.drawing import required_at
from theoremcheck.series.specification import Series
from theoremcheck.statistics import (
    log_e_refute,
    log_e_refute_path,
    log_e_support,
    log_e_support_path,
    lower_bound,
    upper_bound,
)
from theoremcheck.weighing import margins_of

__all__ = ["Place", "address_at", "fields_of_series", "places_of", "map_series"]

_KIND = "boundary"
_REPLICATES = 20
"""Bits of `address` that number the replicates of one point."""
_SHOWN = 64
"""Replicates of a place whose regimes are looked at to see whether it lies in the claim's regime."""


@dataclass(frozen=True)
class Place:
    """Values of the mapped fields, with the replicates that were trained there.

    Attributes:
        values: One for each mapped field.
        holds: Replicates with the predicted outcome; one without usable outcome has not.
        replicates: All of them.
        required: Required probability, the mean over the replicates where it depends on the regime.
        log_e_holds: Log e-value against "holds with at most the required probability".
        log_e_fails: Log e-value against "holds with at least the required probability".
        alpha: Error probability of the map as a whole; that of this place is `alpha / planned`.
        planned: Places at which the map may decide.
        inside: Whether the claim's own regime has such values.
        seconds: Time of its experiments.
    """

    values: tuple[float, ...]
    holds: int
    replicates: int
    required: float
    log_e_holds: float
    log_e_fails: float
    alpha: float
    planned: int
    inside: bool
    seconds: float

    @property
    def decided(self) -> Literal["holds", "fails", "undecided"]:
        """On which side of `required` the holding probability lies, with the map's confidence."""
        threshold = log(self.planned / self.alpha)
        if self.log_e_holds >= threshold:
            return "holds"
        return "fails" if self.log_e_fails >= threshold else "undecided"

    @cached_property
    def lower(self) -> float:
        """Lower bound on the holding probability, true at all places of the map at once."""
        return lower_bound(self.holds, self.replicates, self.alpha / self.planned)

    @cached_property
    def upper(self) -> float:
        """Upper bound on the holding probability, likewise."""
        return upper_bound(self.holds, self.replicates, self.alpha / self.planned)


def map_series(series: Series, fields: Sequence[str]) -> Series:
    """The series that holds the trials of a map over these fields."""
    return replace(series, label=f"{series.label}/{_KIND}/{'+'.join(fields)}")


def fields_of_series(series: Series, label: str) -> tuple[str, ...] | None:
    """The mapped fields of a series; None if it is none of a map."""
    start = f"{series.label}/{_KIND}/"
    return tuple(label.removeprefix(start).split("+")) if label.startswith(start) else None


def address_at(claim: Claim, fields: Sequence[str], values: Sequence[float], replicate: int) -> int:
    """Draw index of a replicate, 1, 2, ..., of a place."""
    return address(tuple(zip(fields, map(float, values), strict=True)), replicate, claim.name)


def places_of(claim: Claim, series: Series, ledger: Ledger, fields: Sequence[str], alpha: float) -> list[Place]:
    """Every place with at least one replicate, in the order of their values.

    Replicates are read in their order up to the first gap: what was trained out of turn does not count yet.
    """
    groups: dict[int, list[Trial]] = defaultdict(list)
    first = (1 << _REPLICATES) - 1
    for index, trial in sorted(ledger.trials.get(map_series(series, fields).label, {}).items()):
        group = groups[index >> _REPLICATES]
        if trial.claim == claim.name and index & first == len(group) + 1:
            group.append(trial)
    found = [_weighed(claim, series, trials, fields, alpha) for trials in groups.values() if trials]
    return sorted(found, key=lambda place: place.values)


def _weighed(claim: Claim, series: Series, trials: Sequence[Trial], fields: Sequence[str], alpha: float) -> Place:
    held = margins_of(claim.prediction, trials) > 0  # no usable outcome is NaN, which is not above 0
    required, holds, fails = _evidence(claim, series, trials, held)
    return Place(
        values=tuple(float(trials[0].regime[field]) for field in fields),
        holds=int(held.sum()),
        replicates=len(trials),
        required=required,
        log_e_holds=holds,
        log_e_fails=fails,
        alpha=alpha,
        planned=PLANNED[len(fields)],
        inside=_inside(series.regimes, trials[:_SHOWN], fields),
        seconds=sum(trial.seconds for trial in trials),
    )


def _evidence(
    claim: Claim, series: Series, trials: Sequence[Trial], held: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """The mean required probability, and both log e-values after the last replicate."""
    if not callable(claim.required):
        counts = int(held.sum()), len(held), float(claim.required)
        return counts[2], float(log_e_support(*counts)), float(log_e_refute(*counts))
    points = {row: known_point(series.regimes, trial) for row, trial in enumerate(trials)}
    required = required_at(claim, points)
    support, refute = log_e_support_path(held, required), log_e_refute_path(held, required)
    return float(np.mean(required)), float(support[-1]), float(refute[-1])


def _inside(regimes: Any, trials: Sequence[Trial], fields: Sequence[str]) -> bool:
    if not isinstance(regimes, Regimes):
        return False
    if not all(_admits(regimes.laws[field], trials[0].regime[field]) for field in fields):
        return False
    columns = {name: np.array([trial.regime[name] for trial in trials]) for name in trials[0].regime}
    return bool(admitted(regimes.where, columns, len(trials)).all())


def _admits(law: Any, value: Any) -> bool:
    ends = law.ends()
    if isinstance(value, str) or law.admits(value):
        return bool(law.admits(value))
    return len(ends) == 2 and not hasattr(law, "values") and ends[0] <= value <= ends[1]
