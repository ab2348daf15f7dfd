"""Regimes given by hand: the author's own strategy and sampler, checked for fields and lengths."""

from dataclasses import dataclass
from enum import Flag
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from theoremcheck import GivenRegimes, RegimeError, Streams
from theoremcheck.falsifier.harvest import harvest
from theoremcheck.regimes import point_of


@dataclass(frozen=True)
class Disc:
    """A point of the unit disc."""

    x: float
    y: float


def in_disc(streams: Streams) -> dict[str, Any]:
    """Uniform, by angle and squared radius."""
    angle, radius = 2 * torch.pi * streams.uniform("angle"), streams.uniform("radius").sqrt()
    return {"y": radius * angle.sin(), "x": radius * angle.cos()}


POINTS = st.builds(Disc, st.floats(-0.7, 0.7), st.floats(-0.7, 0.7))
STREAMS = Streams(4, torch.arange(5))


def test_the_author_s_strategy_and_draws_are_taken_as_they_are() -> None:
    """Tensors become columns."""
    regimes = GivenRegimes(Disc, POINTS, in_disc)
    assert harvest(regimes.strategy(), 20, 3) == harvest(POINTS, 20, 3)
    assert regimes.sample(STREAMS)["x"].tolist() == in_disc(STREAMS)["x"].tolist()


def test_a_point_is_built_by_name() -> None:
    """The sampler's order of fields does not matter."""
    point = point_of(Disc, GivenRegimes(Disc, POINTS, in_disc).sample(STREAMS), 2)
    assert point == Disc(x=float(in_disc(STREAMS)["x"][2]), y=float(in_disc(STREAMS)["y"][2]))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"x": torch.ones(5)}, r"the sampler of Disc gave fields \['x'\], not \['x', 'y'\]"),
        (dict.fromkeys("xyz", torch.ones(5)), r"gave fields \['x', 'y', 'z'\], not \['x', 'y'\]"),
        ({"x": torch.ones(5), "y": torch.ones(4)}, r"Disc\.y: the sampler gave shape \(4,\), expected \(5,\)"),
        ({"x": torch.ones(5, 1), "y": torch.ones(5)}, r"Disc\.x: the sampler gave shape \(5, 1\), expected \(5,\)"),
        ({"x": 1.0, "y": torch.ones(5)}, r"Disc\.x: the sampler gave shape \(\), expected \(5,\)"),
        ({"x": [(1, 2)] * 5, "y": torch.ones(5)}, r"gave shape \(5, 2\), .* np\.fromiter\(values, dtype=object\)"),
        ({"x": torch.ones(5), "y": ["a"] * 5}, r"Disc\.y: 'a' is a str, expected a number"),
        (Disc(0.0, 0.0), "the sampler of Disc gave a Disc, expected a dict of one array a field"),
        (None, "the sampler of Disc gave a NoneType, expected a dict of one array a field"),
    ],
)
def test_wrong_columns_are_named(columns: Any, message: str) -> None:
    """What the sampler gave, and what a trial needs."""
    with pytest.raises(RegimeError, match=message):
        GivenRegimes(Disc, POINTS, lambda streams: columns).sample(STREAMS)


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    """No field is declared, so there is no range, no neighbour and no simplification; its draws are the spread."""
    regimes = GivenRegimes(Disc, POINTS, in_disc)
    assert regimes.declaration is None and regimes.admits(Disc(0.0, 0.0)) is None
    assert regimes.corners(8) == regimes.simplifications(Disc(0.5, 0.5)) == []
    assert len(regimes.spread(8, 0)) == 8
    assert regimes.size(Disc(0.5, 1.0)) < regimes.size(Disc(0.123, 1.0))


class Access(Flag):
    """What may be done; two members make another value that has no name of its own."""

    READ = 1
    WRITE = 2


@dataclass(frozen=True)
class Shelf:
    """A point with a field of any kind."""

    kept: Any


@dataclass(frozen=True)
class Door:
    """A point with a member of an enum."""

    kept: Access


