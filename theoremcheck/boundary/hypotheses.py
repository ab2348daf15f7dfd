"""The hypotheses of a claim that can be broken one at a time, each with the series in which it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.claim.made import changed
from theoremcheck.digests.expressions import expression_of
from theoremcheck.evidence import Ledger
from theoremcheck.regimes import Columns, Condition, Regimes
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.specification import Series
from theoremcheck.streams import Streams, stream_key

__all__ = ["Hypothesis", "broken_series", "hypotheses_of"]

_KIND = "necessity"
_PROBES = 8192
_LEAST = 0.01
"""Below this share of the draws the complement of a condition is out of reach, as a declaration would be refused."""
_LONGEST = 100


@dataclass(frozen=True)
class Hypothesis:
    """A hypothesis and where it is broken.

    Attributes:
        name: What is broken, in words.
        kind: "control", "condition" or "weakening".
        series: The series in which it alone is broken; None where the declared ranges hold no such regimes.
        reach: Share of the draws that break the condition; 1 where the declaration breaks it.
    """

    name: str
    kind: str
    series: Series | None
    reach: float = 1.0


def hypotheses_of(dossier: Dossier) -> list[Hypothesis]:
    """Controls, conditions on the regime, and further weakenings, in the order of declaration."""
    own, declared = dossier.own, dossier.own.regimes.declaration
    found = [Hypothesis(str(series.breaks), "control", series) for series in dossier.controls]
    if declared is not None:
        found += [_condition(own, declared, number) for number in range(len(declared.where))]
    weakened = _weakened(dossier.claim, own)
    return found + [Hypothesis(str(series.breaks), "weakening", series) for series in weakened]


def broken_series(dossier: Dossier, label: str) -> Series | None:
    """The series of a broken hypothesis by its label; None if no hypothesis of the claim has it."""
    if not label.startswith(part_of(dossier.own, _KIND, "").label):
        return None
    found = (hypothesis.series for hypothesis in hypotheses_of(dossier))
    return next((series for series in found if series is not None and series.label == label), None)


def _weakened(claim: Claim, own: Series) -> list[Series]:
    """The series of the weakenings: labelled as controls would be, keyed as the claim's own draws are."""
    if not claim.weakenings:
        return []
    as_controls = Dossier.of(changed(claim, controls=claim.weakenings, weakenings=()), Ledger()).controls
    return [
        replace(series, specification=own.specification, label=part_of(own, _KIND, series.label).label)
        for series in as_controls
    ]


def _condition(own: Series, regimes: Regimes, number: int) -> Hypothesis:
    """A condition on the regime, negated alone: the others hold as declared."""
    condition = regimes.where[number]
    others = tuple(other for position, other in enumerate(regimes.where) if position != number)
    name = _name(condition, number)
    columns = regimes.with_(others).sample(Streams(stream_key(_KIND, name), torch.arange(_PROBES)))
    broken = float((~_says(condition, columns)).mean())
    if broken < _LEAST:
        return Hypothesis(name, "condition", None, broken)

    def negated(regime: SimpleNamespace) -> Any:
        return ~np.asarray(condition(regime), dtype=bool)

    series = replace(part_of(own, _KIND, f"condition {number + 1}"), breaks=name)
    return Hypothesis(name, "condition", replace(series, regimes=regimes.with_((*others, negated))), broken)


def _says(condition: Condition, columns: Columns) -> NDArray[np.bool_]:
    said = np.asarray(condition(SimpleNamespace(**columns)), dtype=bool)
    return np.broadcast_to(said, (_PROBES,))


def _name(condition: Condition, number: int) -> str:
    """The name of a condition's function; of a lambda its text."""
    name = getattr(condition, "__name__", "")
    text = name if name and name != "<lambda>" else " ".join(expression_of(condition).split())
    shown = text or f"condition {number + 1}"
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."
