"""Points come back from the evidence as they went in, and only what is declared comes back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from theoremcheck import GivenRegimes, RegimeError, Regimes, Streams, choice, derived, uniform
from theoremcheck.evidence import EvidenceError
from theoremcheck.regimes import point_of, recorded_point, recorded_values
from theoremcheck.streams import stream_key


class Kind(Enum):
    """An activation."""

    RELU = 1
    TANH = 2


@dataclass(frozen=True)
class Noise:
    """A value with parts."""

    scale: float


def relu(x: Any) -> Any:
    """A function as a value."""
    return x.clamp(min=0)


@dataclass(frozen=True)
class Net:
    """One field of each sort."""

    gap: float
    widths: tuple[int, ...]
    kind: Kind | None
    act: Callable[..., Any]
    noise: Noise
    dtype: object = torch.float64
    bias: bool = True
    name: str = "inf"
    deepest: int = 0


NETS = Regimes(
    Net,
    gap=uniform(0.0, 1.0),
    widths=choice((1, 2), (4, 4, 4), ()),
    kind=choice(Kind.RELU, None, Kind.TANH),
    act=choice(relu, torch.tanh, abs),
    noise=choice(Noise(1.0), Noise(0.5)),
    dtype=choice(torch.float32, torch.float64),
    bias=choice(True, False),
)


def drawn(regimes: Any, count: int) -> list[Any]:
    """The first draws."""
    columns = regimes.sample(Streams(stream_key("recorded"), torch.arange(count)))
    return [point_of(regimes.regime, columns, row) for row in range(count)]


def through_a_file(point: Any) -> Any:
    """What evidence keeps of a point, as JSON gives it back."""
    return json.loads(json.dumps(recorded_values(point), allow_nan=False))


def test_every_draw_comes_back() -> None:
    """Equal, and printed alike: the type of every value is kept."""
    for point in drawn(NETS, 60):
        again = recorded_point(NETS, through_a_file(point))
        assert again == point and repr(again) == repr(point)


def test_a_grown_point_comes_back() -> None:
    """No law lists its values; they are made of what the annotations know."""
    (point,) = drawn(NETS, 1)
    grown = replace(point, gap=float("inf"), widths=(2, 4, 8, 16), noise=Noise(0.125))
    assert recorded_point(NETS, through_a_file(grown)) == grown


def test_a_whole_number_in_a_float_field_is_a_float() -> None:
    """As everywhere in a regime."""
    (point,) = drawn(NETS, 1)
    assert repr(recorded_point(NETS, recorded_values(point) | {"gap": 1}).gap) == "1.0"


def test_evidence_that_names_something_else_is_not_trusted() -> None:
    """Regime and form are named; nothing is imported."""
    (point,) = drawn(NETS, 1)
    forged = recorded_values(point) | {"act": {"name": "os.system"}}
    with pytest.raises(EvidenceError, match=r"is no Net: .*os\.system.* is none of the declared values"):
        recorded_point(NETS, forged)


def test_evidence_without_a_field_is_not_trusted() -> None:
    """Damage is named."""
    (point,) = drawn(NETS, 1)
    short = recorded_values(point)
    del short["kind"]
    with pytest.raises(EvidenceError, match="is no Net: 'kind'"):
        recorded_point(NETS, short)


def test_values_that_a_formula_makes_come_back() -> None:
    """Here a tuple of the drawn width."""
    twice = derived(lambda r: np.frompyfunc(lambda width: (width, width), 1, 1)(r.width))
    regimes = Regimes(Doubled, width=choice(1, 2), widths=twice)
    for point in drawn(regimes, 5):
        assert recorded_point(regimes, through_a_file(point)) == point


@dataclass(frozen=True)
class Doubled:
    """A width, and two of it."""

    width: int
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Opaque:
    """Anything."""

    value: object


@pytest.mark.parametrize(
    ("law", "message"),
    [
        (choice(1, object()), r"Opaque\.value: <object object at 0x.* has no form"),
        (object(), r"Opaque\.value: <object object at 0x.* has no form"),
        (choice(lambda x: x, lambda x: -x), r"Opaque\.value: evidence cannot tell <function .* from <function"),
    ],
    ids=["among others", "held", "two without a name"],
)
def test_a_law_whose_values_evidence_cannot_keep_is_refused(law: Any, message: str) -> None:
    """When it is declared, not after an hour of training."""
    with pytest.raises(RegimeError, match=message):
        Regimes(Opaque, value=law)


def given(values: list[Any]) -> GivenRegimes:
    """An author's own draws of one field."""

    def sample(streams: Streams) -> dict[str, Any]:
        column = np.empty(streams.trials, dtype=object)
        for row in range(streams.trials):
            column[row] = values[row % len(values)]
        return {"kind": column}

    return GivenRegimes(Kinds, st.sampled_from(values).map(Kinds), sample)


@dataclass(frozen=True)
class Kinds:
    """Some kinds."""

    kind: tuple[Kind, ...]


def test_an_authors_own_draws_come_back_by_their_annotation() -> None:
    """No law lists them."""
    regimes = given([(Kind.RELU,), (Kind.TANH, Kind.RELU)])
    for point in drawn(regimes, 4):
        assert recorded_point(regimes, through_a_file(point)) == point


def test_an_authors_own_draws_that_could_not_come_back_are_refused() -> None:
    """A function that no law lists could be any."""
    with pytest.raises(RegimeError, match=r"Kinds\.kind: .*relu.* and a function as a text"):
        drawn(given([(relu,)]), 1)
