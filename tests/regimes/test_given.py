"""Regimes given by hand: the author's own strategy and sampler, checked for fields and lengths."""

from dataclasses import dataclass
from typing import Any

import hypothesis.strategies as st
import pytest
import torch

from theoremcheck import GivenRegimes, RegimeError, Streams
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
    assert regimes.strategy() is POINTS
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
    ],
)
def test_wrong_columns_are_named(columns: dict[str, Any], message: str) -> None:
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
