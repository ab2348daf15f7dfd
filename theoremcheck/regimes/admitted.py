"""Points that evidence names have to be points that a claim speaks of: a failure anywhere else is none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import Any

import numpy as np

from theoremcheck.evidence.records import EvidenceError
from theoremcheck.regimes.declared import Regimes
from theoremcheck.regimes.printed import code_of
from theoremcheck.regimes.recorded import recorded_point
from theoremcheck.regimes.sampler import Sampler

__all__ = ["admitted_point", "why_outside"]


def admitted_point(regimes: Sampler, forms: Mapping[str, Any]) -> Any:
    """The point that evidence names for a search, which may lead nobody out of the declared regime.

    Raises:
        EvidenceError: If the regimes do not declare it; the message names the field, or says that a condition fails.
    """
    point = recorded_point(regimes, forms)
    if (reason := why_outside(regimes, point)) is not None:
        raise EvidenceError(f"{code_of(point)} lies outside the regime that the claim speaks of: {reason}")
    return point


def why_outside(regimes: Sampler, point: Any) -> str | None:
    """Why a point is none of the regimes, in words; None if it is one, or where nobody knows."""
    declared = regimes.declaration
    with np.errstate(all="ignore"):  # far outside, a formula or a condition may leave its domain
        if declared is None or regimes.admits(point) is not False:
            return None
    for name, law in declared.laws.items():
        if not law.support.admits(value := getattr(point, name)):
            return f"{name} = {code_of(value)}, where the claim declares {law!r}"
    return _against_the_rest(declared, point)


def _against_the_rest(declared: Regimes, point: Any) -> str | None:
    """What a formula or a condition has against a point that the laws admit."""
    derived = declared.complete({name: getattr(point, name) for name in declared.laws})
    if derived is None:
        return "its conditions are not all true there"
    for name in declared.formulas:
        expected, found = getattr(derived, name), getattr(point, name)
        if not _is_same(expected, found):
            return f"{name} = {code_of(found)} is not what its formula gives, {code_of(expected)}"
    return None


def _is_same(one: Any, other: Any) -> bool:
    """Equal, up to what another machine may do to the last digit of a formula."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-12)
    return bool(one == other)
