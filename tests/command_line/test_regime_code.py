"""A regime as code is read, never run."""

from dataclasses import dataclass
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theoremcheck.command_line.regime_code import RegimeCodeError, read_regime


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
    assert read_regime(repr(gap), Gap) == gap


def test_a_whole_number_is_welcome_in_a_float_field():
    assert read_regime("Gap(1, 2, 'b', False, ())", Gap) == Gap(1, 2.0, "b", False, ())
    assert read_regime("Gap(1, -inf, 'b', False, ())", Gap).alpha == -inf


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
        ("*[1, 2]", "nothing is evaluated"),
        ("**{'n': 1}", "expected Gap("),
    ],
)
def test_anything_else_is_refused_with_the_reason(arguments, said):
    with pytest.raises(RegimeCodeError) as error:
        read_regime(f"Gap({arguments})", Gap)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "Gap", "Other(n=1)", "x.Gap(n=1)", "Gap(n=1); 1", "(lambda: Gap)()(n=1)", "(" * 5000, "\0"]
)
def test_what_is_no_call_of_the_regime_is_refused(text):
    with pytest.raises(RegimeCodeError):
        read_regime(text, Gap)
