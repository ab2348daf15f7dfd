"""Declarations that make no sense are refused when they are made, by field and value."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch

from theoremcheck import RegimeError, Regimes, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.streams import Streams, stream_key

INFINITY, NAN = float("inf"), float("nan")


@dataclass(frozen=True)
class Gap:
    """One field of each type."""

    dim: int = 2
    gap: float = 0.5
    loss: str = "hinge"
    balanced: bool = True
    anything: Any = None


@dataclass(frozen=True)
class Bare:
    """No defaults."""

    dim: int
    sizes: tuple[int, ...] = field(default_factory=tuple)


WRONG_LAWS: list[tuple[str, Any, str]] = [
    ("gap", uniform(0.0, INFINITY), r"Gap\.gap: max_value=inf must be finite"),
    ("gap", uniform(NAN, 1.0), r"Gap\.gap: min_value=nan must be finite"),
    ("gap", log_uniform(1.0, INFINITY), r"Gap\.gap: max_value=inf must be finite"),
    ("gap", uniform(2.0, 1.0), r"Gap\.gap: the range is empty: min_value=2\.0 > max_value=1\.0"),
    ("gap", log_uniform(0.0, 1.0), r"Gap\.gap: min_value=0\.0 must be positive"),
    ("gap", log_uniform(-1.0, 1.0), r"Gap\.gap: min_value=-1\.0 must be positive"),
    ("gap", uniform("0", 1.0), r"Gap\.gap: min_value='0' must be a number"),
    ("gap", uniform(False, True), r"Gap\.gap: min_value=False must be a number"),
    ("gap", choice(0.5, "1"), r"Gap\.gap is declared float, but its law gives '1'"),
    ("gap", True, r"Gap\.gap is declared float, but its law gives True"),
    ("gap", None, r"Gap\.gap is declared float, but its law gives None"),
    ("dim", integers(5, 4), r"Gap\.dim: the range is empty: min_value=5 > max_value=4"),
    ("dim", integers(1.0, 4), r"Gap\.dim: min_value=1\.0 must be an integer"),
    ("dim", integers(1, INFINITY), r"Gap\.dim: max_value=inf must be finite"),
    ("dim", integers(False, 4), r"Gap\.dim: min_value=False must be a number"),
    ("dim", powers_of(2, 5, 7), r"Gap\.dim: no power of 2 lies in \[5, 7\]"),
    ("dim", powers_of(1, 1, 8), r"Gap\.dim: base=1 must be an integer of at least 2"),
    ("dim", powers_of(2.0, 1, 8), r"Gap\.dim: base=2\.0 must be an integer"),
    ("dim", uniform(1.0, 4.0), r"Gap\.dim is declared int, but its law gives 1\.0"),
    ("dim", choice(1, 2.5), r"Gap\.dim is declared int, but its law gives 2\.5"),
    ("dim", choice(1, True), r"Gap\.dim is declared int, but its law gives True"),
    ("dim", 3.0, r"Gap\.dim is declared int, but its law gives 3\.0"),
    ("dim", choice(1, 2**63), r"Gap\.dim: 9223372036854775808 is beyond int64"),
    ("anything", choice([1], [2]), r"Gap\.anything: \[1\] cannot be hashed.*use a tuple"),
    ("loss", choice(), r"Gap\.loss: choice\(\) has no values"),
    ("loss", choice("hinge", 1), r"Gap\.loss is declared str, but its law gives 1"),
    ("balanced", 1, r"Gap\.balanced is declared bool, but its law gives 1"),
    ("dim", derived(lambda r: r.gap * 2), r"Gap\.dim is declared int, but its law gives 1\.0"),
]


@pytest.mark.parametrize(("name", "law", "message"), WRONG_LAWS)
def test_a_wrong_law_is_named_with_its_field(name: str, law: Any, message: str) -> None:
    """What came, and what is wrong with it."""
    with pytest.raises(RegimeError, match=message):
        Regimes(Gap, **{name: law})


@pytest.mark.parametrize("law", [choice("hinge", 2, (1, 2)), 0.5, None, uniform(0.0, 1.0)])
def test_any_value_is_welcome_in_a_field_of_any_type(law: Any) -> None:
    """`Any` is no type whose instances one could ask for."""
    drawn = Regimes(Gap, anything=law).sample(Streams(stream_key("any"), torch.arange(3)))["anything"]
    assert len(drawn) == 3


def test_an_unknown_field() -> None:
    """The fields that there are stand beside it."""
    with pytest.raises(RegimeError, match="Gap has no field 'gaps'; its fields are dim, gap, loss, balanced, anything"):
        Regimes(Gap, gaps=0.5)


@pytest.mark.parametrize(("declared", "name"), [({}, "dim"), ({"dim": 1}, "sizes")])
def test_a_missing_field(declared: dict[str, Any], name: str) -> None:
    """A default factory is no constant: it may give another value each time."""
    with pytest.raises(RegimeError, match=rf"Bare\.{name} has no law"):
        Regimes(Bare, **declared)


class Plain:
    """No dataclass."""


@dataclass
class Open:
    """A dataclass, but its fields may be set."""

    gap: float


@pytest.mark.parametrize("regime", [Plain, Gap(), int, "Gap", Open], ids=str)
def test_only_a_frozen_dataclass_is_a_regime(regime: Any) -> None:
    """Not a class, not an instance, and nothing whose fields may change."""
    with pytest.raises(RegimeError, match="must be a frozen dataclass"):
        Regimes(regime, **({"gap": 0.5} if regime is Open else {}))


@pytest.mark.parametrize("share", [0.0, 0.005])
def test_conditions_that_hardly_anything_satisfies(share: float) -> None:
    """Below one draw in a hundred; the measured share is in the message."""
    with pytest.raises(RegimeError, match=r"Gap: the conditions admit 0\.\d\d% of the draws"):
        Regimes(Gap, gap=uniform(0.0, 1.0), where=lambda r: r.gap < share)


NOT_ELEMENTWISE: dict[str, Any] = {
    "and": {"where": lambda r: r.gap > 0.1 and r.gap < 0.9},
    "chained": {"where": lambda r: 0.1 < r.gap < 0.9},
    "not": {"where": lambda r: not r.gap > 0.1},
    "math.log": {"gap": derived(lambda r: math.log(r.dim)), "dim": integers(2, 4)},
    "max": {"gap": derived(lambda r: max(r.dim, 3.0)), "dim": integers(2, 4)},
    "if": {"gap": derived(lambda r: 1.0 if r.dim > 3 else 2.0), "dim": integers(2, 4)},
    "wrong length": {"where": lambda r: np.ones(3, dtype=bool)},
    "reduction": {"gap": derived(lambda r: r.dim / np.max(r.dim)), "dim": integers(2, 4)},
    "reducing condition": {"where": lambda r: r.gap > np.mean(r.gap)},
}


@pytest.mark.parametrize("declared", NOT_ELEMENTWISE.values(), ids=NOT_ELEMENTWISE)
def test_formulas_and_conditions_must_be_elementwise(declared: dict[str, Any]) -> None:
    """Otherwise they would mean something else for one trial than for a batch."""
    with pytest.raises(RegimeError, match="Gap: derived fields and conditions must be elementwise"):
        Regimes(Gap, **{"gap": uniform(0.0, 1.0), **declared})


def test_a_formula_of_an_unknown_field_is_named() -> None:
    """A slip of the pen, or a field that is derived only later."""
    with pytest.raises(RegimeError, match=r"Gap.*gapp"):
        Regimes(Gap, gap=derived(lambda r: 2 * r.gapp))
