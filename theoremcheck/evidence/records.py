"""One trial as evidence writes it down, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.vocabulary import Precision

__all__ = ["EvidenceError", "Trial"]


class EvidenceError(RuntimeError):
    """Evidence that cannot be trusted; the message names file and line."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One draw of a series and what came of it.

    Attributes:
        series: Label of the series (`Series.label`).
        index: Draw index, which alone names the draw within its series.
        claim: The claim that spent the draw; claims of one study read each other's.
        regime: The drawn parameters, in the forms of `evidence.forms`, from which `recorded_point` makes the point.
        observables: What the experiment returned: numbers, or lists of numbers for curves; empty if nothing.
        margin: Margin of `claim`; None where there was no usable outcome.
        error: What went wrong, in words; counts against the claim.
        precision: As the claim declares it, or in float64 and with half the step.
        seconds: Its share of the time of its batch.
    """

    series: str
    index: int
    claim: str
    regime: Mapping[str, Any]
    observables: Mapping[str, Any] = field(default_factory=dict)
    margin: float | None = None
    error: str | None = None
    precision: Precision = Precision.DECLARED
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; the strings 'nan', 'inf' and '-inf' stand for numbers that JSON lacks."""
        record: dict[str, Any] = {
            "series": self.series,
            "index": self.index,
            "claim": self.claim,
            "regime": dict(self.regime),
            "observables": {name: _encode(value) for name, value in self.observables.items()},
            "margin": _encode(self.margin),
            "seconds": self.seconds,
        }
        refined = str(self.precision) if self.precision is not Precision.DECLARED else None
        optional = {"error": self.error, "precision": refined}
        return record | {name: value for name, value in optional.items() if value is not None}

    def value(self, observable: str) -> NDArray[np.float64]:
        """An observable as an array: shape () or (points,)."""
        return np.asarray(self.observables[observable], dtype=np.float64)


def _encode(value: Any) -> Any:
    """A number, None, or a list of numbers."""
    if isinstance(value, list):
        return [_encode(item) for item in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value
