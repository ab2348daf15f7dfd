"""Values as the code that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from typing import Any

from theoremcheck.digests.expressions import expression_of
from theoremcheck.regimes import Sampler

__all__ = ["code_of_function", "laws_of"]


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
