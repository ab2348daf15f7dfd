"""One declaration, two compilations: the strategy and the sampler have the same support and build the same points."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import find, given, settings
from hypothesis import strategies as st

from theoremcheck import Regimes, Streams, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.regimes import point_of

SEARCH = settings(deadline=None, database=None, derandomize=True, max_examples=200)
STREAMS = Streams(31, torch.arange(2000))


@dataclass(frozen=True)
class Mixed:
    """A field of each kind, a derived one and a default."""

    dim: int
    width: int
    loss: str
    rate: float
    noise: float
    level: float
    steps: int
    ratio: float
    symmetric: bool = True


MIXED = Regimes(
    Mixed,
    dim=powers_of(2, 2, 64),
    width=integers(3, 9),
    loss=choice("hinge", "logistic"),
    rate=log_uniform(1e-4, 1e2),
    noise=uniform(-1.0, 1.0),
    level=choice(0.5, 1, 2),
    steps=derived(lambda r: 2 * r.dim + r.width),
    ratio=derived(lambda r: r.dim / r.width),
    where=(lambda r: r.dim > r.width, lambda r: (r.noise < 0.5) | (r.loss == "hinge")),
)


def sampled(regimes: Regimes, streams: Streams = STREAMS) -> list[Any]:
    """The sampler's points."""
    columns = regimes.sample(streams)
    return [point_of(regimes.regime, columns, row) for row in range(streams.trials)]


DRAWS = sampled(MIXED)


def typed(point: Any) -> dict[str, type]:
    """The types of a point's fields."""
    return {name: type(value) for name, value in vars(point).items()}


@SEARCH
@given(MIXED.strategy())
def test_every_example_is_admitted(point: Mixed) -> None:
    """Hypothesis stays inside the declaration."""
    assert MIXED.admits(point)


@SEARCH
@given(MIXED.strategy())
def test_every_example_prints_as_the_code_that_makes_it(point: Mixed) -> None:
    """Numbers are Python numbers, so a failing point can be pasted back."""
    assert eval(repr(point)) == point


@SEARCH
@given(MIXED.strategy())
def test_examples_and_draws_have_the_same_types(point: Mixed) -> None:
    """Both compilations build the same dataclass from the same types."""
    assert typed(point) == typed(DRAWS[0])


def test_every_draw_is_admitted() -> None:
    """The sampler stays inside the declaration."""
    assert all(MIXED.admits(point) for point in DRAWS)


def test_every_draw_prints_as_the_code_that_makes_it() -> None:
    """Exactly: floats print in full."""
    assert all(eval(repr(point)) == point for point in DRAWS)


@pytest.mark.parametrize("field", ["dim", "width", "loss", "level"])
def test_both_reach_every_discrete_value(field: str) -> None:
    """Nothing that the sampler draws is hidden from the search, and the other way round."""
    found = set()

    @settings(SEARCH, max_examples=400)
    @given(MIXED.strategy())
    def collect(point: Mixed) -> None:
        found.add(getattr(point, field))

    collect()
    assert found == {getattr(point, field) for point in DRAWS}


@dataclass(frozen=True)
class Network:
    """Widths of the layers."""

    widths: tuple[int, ...]


def test_a_tuple_is_one_value() -> None:
    """Not an array of its entries: the search builds the very points that the sampler draws."""
    regimes = Regimes(Network, widths=choice((8, 4), (16,)))
    assert set(sampled(regimes)) == {Network((8, 4)), Network((16,))}
    assert find(regimes.strategy(), regimes.admits, settings=SEARCH) == Network((8, 4))


@dataclass(frozen=True)
class Pair:
    """Two numbers."""

    x: float
    y: float


@dataclass(frozen=True)
class Count:
    """A number and what follows from it."""

    x: float
    n: int


FORMULAS: dict[str, Callable[[SimpleNamespace], Any]] = {
    "quotient": lambda r: 2 / r.x,
    "square": lambda r: r.x**2,
    "root": lambda r: r.x**0.3,
    "power of two": lambda r: 2**r.x,
    "exponential": lambda r: np.exp(-r.x),
}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_derived_field_is_the_same_number_alone_and_among_many(formula: Callable[[SimpleNamespace], Any]) -> None:
    """Bit for bit: a sampled point is admitted, although it is then derived from one number and not from an array."""
    regimes = Regimes(Pair, x=uniform(0.1, 5.0), y=derived(formula))
    assert all(regimes.admits(point) for point in sampled(regimes))


