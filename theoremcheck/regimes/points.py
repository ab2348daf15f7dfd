"""Points and batches of points: the same frozen dataclass, with numbers or with tensors in it.

Columns are the form in between: one array of length trials for each field, as the sampler draws them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

__all__ = ["Columns", "batch_of", "hints", "point_of", "points_of", "shape_of"]

Columns = Mapping[str, NDArray[Any]]
"""One array of length trials for each field of the regime, in the order of the fields."""


def float_fields(regime: type[Any]) -> frozenset[str]:
    """Fields that hold a tensor of shape (trials,) in a batch: those annotated `float`."""
    return _float_fields(regime)  # type: ignore[arg-type]  # mypy takes a class of unknown metaclass for unhashable


@cache
def _float_fields(regime: Any) -> frozenset[str]:
    annotations = hints(regime)
    return frozenset(field.name for field in fields(regime) if annotations[field.name] is float)


@cache
def hints(regime: Any) -> Mapping[str, Any]:
    """Annotations of the fields, resolved once a class."""
    return get_type_hints(regime)


def shape_of(point: Any) -> tuple[Any, ...]:
    """What trials must share to stand in one batch: the values of every field that is no float."""
    varying = float_fields(type(point))
    return tuple(getattr(point, field.name) for field in fields(point) if field.name not in varying)


def point_of(regime: type, columns: Columns, row: int) -> Any:
    """One trial's regime, with Python numbers, so that it prints as the code that makes it."""
    return points_of(regime, columns, [row])[0]


def points_of(regime: type, columns: Columns, rows: ArrayLike) -> list[Any]:
    """The regimes of some trials."""
    varying = float_fields(regime)
    names = [field.name for field in fields(regime)]
    chosen = np.asarray(rows, dtype=np.intp)
    values = [
        list(map(float if name in varying else _plain, np.asarray(columns[name])[chosen].tolist())) for name in names
    ]
    return [regime(**dict(zip(names, row, strict=True))) for row in zip(*values, strict=True)]


def batch_of(points: Sequence[Any], dtype: torch.dtype, device: torch.device) -> Any:
    """The batch of regimes of the same shape: tensors of shape (trials,) in the float fields, shared values elsewhere.

    Raises:
        ValueError: If the points differ in a field that is no float.
    """
    regime = type(points[0])
    varying = float_fields(regime)
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(regime)):
        column = [getattr(point, name) for point in points]
        if name in varying:
            values[name] = torch.tensor(column, dtype=dtype, device=device)
        elif any(value != column[0] for value in column):
            raise ValueError(f"{regime.__name__}.{name} differs within a batch ({column[0]!r}, ...): group by it first")
        else:
            values[name] = column[0]
    return regime(**values)


def _plain(value: Any) -> Any:
    """A NumPy scalar as the Python value it stands for."""
    return value.item() if isinstance(value, np.generic) else value
