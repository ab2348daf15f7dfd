"""Fields that hold tuples and members of enums: drawn, searched, shrunk, compared and printed as any other."""

from dataclasses import dataclass
from enum import Enum, IntEnum

import pytest
import torch

from tests.planted_boundaries import holding_with
from theoremcheck import Regimes, Streams, choice, uniform
from theoremcheck.boundary import BoundaryError, axis_of
from theoremcheck.regimes import point_of


class Loss(Enum):
    """Names."""

    HINGE = "hinge"
    LOGISTIC = "logistic"


class Depth(IntEnum):
    """Names that are numbers as well."""

    FLAT = 1
    DEEP = 8


@dataclass(frozen=True)
class Network:
    """A point whose fields are of any kind."""

    widths: tuple[int, ...]
    loss: Loss
    depth: Depth
    rate: float


LAWS = dict(widths=choice((4, 8), (16, 2)), loss=choice(*Loss), depth=choice(*Depth), rate=uniform(0.0, 1.0))
REGIMES = Regimes(Network, **LAWS)
LARGEST = Network((16, 2), Loss.LOGISTIC, Depth.DEEP, 1.0)


def drawn(regimes):
    columns = regimes.sample(Streams(4, torch.arange(100)))
    return [point_of(Network, columns, row) for row in range(100)]


def test_tuples_of_one_length_are_values_and_not_rows():
    assert {point.widths for point in drawn(REGIMES)} == {(4, 8), (16, 2)}


@pytest.mark.parametrize("held", [{"widths": (4, 8)}, {"loss": Loss.HINGE}, {"depth": Depth.DEEP}])
def test_one_of_them_may_be_held(held):
    ((name, value),) = held.items()
    points = drawn(REGIMES.with_(**held))
    assert {getattr(point, name) for point in points} == {value}
    assert {type(getattr(point, name)) for point in points} == {type(value)}


def test_all_of_them_are_searched():
    points = [*drawn(REGIMES), *REGIMES.corners(16), *REGIMES.spread(16, 0), *REGIMES.children([LARGEST], 16, 0)]
    assert all(REGIMES.admits(point) for point in points)
    assert LARGEST in points


def test_they_shrink_to_the_first():
    assert REGIMES.simplest() == Network((4, 8), Loss.HINGE, Depth.FLAT, 0.0)
    assert all(REGIMES.size(new) < REGIMES.size(LARGEST) for new in REGIMES.simplifications(LARGEST))


def test_equal_laws_are_one_law():
    assert choice((4, 8), (16, 2)) == LAWS["widths"] != choice((4, 8))


@pytest.mark.parametrize(
    ("law", "code"),
    [
        (LAWS["widths"], "choice((4, 8), (16, 2))"),
        (choice((1,)), "choice((1,))"),
        (LAWS["loss"], "choice(Loss.HINGE, Loss.LOGISTIC)"),
        (choice((Loss.HINGE, 0.5)), "choice((Loss.HINGE, 0.5))"),
        (REGIMES.with_(depth=Depth.DEEP).laws["depth"], "Depth.DEEP"),
    ],
)
def test_they_print_as_code(law, code):
    assert repr(law) == code


@pytest.mark.parametrize("field", ["widths", "loss", "depth"])
def test_there_is_nothing_to_map(field):
    with pytest.raises(BoundaryError, match="takes no numbers"):
        axis_of(holding_with(lambda point: point.rate, regimes=REGIMES), field)
