"""Slices of a regime: some fields held at chosen values, the others drawn from their declared laws.

Within the claim's regime the conditions hold as declared: the others are drawn from their law given the values. Where
no admissible regime has such values, the conditions that speak of the fields are dropped, and the place is marked as
lying outside; conditions on the other fields alone always hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.boundary.axes import Axis
from theoremcheck.regimes import Columns, Condition, Regimes, Support, interval, whole_numbers
from theoremcheck.regimes.points import float_fields
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series
from theoremcheck.streams import Streams, stream_key

__all__ = ["Slices", "admitted"]

_PROBES, _SHIFTS = 1024, 8
_LEAST = 0.01
"""Acceptance below which a declaration is refused as well."""


class Slices:
    """Draws regimes with the fields of some axes held."""

    def __init__(self, series: Series, axes: Sequence[Axis]) -> None:
        """Find out which conditions speak of the fields."""
        assert series.regimes.declaration is not None  # there would be no axes
        self._series, self._axes, self._regimes = series, tuple(axes), series.regimes.declaration
        self._streams = Streams(stream_key("slice", *(axis.field for axis in axes)), torch.arange(_PROBES))
        self._free = tuple(condition for condition in self._regimes.where if not self._speaks_of_fields(condition))
        self._inside: dict[tuple[float, ...], bool] = {}  # a map asks of a place each time that it adds replicates

    def points(self, values: Sequence[float], indices: Sequence[int]) -> Mapping[int, Any]:
        """The regime of each replicate, by index; the index alone names its draw."""
        return draw_points(self.series(values), indices)

    def series(self, values: Sequence[float]) -> Series:
        """The series with the fields held at values: its regimes are those of the replicates there."""
        where = self._regimes.where if self.is_inside(values) else self._free
        return replace(self._series, regimes=self._held(values, where))

    def covers(self, values: Sequence[float]) -> bool:
        """Whether values lie in the ranges of the axes."""
        return all(axis.low <= value <= axis.high for axis, value in zip(self._axes, values, strict=True))

    def is_inside(self, values: Sequence[float]) -> bool:
        """Whether the claim's regime has such values, in more than a hundredth of the draws of the other fields."""
        place = tuple(values)
        if place not in self._inside:
            self._inside[place] = self._admits(values)
        return self._inside[place]

    def _admits(self, values: Sequence[float]) -> bool:
        if not all(axis.own(value) for axis, value in zip(self._axes, values, strict=True)):
            return False
        if not self._regimes.where:
            return True
        columns = self._held(values, self._free).sample(self._streams)
        return float(admitted(self._regimes.where, columns, _PROBES).mean()) >= _LEAST

    def _held(self, values: Sequence[float], where: tuple[Condition, ...]) -> Regimes:
        held = {
            axis.field: float(value) if self._is_float(axis) else round(value)
            for axis, value in zip(self._axes, values, strict=True)
        }
        return self._regimes.with_(where, **held)

    def _is_float(self, axis: Axis) -> bool:
        return axis.field in float_fields(self._regimes.regime)

    def _speaks_of_fields(self, condition: Condition) -> bool:
        """Whether other values of the fields change what a condition says of the same draws."""
        first: NDArray[np.bool_] | None = None
        for k in range(_SHIFTS):
            shifts = {axis: k * (1 + 2 * n) / _SHIFTS for n, axis in enumerate(self._axes)}
            laws = {axis.field: _Shifted(axis, shift, self._is_float(axis)) for axis, shift in shifts.items()}
            said = admitted((condition,), self._regimes.with_((), **laws).sample(self._streams), _PROBES)
            first = said if first is None else first
            if (said != first).any():
                return True
        return False


@dataclass(frozen=True)
class _Shifted:
    """Values spread over an axis, each at its level plus a shift, modulo one."""

    axis: Axis
    shift: float
    is_float: bool

    @property
    def support(self) -> Support:
        """The range of the axis, in the type of the field."""
        low, high = self.axis.low, self.axis.high
        return interval(low, high) if self.is_float else whole_numbers(round(low), round(high))

    def problem(self) -> None:
        """An axis was checked when it was made."""
        return None

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self.axis.place(self.axis.low), self.axis.place(self.axis.high)
        return np.array([self.axis.value(low + (u + self.shift) % 1.0 * (high - low)) for u in uniforms])


def admitted(conditions: Sequence[Condition], columns: Columns, trials: int) -> NDArray[np.bool_]:
    """Which draws satisfy all conditions."""
    fine = np.ones(trials, dtype=bool)
    with np.errstate(all="ignore"):  # beyond the declared ranges a formula may leave its domain
        for condition in conditions:
            fine &= np.broadcast_to(np.asarray(condition(SimpleNamespace(**columns)), dtype=bool), (trials,))
    return fine
