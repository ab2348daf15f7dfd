"""The hypotheses of a claim that can be broken one at a time, each with the series in which it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.lambdas import expression_of
from theoremcheck.regimes import Columns, Regimes
from theoremcheck.specification import Arm, arms_of
from theoremcheck.streams import Streams, stream_key

__all__ = ["Hypothesis", "arm_of_series", "hypotheses_of"]

_KIND = "necessity"
_PROBES = 8192
_LEAST = 0.01
"""Below this share of the draws the complement of a condition is out of reach, as a declaration would be refused."""
_LONGEST = 100

Condition = Callable[[SimpleNamespace], Any]


@dataclass(frozen=True)
class Hypothesis:
    """A hypothesis and where it is broken.

    Attributes:
        name: What is broken, in words.
        kind: "control", "condition" or "weakening".
        arm: The series in which it alone is broken; None where the declared ranges hold no such regimes.
        reach: Share of the draws in which the condition is broken; 1 for what is broken by declaration.
    """

    name: str
    kind: str
    arm: Arm | None
    reach: float = 1.0


def hypotheses_of(claim: Claim, arms: Sequence[Arm]) -> list[Hypothesis]:
    """Controls, conditions on the regime, and further weakenings, in the order of declaration.

    Args:
        claim: The claim.
        arms: Its series, the claim's own first.
    """
    own, *controls = arms
    found = [Hypothesis(str(arm.breaks), "control", arm) for arm in controls]
    if isinstance(claim.regimes, Regimes):
        where = claim.regimes.where
        found += [_condition(own, claim.regimes, number) for number in range(len(where))]
    return found + [Hypothesis(str(arm.breaks), "weakening", arm) for arm in _weakened(claim, own)]


def arm_of_series(claim: Claim, arms: Sequence[Arm], label: str) -> Arm | None:
    """The series of a broken hypothesis by its label; None if no hypothesis of the claim has it."""
    if not label.startswith(_label(arms[0], "")):
        return None
    found = (hypothesis.arm for hypothesis in hypotheses_of(claim, arms))
    return next((arm for arm in found if arm is not None and arm.label == label), None)


def _weakened(claim: Claim, own: Arm) -> list[Arm]:
    """The series of the weakenings: labelled as controls would be, keyed as the claim's own draws are."""
    if not claim.weakenings:
        return []
    series = arms_of(replace(claim, controls=claim.weakenings, weakenings=()))[1:]
    return [replace(arm, specification=own.specification, label=_label(own, arm.label)) for arm in series]


def _label(own: Arm, name: str) -> str:
    return f"{own.label}/{_KIND}/{name}"


def _condition(own: Arm, regimes: Regimes, number: int) -> Hypothesis:
    """A condition on the regime, negated alone: the others hold as declared."""
    condition = regimes.where[number]
    others = tuple(other for position, other in enumerate(regimes.where) if position != number)
    name = _name(condition, number)
    columns = _with(regimes, others).sample(Streams(stream_key(_KIND, name), torch.arange(_PROBES)))
    broken = float((~_says(condition, columns)).mean())
    if broken < _LEAST:
        return Hypothesis(name, "condition", None, broken)

    def negated(regime: SimpleNamespace) -> Any:
        return ~np.asarray(condition(regime), dtype=bool)

    arm = replace(own, label=_label(own, f"condition {number + 1}"), breaks=name)
    return Hypothesis(name, "condition", replace(arm, regimes=_with(regimes, (*others, negated))), broken)


def _with(regimes: Regimes, where: tuple[Condition, ...]) -> Regimes:
    # The declaration was checked whole when it was made; how many draws remain has been counted.
    changed = copy(regimes)
    object.__setattr__(changed, "where", where)
    return changed


def _says(condition: Condition, columns: Columns) -> NDArray[np.bool_]:
    said = np.asarray(condition(SimpleNamespace(**columns)), dtype=bool)
    return np.broadcast_to(said, (_PROBES,))


def _name(condition: Condition, number: int) -> str:
    """The name of a condition's function; of a lambda its text."""
    name = getattr(condition, "__name__", "")
    text = name if name and name != "<lambda>" else " ".join(expression_of(condition).split())
    shown = text or f"condition {number + 1}"
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."
