"""Values as the code that makes them, and trials in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from typing import Any

from theoremcheck.digests.expressions import expression_of
from theoremcheck.evidence import Trial
from theoremcheck.regimes import Sampler

__all__ = ["code_of_function", "laws_of", "observables_of"]


def laws_of(regimes: Sampler) -> Iterator[str]:
    """One line for each field of a regime, `name ~ law`, then the conditions."""
    declared = regimes.declaration
    if declared is None:
        yield f"{regimes.regime.__name__}: drawn by the author's own sampler"
        return
    names = [field.name for field in fields(regimes.regime)]
    width = max(map(len, names))
    for name in names:
        if name in declared.formulas:
            yield f"{name:<{width}} = {code_of_function(declared.formulas[name].formula)}"
        else:
            yield f"{name:<{width}} ~ {declared.laws[name]!r}"
    for condition in declared.where:
        yield f"where {code_of_function(condition)}"


def code_of_function(function: Callable[..., Any]) -> str:
    """What a function computes: the expression of a lambda, the name of any other."""
    if isinstance(function, partial):
        return code_of_function(function.func)
    name = getattr(function, "__qualname__", repr(function))
    return expression_of(function) or name if "<lambda>" in name else name


def observables_of(trial: Trial) -> Iterator[str]:
    """One line an observable; of a curve both ends and its length."""
    width = max(map(len, trial.observables), default=0)
    for name in trial.observables:
        values = trial.value(name)
        shown = (
            f"{float(values):.6g}"
            if values.ndim == 0
            else f"{', '.join(f'{float(value):.6g}' for value in values[:6])}{_rest(values)}"
        )
        yield f"{name:<{width}} = {shown}"


def _rest(values: Any) -> str:
    return f", ... {float(values[-1]):.6g} ({len(values)} points)" if len(values) > 6 else ""
