"""What was varied: how the draws fill the regime, and where in it the margin is small."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.evidence.values import plain
from theoremcheck.reporting.seen.numbers import Floats, histogram, rounded, rounded_all

__all__ = ["regime_seen"]

_BINS = 12
_FEW = 8
"""Up to so many distinct values a field is shown value by value, if they recur."""
_SHOWN = 120
"""Draws in a scatter plot: the first ones, which are as random as any."""
_PAIRED = 3
_LONGEST = 60


def regime_seen(claim: Claim, trials: Sequence[Trial], margins: Floats) -> dict[str, Any]:
    """Each field's drawn values, and the draws themselves along the fields that say most about the margin."""
    regime = claim.regimes.regime
    comments = _comments(regime)
    columns = {field.name: [trial.regime.get(field.name) for trial in trials] for field in fields(regime)}
    return {
        "name": regime.__name__,
        "summary": _summary(regime),
        "fields": [
            {"name": name, "comment": comments.get(name, ""), **_column(values)} for name, values in columns.items()
        ],
        "pairs": _pairs(columns, margins),
    }


def _column(values: Sequence[Any]) -> dict[str, Any]:
    numbers = _numbers(values)
    distinct = sorted(set(map(_plain, values)), key=_in_order)
    if len(distinct) <= 1:
        return {"kind": "constant", "value": distinct[0] if distinct else None}
    if numbers is None or 2 * len(distinct) <= min(2 * _FEW, len(values)):
        shown = [_plain(value) for value in values]
        most = sorted(distinct, key=lambda value: (-shown.count(value), _in_order(value)))[: 2 * _FEW]
        kept = [value for value in distinct if value in most]
        return {
            "kind": "values",
            "values": kept,
            "counts": [shown.count(value) for value in kept],
            "others": len(shown) - sum(shown.count(value) for value in kept),
        }
    bins = histogram(numbers, _BINS)
    return {
        "kind": "numbers",
        "least": rounded(numbers.min()),
        "median": rounded(np.median(numbers)),
        "largest": rounded(numbers.max()),
        "edges": bins.edges,
        "counts": bins.counts,
        "scale": bins.scale,
    }


def _pairs(columns: Mapping[str, Sequence[Any]], margins: Floats) -> dict[str, Any] | None:
    """The numeric fields whose ranks say most about the margin, and the first draws along them."""
    usable = np.isfinite(margins)
    varying = {
        name: numbers
        for name, values in columns.items()
        if (numbers := _numbers(values)) is not None and len(np.unique(numbers)) > 2
    }
    if not varying or usable.sum() < 3:
        return None
    strength = {name: _rank_correlation(numbers[usable], margins[usable]) for name, numbers in varying.items()}
    chosen = sorted(varying, key=lambda name: -abs(strength[name]))[:_PAIRED]
    shown = np.flatnonzero(usable)[:_SHOWN]
    return {
        "fields": [
            {
                "name": name,
                "rank_correlation": round(strength[name], 3),
                "values": rounded_all(varying[name][shown], 4),
                "log": bool(varying[name].min() > 0 and varying[name].max() >= 30 * varying[name].min()),
            }
            for name in chosen
        ],
        "margins": rounded_all(margins[shown], 4),
    }


def _rank_correlation(one: Floats, other: Floats) -> float:
    ranks = rankdata(one), rankdata(other)
    spread = ranks[0].std() * ranks[1].std()
    return float(((ranks[0] - ranks[0].mean()) * (ranks[1] - ranks[1].mean())).mean() / spread) if spread else 0.0


def _numbers(values: Sequence[Any]) -> NDArray[np.float64] | None:
    if not values or any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return None
    return np.asarray(values, dtype=np.float64)


def _plain(value: Any) -> Any:
    """A value of a field as a reader wants it: numbers rounded, anything else as short text."""
    if isinstance(value, bool | int):
        return value
    return rounded(value) if isinstance(value, float) else str(plain(value))[:_LONGEST]


def _in_order(value: Any) -> tuple[int, float, str]:
    number = isinstance(value, int | float)
    return (0, float(value), "") if number else (1, 0.0, str(value))


def _comments(regime: type) -> dict[str, str]:
    """Trailing comments of a regime's fields: the paper's symbols."""
    found: dict[str, str] = {}
    for parent in reversed(regime.__mro__[:-1]):
        try:
            source = inspect.getsource(parent)
        except (OSError, TypeError):  # made at run time: there is nothing to read
            continue
        found.update(re.findall(r"^\s+(\w+)\s*:[^#\n]*#\s*(.+?)\s*$", source, re.MULTILINE))
    return found


def _summary(regime: type) -> str:
    """The first paragraph of a regime's docstring; nothing where a dataclass wrote it itself."""
    first = inspect.cleandoc(regime.__doc__ or "").partition("\n\n")[0]
    return "" if first.startswith(f"{regime.__name__}(") else first
