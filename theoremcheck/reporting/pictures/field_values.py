"""The fields of the drawn regimes, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.pictures.picture import Subject

__all__ = ["columns_of", "numbers_in"]


def columns_of(subject: Subject) -> Mapping[str, Sequence[Any]]:
    """Each field's drawn values, in the order of draws."""
    names = [field.name for field in fields(subject.claim.regimes.regime)]
    return {name: [trial.regime.get(name) for trial in subject.trials] for name in names}


def numbers_in(values: Sequence[Any]) -> Floats | None:
    """The values as numbers, if that is what they all are."""
    if not values or any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return None
    return np.asarray(values, dtype=np.float64)
