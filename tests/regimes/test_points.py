"""Points, columns and batches: the same dataclass with numbers, arrays or tensors in it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from theoremcheck import Regimes, Streams, choice, integers, uniform
from theoremcheck.regimes import batch_of, point_of, shape_of

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Start:
    """A size, two numbers and a name."""

    dim: int
    gap: float
    beta: float = 2.0
    loss: str = "hinge"


POINTS = [Start(3, 0.25), Start(3, 0.5, 1.0), Start(3, 0.75)]


def drawn(regimes: Regimes, trials: int = 20) -> list[Any]:
    """The first points of a regime."""
    columns = regimes.sample(Streams(1, torch.arange(trials)))
    return [point_of(regimes.regime, columns, row) for row in range(trials)]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_batch_holds_tensors_in_its_float_fields(dtype: torch.dtype) -> None:
    """One entry a trial, in the order of the points."""
    batch = batch_of(POINTS, dtype, CPU)
    assert torch.equal(batch.gap, torch.tensor([0.25, 0.5, 0.75], dtype=dtype))
    assert torch.equal(batch.beta, torch.tensor([2.0, 1.0, 2.0], dtype=dtype))


def test_a_batch_shares_everything_else() -> None:
    """Sizes and names stay Python values."""
    batch = batch_of(POINTS, torch.float64, CPU)
    assert (type(batch), batch.dim, batch.loss) == (Start, 3, "hinge")


@pytest.mark.parametrize("other", [Start(4, 0.5), Start(3, 0.5, loss="logistic")], ids=str)
def test_points_of_another_shape_do_not_fit(other: Start) -> None:
    """The field that differs is named."""
    with pytest.raises(ValueError, match=r"Start\.(dim|loss) differs within a batch"):
        batch_of([*POINTS, other], torch.float64, CPU)


def test_the_shape_is_what_a_batch_shares() -> None:
    """Every field that is no float."""
    assert {shape_of(point) for point in POINTS} == {(3, "hinge")}


def test_a_point_has_python_numbers() -> None:
    """So that it prints as the code that makes it."""
    columns = {"dim": np.array([3]), "gap": np.array([1]), "beta": np.array([2.0]), "loss": np.array(["a"])}
    point = point_of(Start, columns, 0)
    assert repr(point) == "Start(dim=3, gap=1.0, beta=2.0, loss='a')"


def test_defaults_of_the_dataclass_are_constants() -> None:
    """A field that is not declared stays as it is."""
    assert {(point.beta, point.loss) for point in drawn(Regimes(Start, dim=2, gap=uniform(0.0, 1.0)))} == {
        (2.0, "hinge")
    }


def test_a_declared_field_replaces_its_default() -> None:
    """As in any call."""
    assert {point.beta for point in drawn(Regimes(Start, dim=2, gap=0.5, beta=choice(3.0, 4.0)))} == {3.0, 4.0}


@pytest.mark.parametrize("law", [integers(1, 3), choice(1, 2, 3)], ids=str)
def test_integers_in_a_float_field_become_floats(law: Any) -> None:
    """And are still whole."""
    values = [point.gap for point in drawn(Regimes(Start, dim=2, gap=law))]
    assert all(type(value) is float for value in values) and set(values) == {1.0, 2.0, 3.0}
