"""What the engine checks of a declaration before it draws anything from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.regimes.laws import Constant, Derived, Law
from theoremcheck.regimes.points import Columns, hints
from theoremcheck.regimes.recorded import values_problem
from theoremcheck.streams import Streams, stream_key

__all__ = [
    "Attempt",
    "RegimeError",
    "check_acceptance",
    "check_elementwise",
    "check_fields",
    "check_law",
    "check_type",
    "laws_and_formulas",
    "with_defaults",
]

_PROBE_DRAWS = 20_000
_ALONE = 7
"""Probed draws that are made again by themselves: a mean over the batch in a formula would show in each of them."""
_LEAST_ACCEPTANCE = 0.01

Attempt = Callable[[Streams, int], tuple[Columns, NDArray[np.bool_]]]
"""(one stream a trial, number of the attempt) -> all columns, and which rows the conditions admit."""


class RegimeError(ValueError):
    """A declaration that makes no sense; the message names the field and the value."""


def with_defaults(regime: type, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The declaration completed by the dataclass's defaults, in the order of its fields where none is derived."""
    if not (isinstance(regime, type) and is_dataclass(regime) and vars(regime)["__dataclass_params__"].frozen):
        raise RegimeError(f"regime={regime!r} must be a frozen dataclass")
    check_fields(regime, declared)
    known = {field.name: field for field in fields(regime)}
    defaults = {name: field.default for name, field in known.items() if field.default is not MISSING}
    for name in known:
        if name not in declared and name not in defaults:
            raise RegimeError(f"{regime.__name__}.{name} has no law: give it one, or a constant value")
    return {**{name: value for name, value in defaults.items() if name not in declared}, **declared}


def laws_and_formulas(declared: Mapping[str, Any]) -> tuple[dict[str, Law], dict[str, Derived]]:
    """What draws and what is computed, apart; a plain value becomes a constant law."""
    formulas = {name: law for name, law in declared.items() if isinstance(law, Derived)}
    laws = {name: _as_law(law) for name, law in declared.items() if name not in formulas}
    return laws, formulas


def check_fields(regime: type[Any], declared: Mapping[str, Any]) -> None:
    """Every declared name is a field."""
    known = [field.name for field in fields(regime)]
    for name in declared:
        if name not in known:
            raise RegimeError(f"{regime.__name__} has no field {name!r}; its fields are {', '.join(known)}")


def check_law(regime: type, name: str, law: Law) -> None:
    """The law and its support make sense, and its values have the type of the field."""
    for member in ("support", "problem"):
        if not hasattr(law, member):
            raise RegimeError(f"{regime.__name__}.{name}: the law {law!r} has no {member}")
    if (problem := law.support.problem() or law.problem()) is not None:
        raise RegimeError(f"{regime.__name__}.{name}: {problem}")
    values = law.support.values or (law.support.simplest(),)
    for value in values:
        check_type(regime, name, value)
    if (problem := values_problem(values)) is not None:
        raise RegimeError(f"{regime.__name__}.{name}: {problem}")


def check_type(regime: type, name: str, value: Any) -> None:
    """A value has the type that the field is annotated with; a whole number is welcome in a float field."""
    expected = hints(regime)[name]
    if expected is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif expected is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        # `Any` is a class since Python 3.11, of which nothing is an instance.
        fits = expected is Any or not isinstance(expected, type) or isinstance(value, expected)
    if not fits:
        shown = getattr(expected, "__name__", expected)
        raise RegimeError(f"{regime.__name__}.{name} is declared {shown}, but its law gives {value!r}")


def check_elementwise(name: str, attempt: Attempt) -> float:
    """Formulas and conditions mean the same for one trial as in a batch; the share of draws that they admit."""
    streams = Streams(stream_key("probe", name), torch.arange(_PROBE_DRAWS))
    try:
        together, admitted = attempt(streams, 0)
        for row in range(_ALONE):
            alone, fine = attempt(Streams(streams.key, streams.indices[row : row + 1]), 0)
            same = all(_same(together[field][row], column[0]) for field, column in alone.items())
            if not same or fine[0] != admitted[row]:
                raise ValueError("a value depends on the other draws of its batch")
    except (TypeError, ValueError, AttributeError) as error:
        raise RegimeError(
            f"{name}: derived fields and conditions must be elementwise on arrays "
            f"(np.log, not math.log; &, not `and`): {error}"
        ) from error
    return float(admitted.mean())


def check_acceptance(name: str, acceptance: float) -> None:
    """Enough draws satisfy the conditions."""
    if acceptance < _LEAST_ACCEPTANCE:
        raise RegimeError(
            f"{name}: the conditions admit {acceptance:.2%} of the draws, at least {_LEAST_ACCEPTANCE:.0%} is "
            "needed: build valid values by derived fields instead of rejecting"
        )


def _as_law(law: Any) -> Law:
    return law if hasattr(law, "quantile") else Constant(law)


def _same(one: Any, other: Any) -> bool:
    """Equal, up to what a vectorised logarithm may do at the end of an array."""
    if isinstance(one, float):
        return bool(np.isclose(one, other, rtol=1e-12, atol=0.0, equal_nan=True))
    return bool(one == other)
