"""What a search for counterexamples found, as plain JSON values."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite, log
from shlex import quote
from typing import Any

from theoremcheck.claim import Claim
from theoremcheck.falsifier.counterexamples import Counterexample, Rung, Search
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.weighing import Weight

__all__ = ["search_record"]


def search_record(claim: Claim, search: Search | None) -> dict[str, Any] | None:
    """None where nothing was searched."""
    if search is None:
        return None
    found = search.counterexample
    return {
        "candidates": search.candidates,
        "sources": dict(search.sources),
        "confirmed": len(search.counterexamples),
        "finding": search.finding,
        "counterexample": _counterexample(claim, found) if found else None,
        "escalation": [_rung(rung) for rung in found.ladder] if found else [],
        "sentence": search.sentence,
    }


def _counterexample(claim: Claim, found: Counterexample) -> dict[str, Any]:
    code = repr(found.point)
    return {
        "regime": {field.name: _plain(getattr(found.point, field.name)) for field in fields(found.point)},
        "code": code,
        "command": f"theoremcheck replay {claim.name} {quote(code)}",
        "minimal": found.minimal,
        **_seen(found.weight),
        "allowed": 1 - found.weight.required,
        # The largest of PLANNED e-values, divided by PLANNED, lies below their mean, which is an e-value.
        "log_e": found.weight.log_e_fails - log(PLANNED),
    }


def _rung(rung: Rung) -> dict[str, Any]:
    placed = {"factor": rung.factor, "field": rung.field, "value": rung.value}
    return placed | _seen(rung.weight) | {"decided": rung.weight.decided}


def _seen(weight: Weight) -> dict[str, Any]:
    bounds = {"lower": 1 - weight.upper, "upper": 1 - weight.lower}
    return {"failures": weight.failures, "replicates": weight.trials, **bounds}


def _plain(value: Any) -> Any:
    """A JSON value; what JSON lacks is written as text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else repr(value)
