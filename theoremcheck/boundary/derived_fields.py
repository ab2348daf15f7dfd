"""Fields that no law draws: which drawn fields decide them, and what to vary in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from theoremcheck.digests.expressions import expression_of
from theoremcheck.regimes import Regimes
from theoremcheck.regimes.supports import numbers_of
from theoremcheck.streams import Streams, stream_key

__all__ = ["drawn_behind", "why_no_axis"]


def why_no_axis(regimes: Regimes, field: str) -> str:
    """Why a field that no law draws cannot be varied, and what can be varied in its place."""
    numbers = [name for name, law in regimes.laws.items() if numbers_of(law.support)]
    if field not in regimes.formulas:
        return f"{field!r} is no field of it; the fields that can be varied are {', '.join(numbers)}"
    formula, drawn = expression_of(regimes.formulas[field].formula), drawn_behind(regimes, field)
    computed = f"{field!r} is derived{f', as {formula}' if formula else ''}: nobody draws it"
    instead = [name for name in drawn if name in numbers]
    if not instead:
        return f"{computed}, and no field that can be varied decides it; those that can be are {', '.join(numbers)}"
    others = " and ".join(drawn)
    return f"{computed}, it follows from {others}; vary what it follows from, as in --along {instead[0]}"


def drawn_behind(regimes: Regimes, field: str) -> list[str]:
    """The fields with a law that a formula reads at one draw, itself or by formulas that it reads, in their order."""
    columns = regimes.sample(Streams(stream_key("drawn behind", field), torch.arange(1)))
    waiting, found = [field], set[str]()
    while waiting:
        name = waiting.pop()
        if name in regimes.formulas:
            read: Any = _Read(columns)
            regimes.formulas[name].formula(read)
            waiting += read.names - found
        found.add(name)
    return [name for name in regimes.laws if name in found]


class _Read:
    """A draw that remembers which of its fields somebody read."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns, self.names = columns, set[str]()

    def __getattr__(self, name: str) -> Any:
        if name not in self._columns:
            raise AttributeError(name)
        self.names.add(name)
        return self._columns[name]
