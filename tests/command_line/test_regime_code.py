"""A regime as code is read, never run."""

from dataclasses import dataclass
from enum import Enum
from math import inf
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from theoremcheck import Regimes, choice, uniform
from theoremcheck.command_line.regime_code import RegimeCodeError, read_regime
from theoremcheck.regimes.printed import code_of


@dataclass(frozen=True)
class Gap:
    n: int
    alpha: float
    name: str = "a"
    open: bool = True
    sizes: tuple[int, ...] = ()

    def __post_init__(self):
        if self.n < 0:
            raise ValueError("n must not be negative")


class Kind(Enum):
    GOOD = 1
    BAD = 2


@dataclass(frozen=True)
class Noise:
    kind: Kind
    tail: float = inf


def louder(x):
    return 2 * x


class Twin:
    def bit_length(self):
        return 0


@dataclass(frozen=True)
class Setting:
    gap: float
    what: Any


GAPS = SimpleNamespace(regime=Gap)
"""Regimes that declare no values, as those of an author's own sampler."""


def settings(*values):
    return Regimes(Setting, gap=uniform(0.0, 1.0), what=choice(*values))


@pytest.mark.parametrize(
    "values",
    [
        (Kind.GOOD, Kind.BAD),
        (Noise(Kind.GOOD), Noise(Kind.BAD, tail=0.5)),
        ((Kind.GOOD, (1, -inf)), ()),
        (frozenset({"a", "b"}), frozenset()),
        (louder, abs),
        (torch.float32, torch.float64),
        (int, Kind),
        (None, "none"),
    ],
)
def test_whatever_a_claim_declares_is_read_back(values):
    regimes = settings(*values)
    for value in values:
        setting = Setting(0.5, value)
        assert read_regime(code_of(setting), regimes) == setting


def test_a_declared_class_may_be_given_values_that_no_law_lists():
    regimes = settings(Noise(Kind.GOOD))
    assert read_regime("Setting(0.5, Noise(kind=Kind.BAD, tail=-2.0))", regimes).what == Noise(Kind.BAD, -2.0)


@pytest.mark.parametrize("text", ["Kind.UGLY", "abs", "Noise(Kind.GOOD)()", "Noise.kind", "Kind"])
def test_what_is_not_declared_has_no_name(text):
    with pytest.raises(RegimeCodeError, match=r"the claim declares Kind\.GOOD, Kind\.BAD"):
        read_regime(f"Setting(0.5, {text})", settings(Kind.GOOD))


def test_a_name_that_two_functions_share_stands_for_neither():
    with pytest.raises(RegimeCodeError, match="no literal value"):
        read_regime("Setting(0.5, bit_length)", settings(int.bit_length, Twin.bit_length))


@given(
    st.builds(
        Gap,
        n=st.integers(0),
        alpha=st.floats(allow_nan=False),
        name=st.text(),
        open=st.booleans(),
        sizes=st.lists(st.integers()).map(tuple),
    )
)
def test_whatever_a_regime_prints_is_read_back(gap):
    assert read_regime(code_of(gap), GAPS) == gap


def test_a_whole_number_is_welcome_in_a_float_field():
    assert read_regime("Gap(1, 2, 'b', False, ())", GAPS) == Gap(1, 2.0, "b", False, ())
    assert read_regime("Gap(1, -inf, 'b', False, ())", GAPS).alpha == -inf


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("n=1, alpha=__import__('os').system('true'), name='', open=True, sizes=()", "nothing is evaluated"),
        ("n=1, alpha=1/2, name='', open=True, sizes=()", "nothing is evaluated"),
        ("n=1.5, alpha=1.0, name='', open=True, sizes=()", "n=1.5 must be a int"),
        ("n=True, alpha=1.0, name='', open=True, sizes=()", "n=True must be a int"),
        ("n=1, alpha='x', name='', open=True, sizes=()", "alpha='x' must be a float"),
        ("n=1, alpha=1.0, name='', open=1, sizes=()", "open=1 must be a bool"),
        ("n=-1, alpha=1.0, name='', open=True, sizes=()", "n must not be negative"),
        ("n=1", "gives n; expected Gap(n=..., alpha=..., name=..., open=..., sizes=...)"),
        ("n=1, alpha=1.0, name='', open=True, sizes=(), m=2", "expected Gap("),
        ("1, 2, '', True, (), 6", "expected Gap("),
        ("*[1, 2]", "expected Gap("),
        ("**{'n': 1}", "expected Gap("),
    ],
)
def test_anything_else_is_refused_with_the_reason(arguments, said):
    with pytest.raises(RegimeCodeError) as error:
        read_regime(f"Gap({arguments})", GAPS)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "Gap", "Other(n=1)", "x.Gap(n=1)", "Gap(n=1); 1", "(lambda: Gap)()(n=1)", "(" * 5000, "\0"]
)
def test_what_is_no_call_of_the_regime_is_refused(text):
    with pytest.raises(RegimeCodeError):
        read_regime(text, GAPS)
