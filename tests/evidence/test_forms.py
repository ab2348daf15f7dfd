"""Values of a regime in the evidence: each has one form, and comes back as what is known."""

import json
from dataclasses import dataclass
from enum import Enum, IntEnum
from fractions import Fraction
from functools import partial
from math import inf, nan
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from theoremcheck.evidence.forms import UnrecordableError, decode, encode, key_of, name_of, plain


class Kind(Enum):
    """How it is activated."""

    RELU = "relu"
    TANH = "tanh"


class Size(IntEnum):
    """Equal to a number, and none."""

    SMALL = 1


@dataclass(frozen=True)
class Noise:
    """Made of others."""

    kind: Kind
    scale: float = 1.0


class Pair(NamedTuple):
    """A tuple, and more than one."""

    low: int
    high: int


def relu(x: float) -> float:
    """A function has a name."""
    return max(x, 0.0)


NAMED: list[tuple[Any, Any, Any]] = [
    (None, None, None),
    (True, True, True),
    (inf, {"float": "inf"}, inf),
    ((1, "inf"), {"tuple": [1, "inf"]}, (1, "inf")),
    (((1, 2.5), ()), {"tuple": [{"tuple": [1, 2.5]}, {"tuple": []}]}, ((1, 2.5), ())),
    (frozenset({2, 1}), {"frozenset": [1, 2]}, frozenset({1, 2})),
    (Kind.TANH, {"enum": name_of(Kind), "member": "TANH"}, "Kind.TANH"),
    (Size.SMALL, {"enum": name_of(Size), "member": "SMALL"}, "Size.SMALL"),
    (relu, {"name": name_of(relu)}, "relu"),
    (Noise, {"name": name_of(Noise)}, "Noise"),
    (
        Noise(Kind.RELU),
        {"dataclass": name_of(Noise), "fields": {"kind": encode(Kind.RELU), "scale": 1.0}},
        "Noise(kind='Kind.RELU', scale=1.0)",
    ),
    (torch.float32, {"text": "torch.float32"}, "torch.float32"),
    (Fraction(1, 3), {"text": "Fraction(1, 3)"}, "Fraction(1, 3)"),
    (Pair(1, 2), {"text": "Pair(low=1, high=2)"}, "Pair(low=1, high=2)"),
    (np.int64(3), 3, 3),
]
each = pytest.mark.parametrize(("value", "form", "shown"), NAMED, ids=[key_of(form) for _, form, _ in NAMED])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=8,
)


@each
def test_the_form_of_a_value(value: Any, form: Any, shown: Any) -> None:
    """As the table in `evidence.values` has it, and JSON keeps it."""
    assert encode(value) == form == json.loads(json.dumps(encode(value), allow_nan=False))


@each
def test_a_known_value_comes_back_as_itself(value: Any, form: Any, shown: Any) -> None:
    """The very object, for what JSON has no word for."""
    found = decode(form, {key_of(form): value}, {})
    assert found is value or (found == value and not isinstance(form, dict))


@each
def test_a_form_for_the_eye(value: Any, form: Any, shown: Any) -> None:
    """In tables and on the page, where nothing is declared."""
    assert plain(form) == shown


@settings(deadline=None, database=None, derandomize=True, max_examples=200)
@given(VALUES)
def test_tuples_and_sets_of_plain_values_need_nobody_who_knows_them(value: Any) -> None:
    """With their types: True is not 1, 1 is not 1.0, and the text 'inf' is no number."""
    assert repr(decode(json.loads(json.dumps(encode(value))), {}, {})) == repr(plain(encode(value))) == _shown(value)


def _shown(value: Any) -> str:
    """The text of a value whose sets have been through a file, which gives them another order."""
    return repr(decode(encode(value), {}, {}))


def test_an_enum_and_a_dataclass_are_made_again_of_known_classes() -> None:
    """Also values that no law lists, as a scale may make them."""
    classes = {name_of(cls): cls for cls in (Kind, Noise)}
    value = (Noise(Kind.TANH, 0.25), Kind.RELU)
    assert decode(encode(value), {}, classes) == value


@pytest.mark.parametrize(
    "value",
    [Kind.TANH, Noise(Kind.RELU), relu, torch.float32, (1, relu)],
    ids=["enum", "dataclass", "function", "dtype", "in a tuple"],
)
def test_what_is_not_known_is_refused(value: Any) -> None:
    """Evidence brings in nothing by its name."""
    with pytest.raises(LookupError, match="is none of the declared values"):
        decode(encode(value), {}, {})


@pytest.mark.parametrize(
    "form",
    [{"enum": "os", "member": "system"}, {"dataclass": "os.system", "fields": {}}, {"name": "os.system"}],
    ids=str,
)
def test_a_hostile_form_is_refused(form: Any) -> None:
    """Though the module is loaded."""
    with pytest.raises(LookupError):
        decode(form, {}, {name_of(Kind): Kind})


def test_a_member_that_is_none_is_refused() -> None:
    """An attribute of the class is no member."""
    with pytest.raises(LookupError, match="__doc__"):
        decode({"enum": name_of(Kind), "member": "__doc__"}, {}, {name_of(Kind): Kind})


@pytest.mark.parametrize(
    "value", [object(), partial(relu, 1.0), (1, object())], ids=["object", "partial", "in a tuple"]
)
def test_what_prints_an_address_has_no_form(value: Any) -> None:
    """It would be another value in every process."""
    with pytest.raises(UnrecordableError, match="at 0x.* has no form that evidence can keep"):
        encode(value)


def test_nan_has_a_form() -> None:
    """It is a float that JSON lacks."""
    assert encode(nan) == {"float": "nan"} and np.isnan(decode({"float": "nan"}, {}, {}))
