"""Draws are keyed by owner, specification and index: what is drawn, and what a control shares with its claim."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from theoremcheck import AtMost, Claim, ClaimError, Control, Observables, Regimes, Source, Streams, choice, uniform
from theoremcheck.series.drawing import by_shape, draw_points, required_at, streams_of
from theoremcheck.series.specification import Series, series_of


@dataclass(frozen=True)
class Coins:
    """Some coins of one chance."""

    number: int
    chance: float


def toss(coins: Coins, streams: Streams) -> Observables:
    """The last to fall."""
    return Observables(drawn=streams.uniform("toss", (coins.number,)).amax(dim=1) - coins.chance)


CLAIM = Claim(
    name="toys.heads",
    statement="Heads are seen.",
    source=Source("Nobody 2025", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(Coins, number=choice(1, 2, 4), chance=uniform(0.9, 1.0)),
    experiment=toss,
    prediction=AtMost("drawn", 0.0),
    required=0.9,
    controls=(Control(breaks="the order", experiment=lambda coins, streams: toss(coins, streams)),),
)
OWN, BROKEN = series_of(CLAIM)


def numbers(series: Series, dtype: torch.dtype = torch.float64) -> Tensor:
    """What an series's experiment would draw."""
    return streams_of(series, range(50), dtype).uniform("toss")


def test_a_control_draws_the_numbers_of_its_claim() -> None:
    """What differs between the two is the hypothesis that it breaks."""
    assert torch.equal(numbers(BROKEN), numbers(OWN))
    assert draw_points(BROKEN, range(50)) == draw_points(OWN, range(50))


@pytest.mark.parametrize("change", [{"owner": "toys.tails"}, {"specification": "0" * 16}], ids=str)
def test_another_owner_or_specification_draws_other_numbers(change: dict[str, Any]) -> None:
    """So nobody can look at the draws before writing the claim."""
    other = replace(OWN, **change)
    assert not (numbers(other) == numbers(OWN)).any()
    assert draw_points(other, range(50)) != draw_points(OWN, range(50))


@pytest.mark.parametrize("indices", [[7], [49, 7, 0], range(10, 20)], ids=str)
def test_a_point_is_that_of_its_index(indices: Any) -> None:
    """Alone or among others."""
    whole = draw_points(OWN, range(50))
    assert draw_points(OWN, indices) == {index: whole[index] for index in indices}


def test_no_indices_have_no_points() -> None:
    """A run that has nothing to do."""
    assert draw_points(OWN, []) == {}


def test_groups_share_a_shape_and_lose_nobody() -> None:
    """Each index once, with the number of coins that it drew."""
    points = draw_points(OWN, range(50))
    groups = dict(by_shape(points))
    assert sorted(index for members in groups.values() for index in members) == list(range(50))
    assert all(points[index].number == shape[0] for shape, members in groups.items() for index in members)


def test_a_required_number_is_that_number() -> None:
    """For all draws at once."""
    assert required_at(CLAIM, draw_points(OWN, range(5))) == 0.9


def test_a_required_function_is_asked_at_each_regime() -> None:
    """In the order of the indices, although regimes are asked by shape."""
    claim = replace(CLAIM, required=lambda coins: coins.chance - 0.1 / coins.number)
    points = draw_points(OWN, range(50))
    expected = [points[index].chance - 0.1 / points[index].number for index in range(49, -1, -1)]
    np.testing.assert_allclose(required_at(claim, draw_points(OWN, range(49, -1, -1))), expected, rtol=1e-15)


@pytest.mark.parametrize("value", [0.0, 1.0, 1.5, float("nan")])
def test_a_required_function_must_stay_inside(value: float) -> None:
    """The draw and its regime are named."""
    claim = replace(CLAIM, required=lambda coins: value + 0 * coins.chance)
    with pytest.raises(ClaimError, match=rf"toys\.heads: required={value!r} at draw 3 \(Coins\(.*\)\) must lie in"):
        required_at(claim, draw_points(OWN, [3]))
