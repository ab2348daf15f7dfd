"""The regime that a recorded trial names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from theoremcheck.regimes.declared import Sampler
from theoremcheck.regimes.points import float_fields

__all__ = ["recorded_point"]


def recorded_point(regimes: Sampler, values: Mapping[str, Any]) -> Any:
    """The point of a regime with recorded values of its fields."""
    regime: Any = regimes.regime
    varying = float_fields(regime)
    return regime(
        **{
            item.name: float(values[item.name]) if item.name in varying else values[item.name]
            for item in fields(regime)
        }
    )
