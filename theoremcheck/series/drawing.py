"""The draws of a series: regimes and streams as pure functions of (specification, draw index)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from theoremcheck.claim import Claim, ClaimError
from theoremcheck.regimes import Columns, batch_of, points_of, shape_of
from theoremcheck.series.specification import Series
from theoremcheck.streams import Streams, stream_key

__all__ = ["by_shape", "draw_columns", "draw_points", "required_at", "streams_of"]

_CPU = torch.device("cpu")


def streams_of(series: Series, indices: Sequence[int], dtype: torch.dtype, device: torch.device = _CPU) -> Streams:
    """The experiment's streams of some draws.

    A control draws the same numbers as its claim: what differs between the two is the hypothesis that it breaks.
    """
    key = stream_key(series.owner, series.specification)
    return Streams(key, torch.tensor(indices, dtype=torch.long, device=device), dtype).child("experiment")


def draw_points(series: Series, indices: Sequence[int]) -> Mapping[int, Any]:
    """The regime of each draw, by index."""
    if not indices:
        return {}
    columns = draw_columns(series, torch.tensor(indices, dtype=torch.long))
    return dict(zip(indices, points_of(series.regimes.regime, columns, range(len(indices))), strict=True))


def draw_columns(series: Series, indices: Tensor) -> Columns:
    """The same in columns, of at least one draw; `indices` has int64, shape (trials,)."""
    streams = Streams(stream_key(series.owner, series.specification), indices)
    return series.regimes.sample(streams.child("regime"))


def by_shape(points: Mapping[int, Any]) -> Iterable[tuple[Any, list[int]]]:
    """Draw indices grouped by what a batch has to share, in the order of their first member."""
    groups: dict[Any, list[int]] = {}
    for index, point in points.items():
        groups.setdefault(shape_of(point), []).append(index)
    return groups.items()


def required_at(claim: Claim, points: Mapping[int, Any]) -> NDArray[np.float64] | float:
    """The required probability: a number, or one for each point where the theorem's delta depends on the regime.

    Raises:
        ClaimError: If the claim's function leaves (0, 1).
    """
    if not callable(claim.required):
        return float(claim.required)
    required: dict[int, float] = {}
    for _, members in by_shape(points):
        batch = batch_of([points[index] for index in members], torch.float64, _CPU)
        values = torch.as_tensor(claim.required(batch), dtype=torch.float64).expand(len(members)).tolist()
        required.update(zip(members, values, strict=True))
    for index, value in required.items():
        if not 0 < value < 1:
            raise ClaimError(f"{claim.name}: required={value!r} at draw {index} ({points[index]!r}) must lie in (0, 1)")
    return np.array([required[index] for index in points], dtype=np.float64)
