"""Points of a regime as the code that makes them: what a report prints and `theoremcheck replay` reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from inspect import isroutine
from typing import Any

import numpy as np

__all__ = ["code_of"]


def code_of(value: Any) -> str:
    """A value as code; the same in every process, which `repr` is not of functions, members of an enum and sets.

    >>> code_of((1, 2.5, frozenset({"b", "a"}), len))
    "(1, 2.5, frozenset({'a', 'b'}), len)"
    """
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, type) or isroutine(value):
        return value.__name__
    if isinstance(value, np.generic):
        return repr(value.item())
    if type(value) is tuple:
        return f"({_listed(value)},)" if len(value) == 1 else f"({_listed(value)})"
    if type(value) is frozenset:
        return f"frozenset({{{', '.join(sorted(map(code_of, value)))}}})" if value else "frozenset()"
    if is_dataclass(value):
        made = (f"{field.name}={code_of(getattr(value, field.name))}" for field in fields(value))
        return f"{type(value).__name__}({', '.join(made)})"
    return repr(value)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(map(code_of, values))
