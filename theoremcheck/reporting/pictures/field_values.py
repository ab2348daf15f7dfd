"""The fields of the drawn regimes, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

import numpy as np

from theoremcheck.evidence import Trials
from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.pictures.picture import Subject

__all__ = ["columns_of", "declared_scales", "numbers_in", "shown_by_logarithm"]


def columns_of(subject: Subject) -> Mapping[str, Sequence[Any]]:
    """Each field's drawn values, in the order of draws."""
    trials = Trials.of(subject.trials)
    found = {field.name: np.full(len(trials), None) for field in fields(subject.claim.regimes.regime)}
    for table, places, rows in trials.groups():
        for name in found.keys() & dict(table.layout.regime).keys():
            found[name][places] = table.field(name, rows)
    return {name: values.tolist() for name, values in found.items()}


def declared_scales(subject: Subject) -> Mapping[str, Literal["linear", "log"]]:
    """The axis of each field's law, where it has one: a law that is even in the logarithm is drawn on that."""
    declared = subject.claim.regimes.declaration
    laws = declared.laws if declared is not None else {}
    along = {name: law.support.logarithmic for name, law in laws.items()}
    return {name: "log" if is_log else "linear" for name, is_log in along.items() if is_log is not None}


def numbers_in(values: Sequence[Any]) -> Floats | None:
    """The values as numbers, if that is what they all are."""
    if not values or any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return None
    return np.asarray(values, dtype=np.float64)


def shown_by_logarithm(values: Floats, declared: Literal["linear", "log"] | None) -> bool:
    """Whether a picture shows the logarithm of some numbers: as their law has it, else where they span decades."""
    if declared is not None:
        return declared == "log"
    finite = values[np.isfinite(values)]
    return bool(finite.size and finite.min() > 0 and finite.max() >= 30 * finite.min())
