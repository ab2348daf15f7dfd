"""Shrinking: the search ends at the regime that one can work by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, find, settings

from theoremcheck import Regimes, choice, derived, integers, log_uniform, powers_of, uniform

SEARCH = settings(database=None, derandomize=True, max_examples=2000, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Point:
    """A size, a shape, a name, two numbers and what follows."""

    dim: int
    batch_size: int
    loss: str
    rate: float
    noise: float
    twice: int


POINTS = Regimes(
    Point,
    dim=integers(3, 100),
    batch_size=powers_of(2, 4, 256),
    loss=choice("logistic", "hinge", "exponential"),
    rate=log_uniform(0.1, 10.0),
    noise=uniform(0.2, 0.9),
    twice=derived(lambda r: 2 * r.dim),
)


def minimal(condition: Callable[[Any], bool] = lambda point: True, regimes: Regimes = POINTS) -> Any:
    """The simplest point of a regime that satisfies a condition."""
    return find(regimes.strategy(), condition, settings=SEARCH)


def test_the_simplest_point_of_all() -> None:
    """Least integers, least power, first choice, simplest floats."""
    assert minimal() == Point(dim=3, batch_size=4, loss="logistic", rate=1.0, noise=0.5, twice=6)


@pytest.mark.parametrize(
    ("condition", "field", "expected"),
    [
        (lambda p: p.dim > 41, "dim", 42),
        (lambda p: p.twice >= 50, "dim", 25),
        (lambda p: p.batch_size > 20, "batch_size", 32),
        (lambda p: p.loss != "logistic", "loss", "hinge"),
        (lambda p: p.rate > 2.5, "rate", 3.0),
        (lambda p: p.dim * p.batch_size > 200, "dim", 3),
    ],
)
def test_one_condition_moves_one_field(condition: Callable[[Any], bool], field: str, expected: Any) -> None:
    """The smallest value that does it; the other fields stay as simple as they were."""
    assert getattr(minimal(condition), field) == expected


def test_integers_shrink_to_the_least_and_not_to_zero() -> None:
    """Also where the range contains zero."""
    regimes = Regimes(Point, dim=integers(-5, 5), batch_size=1, loss="a", rate=1.0, noise=1.0, twice=2)
    assert minimal(regimes=regimes).dim == -5


def test_the_minimum_satisfies_the_declared_conditions() -> None:
    """Shrinking does not leave the regime."""
    regimes = POINTS.with_(where=lambda r: r.dim * r.noise > 10)
    point = minimal(regimes=regimes)
    assert regimes.admits(point) and point.dim * point.noise > 10 and point.dim <= 21