NO_VALUES = [
    (Shelf, [1, 2], r"Shelf\.kept: \[1, 2\] is a list .* write a list or an array as a tuple"),
    (Shelf, {1}, r"Shelf\.kept: \{1\} is a set .* a set as a frozenset"),
    (Shelf, ((1, [2]),), r"Shelf\.kept: \(\(1, \[2\]\),\) is a tuple that evidence could not give back"),
    (Shelf, Access.READ, r"READ.* is a Access .* where the field's annotation names its class"),
    (Door, Access.READ | Access.WRITE, r"Door\.kept: .*3> is a Access .* a single member of an enum"),
    (Shelf, object(), r"Shelf\.kept: .* prints an address"),
    (Shelf, (np.int64(1),), r"Shelf\.kept: evidence would give back \(1,\) for"),
]
NAMES = ["list", "set", "within a tuple", "no annotation", "two members", "an address", "numpy"]


def with_last(good: Any, last: Any) -> Any:
    """A sampler whose last draw has another value."""

    def sample(streams: Streams) -> dict[str, Any]:
        return {"kept": np.fromiter([good] * (streams.trials - 1) + [last], dtype=object)}

    return sample


@pytest.mark.parametrize(("regime", "value", "message"), NO_VALUES, ids=NAMES)
def test_a_value_that_evidence_could_not_give_back_is_named_in_every_draw(
    regime: Any, value: Any, message: str
) -> None:
    """The last one as well: later it would break the claim when its draws are recorded already."""
    with pytest.raises(RegimeError, match=message):
        GivenRegimes(regime, st.builds(regime), with_last(Access.READ if regime is Door else 1, value)).sample(STREAMS)


@pytest.mark.parametrize(("regime", "value", "message"), NO_VALUES, ids=NAMES)
def test_and_in_every_example_of_the_strategy(regime: Any, value: Any, message: str) -> None:
    """A point that only the search meets is no untrustworthy evidence."""
    regimes = GivenRegimes(regime, st.just(regime(value)), with_last(1, 1))
    with pytest.raises(RegimeError, match=message):
        harvest(regimes.strategy(), 4, 0)


def test_a_strategy_of_something_else_is_named() -> None:
    """Such as of tuples."""
    regimes = GivenRegimes(Disc, st.tuples(st.floats(0, 1), st.floats(0, 1)), in_disc)
    with pytest.raises(RegimeError, match=r"the strategy gave \(0\.0, 0\.0\) of type tuple, expected a Disc"):
        harvest(regimes.strategy(), 1, 0)


def test_values_that_evidence_can_keep_are_taken() -> None:
    """Of every kind, and equal ones of two types."""
    for value in (1, True, 1.5, "a", None, (1, ("a", 2.0)), frozenset({1}), float("inf")):
        assert GivenRegimes(Shelf, st.just(Shelf(value)), with_last(1, value)).sample(STREAMS)["kept"][-1] == value
    assert GivenRegimes(Door, st.sampled_from(Access).map(Door), with_last(Access.READ, Access.WRITE)).sample(STREAMS)


@dataclass
class Loose:
    """A point that can change."""

    x: float


@dataclass(frozen=True)
class Unhashed:
    """A point that compares, and has no hash."""

    x: float
    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"regime": int}, "regime=<class 'int'> must be a frozen dataclass"),
        ({"regime": Loose}, r"Loose'> must be a frozen dataclass: write @dataclass\(frozen=True\)"),
        ({"regime": Unhashed}, "Unhashed'> cannot be hashed"),
        (
            {"points": [Disc(0.0, 0.0)]},
            r"Disc: points=\[.*\] must be a strategy of Hypothesis, such as st\.builds\(Disc",
        ),
        ({"sampler": None}, "Disc: sampler=None must be a function of streams"),
    ],
)
def test_a_wrong_part_is_named_where_it_is_declared(parts: dict[str, Any], message: str) -> None:
    """Before anything is drawn."""
    with pytest.raises(RegimeError, match=message):
        GivenRegimes(**{"regime": Disc, "points": POINTS, "sampler": in_disc, **parts})
