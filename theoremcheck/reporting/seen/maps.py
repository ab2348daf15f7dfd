"""Maps of where the prediction stops holding, as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from theoremcheck.boundary import Line, Map
from theoremcheck.reporting.seen.numbers import rounded_all

__all__ = ["maps_seen"]


def maps_seen(maps: Sequence[Map]) -> list[dict[str, Any]] | None:
    """Places, what was decided there, and the fitted level set; None where nothing was mapped."""
    return [_map(one) for one in maps] or None


def _map(one: Map) -> dict[str, Any]:
    axes = [one.axis] if isinstance(one, Line) else list(one.axes)
    return {
        "axes": [{"field": axis.field, "log": bool(axis.log)} for axis in axes],
        "sentence": one.sentence,
        "notes": list(one.notes),
        "required": one.required,
        "alpha": one.alpha,
        "places": [
            {
                "values": rounded_all(place.values),
                "holds": place.weight.holds,
                "replicates": place.weight.trials,
                "lower": place.weight.lower,
                "upper": place.weight.upper,
                "decided": place.weight.decided,
                "inside": bool(place.inside),
            }
            for place in one.places
        ],
        "crossings": [rounded_all((crossing.low, crossing.estimate, crossing.high)) for crossing in one.crossings]
        if isinstance(one, Line)
        else [],
        "lines": [] if isinstance(one, Line) else [[rounded_all(point) for point in line] for line in one.lines],
    }
