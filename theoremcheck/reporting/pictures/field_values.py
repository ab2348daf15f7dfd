"""The fields of the drawn regimes, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from theoremcheck.evidence import Trial, Trials
from theoremcheck.evidence.columns import Table
from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.pictures.picture import Subject

__all__ = ["columns_of", "declared_scales", "numbers_in", "shown_by_logarithm"]


def columns_of(subject: Subject, trials: Sequence[Trial] | None = None) -> Mapping[str, NDArray[Any]]:
    """Each field's values in the claim's draws, or in other trials; float64 or int64 where all are such numbers."""
    of = Trials.of(subject.trials if trials is None else trials)
    groups = list(of.groups())
    return {field.name: _column(field.name, len(of), groups) for field in fields(subject.claim.regimes.regime)}


def _column(
    name: str, trials: int, groups: Sequence[tuple[Table, NDArray[np.int32], NDArray[np.int32]]]
) -> NDArray[Any]:
    parts = [(places, table.field(name, rows)) for table, places, rows in groups if name in dict(table.layout.regime)]
    kinds = {values.dtype for _, values in parts}
    complete = sum(len(places) for places, _ in parts) == trials and len(kinds) == 1
    found = np.empty(trials, dtype=kinds.pop() if complete else object)
    for places, values in parts:
        found[places] = values if complete else values.tolist()
    return found


def declared_scales(subject: Subject) -> Mapping[str, Literal["linear", "log"]]:
    """The axis of each field's law, where it has one: a law that is even in the logarithm is drawn on that."""
    declared = subject.claim.regimes.declaration
    laws = declared.laws if declared is not None else {}
    along = {name: law.support.logarithmic for name, law in laws.items()}
    return {name: "log" if is_log else "linear" for name, is_log in along.items() if is_log is not None}


def numbers_in(values: NDArray[Any]) -> Floats | None:
    """The values as numbers, if that is what they all are."""
    if not len(values):
        return None
    if values.dtype == object and any(
        isinstance(value, bool) or not isinstance(value, int | float) for value in values
    ):
        return None
    return np.asarray(values, dtype=np.float64)


def shown_by_logarithm(values: Floats, declared: Literal["linear", "log"] | None) -> bool:
    """Whether a picture shows the logarithm of some numbers: as their law has it, else where they span decades."""
    if declared is not None:
        return declared == "log"
    finite = values[np.isfinite(values)]
    return bool(finite.size and finite.min() > 0 and finite.max() >= 30 * finite.min())