INTEGER_FORMULAS: dict[str, Callable[[SimpleNamespace], Any]] = {
    "case": lambda r: np.where(r.x > 2, 3, 1),
    "floor": lambda r: np.floor(r.x).astype(int),
    "ceiling": lambda r: np.int64(1) + (r.x > 2),
}


@pytest.mark.parametrize("formula", INTEGER_FORMULAS.values(), ids=INTEGER_FORMULAS)
def test_a_derived_integer_is_an_integer_for_the_search_too(formula: Callable[[SimpleNamespace], Any]) -> None:
    """Formulas written for arrays give plain numbers to both."""
    regimes = Regimes(Count, x=uniform(1.0, 5.0), n=derived(formula))

    @settings(SEARCH, max_examples=20)
    @given(regimes.strategy())
    def check(point: Count) -> None:
        assert typed(point) == {"x": float, "n": int}

    check()


CONDITIONS: dict[str, Callable[[SimpleNamespace], Any]] = {
    "less": lambda r: r.x < r.y,
    "and": lambda r: (r.x < 0.8) & (r.y < 0.8),
    "not": lambda r: ~(r.x > 0.5),
    "not either": lambda r: ~((r.x > 0.5) | (r.y > 0.9)),
    "power": lambda r: r.x**2 + r.y**2 < 1,
    "logical_not": lambda r: np.logical_not(r.x > r.y),
}


@pytest.mark.filterwarnings("ignore:Bitwise inversion:DeprecationWarning")
@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_means_the_same_for_both(condition: Callable[[SimpleNamespace], Any]) -> None:
    """The search keeps a point exactly where NumPy's reading of the condition, the sampler's, is true."""
    regimes = Regimes(Pair, x=uniform(0.0, 1.0), y=uniform(0.0, 1.0), where=condition)

    @SEARCH
    @given(regimes.strategy())
    def check(point: Pair) -> None:
        assert condition(SimpleNamespace(x=np.array([point.x]), y=np.array([point.y]))).all()

    check()


@pytest.mark.filterwarnings("ignore:Bitwise inversion:DeprecationWarning")
@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_admits_reads_conditions_as_the_sampler_does(condition: Callable[[SimpleNamespace], Any]) -> None:
    """On points of the whole square, inside and outside."""
    regimes = Regimes(Pair, x=uniform(0.0, 1.0), y=uniform(0.0, 1.0), where=condition)
    x, y = np.random.default_rng(5).random((2, 300))
    expected = condition(SimpleNamespace(x=x, y=y)).tolist()
    assert [regimes.admits(Pair(float(a), float(b))) for a, b in zip(x, y, strict=True)] == expected


OUTSIDE = {
    "dim": [3, 1, 128],
    "width": [2, 10, 3.5, float("nan")],
    "loss": ["Hinge", 1],
    "rate": [0.0, 101.0, float("nan"), float("inf"), "1"],
    "noise": [-1.5, None],
    "level": [0.75, "2"],
    "steps": [0],
    "ratio": [0.0],
    "symmetric": [False],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in OUTSIDE.items() for value in values])
def test_values_outside_are_not_admitted(field: str, value: Any) -> None:
    """One wrong field, whatever its type, and the point is out."""
    point = DRAWS[0]
    assert not MIXED.admits(Mixed(**{**vars(point), field: value}))


@SEARCH
@given(st.floats(0.1, 2.0), st.integers(0, 5))
def test_admits_is_the_declaration(x: float, n: int) -> None:
    """Each field in the support of its law, and the conditions true."""
    regimes = Regimes(Count, x=uniform(0.5, 1.0), n=integers(1, 3), where=lambda r: r.x * r.n < 2)
    assert regimes.admits(Count(x, n)) == (0.5 <= x <= 1 and 1 <= n <= 3 and x * n < 2)
