"""Values as the code that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from typing import Any

from theoremcheck.catalogue.requirements import required_by
from theoremcheck.claim import Claim
from theoremcheck.digests.expressions import expression_of
from theoremcheck.regimes import Sampler
from theoremcheck.statistics import levels_in_words

__all__ = ["code_of_function", "laws_of", "required_of"]


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


def required_of(claim: Claim) -> str:
    """The required probability: a number, or the values of a function over the claim's first draws, and its code."""
    if not callable(claim.required):
        return f"{claim.required:g}"
    code = code_of_function(claim.required)
    try:
        required = required_by(claim)
    except Exception as error:  # a stranger's formula: whoever runs the claim meets it again
        return f"{code}, which gives none ({error})"
    return f"{levels_in_words(required)} ({code})"


def code_of_function(function: Callable[..., Any]) -> str:
    """What a function computes: the expression of a lambda, the name of any other."""
    if isinstance(function, partial):
        return code_of_function(function.func)
    name = getattr(function, "__qualname__", repr(function))
    return expression_of(function) or name if "<lambda>" in name else name
