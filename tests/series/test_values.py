"""Values in a declaration: described by what they are, or refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from theoremcheck import AtMost, Claim, Control, GivenRegimes, Observables, Regimes, Source, Streams, uniform
from theoremcheck.series.specification import SpecificationError, specification_hash


@dataclass(frozen=True)
class Coin:
    """A coin."""

    chance: float


class Metal(Enum):
    """What coins are made of."""

    GOLD = 1
    TIN = 2


class Tosser:
    """A callable with an attribute."""

    def __init__(self, bias: Any) -> None:
        self.bias = bias

    def __call__(self, coins: Coin, streams: Streams) -> Observables:
        return toss(coins, streams, self.bias)

    def method(self, coins: Coin, streams: Streams) -> Observables:
        """The same as a bound method."""
        return toss(coins, streams, self.bias)


def toss(coins: Coin, streams: Streams, *values: Any) -> Observables:
    """A toss that is given some values."""
    return Observables(drawn=streams.uniform("toss") - coins.chance)


CLAIM = Claim(
    name="toys.heads",
    statement="Heads are seen.",
    source=Source("Nobody 2025", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(Coin, chance=uniform(0.96, 1.0)),
    experiment=toss,
    prediction=AtMost("drawn", 0.0),
    required=0.9,
    controls=(Control(breaks="the coin is fair", experiment=Tosser(0.5)),),
)


def hash_with(value: Any) -> str:
    """Hash of a claim whose experiment is given a value."""
    return specification_hash(replace(CLAIM, experiment=partial(toss, value)))


def by_closure(value: Any) -> Callable[..., Any]:
    """A function that holds a value."""
    return lambda coins, streams: toss(coins, streams, value)


def by_default(value: Any) -> Callable[..., Any]:
    """A function with a value as default."""

    def tossed(coins: Coin, streams: Streams, value: Any = value) -> Observables:
        return toss(coins, streams, value)

    return tossed


def by_keyword(value: Any) -> Callable[..., Any]:
    """A function with a value as the default of a keyword."""

    def tossed(coins: Coin, streams: Streams, *, value: Any = value) -> Observables:
        return toss(coins, streams, value)

    return tossed


HOLDERS: dict[str, Callable[[Any], Any]] = {
    "partial": lambda value: partial(toss, value),
    "keyword of a partial": lambda value: partial(toss, value=value),
    "closure": by_closure,
    "default": by_default,
    "default of a keyword": by_keyword,
    "attribute": Tosser,
    "bound method": lambda value: Tosser(value).method,
    "method of a dictionary": lambda value: {"value": value}.get,
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
def test_a_value_counts_wherever_a_function_holds_it(holder: Callable[[Any], Any]) -> None:
    """Two experiments that differ in it are two experiments."""
    first, again, other = (specification_hash(replace(CLAIM, experiment=holder(value))) for value in (1.0, 1.0, 2.0))
    assert first == again != other


DIFFERENT: list[tuple[Any, Any]] = [
    (1, 2),
    (1, 1.0),
    (True, 1),
    (0.1, 0.1 + 2**-56),
    (0.0, -0.0),
    ("a", "b"),
    (None, 0),
    ((1, 2), (2, 1)),
    ((1, (2,)), ((1, 2),)),
    ({"a": 1}, {"a": 2}),
    ({1, 2}, {1, 3}),
    (Metal.GOLD, Metal.TIN),
    (Coin(0.1), Coin(0.2)),
    (torch.float32, torch.float64),
    (torch.tensor([1.0]), torch.tensor([2.0])),
    (torch.tensor([1.0]), torch.tensor([1.0], dtype=torch.float64)),
    (np.array([1, 2]), np.array([[1, 2]])),
    (np.float32(0.1), np.float64(0.1)),
    (np.sin, np.cos),
    (torch.sin, torch.cos),
    (len, max),
    (Coin, Metal),
    (lambda x: x + 1, lambda x: x + 2),
    (lambda x: x.real, lambda x: x.imag),
    (lambda x: [y + 1 for y in x], lambda x: [y + 2 for y in x]),
    (np.array(["a", None], dtype=object), np.array(["b", None], dtype=object)),
    (np.array([1, 2], dtype=[("a", "i4"), ("b", "i4")]), np.array([1, 2], dtype=[("b", "i4"), ("a", "i4")])),
    (torch.ones(2, dtype=torch.bfloat16), torch.ones(2, dtype=torch.float64)),
    (cache(lambda x: x + 1), cache(lambda x: x + 2)),
]
ALIKE: list[tuple[Any, Any]] = [
    (np.array([1, 2], dtype="<i8"), np.array([1, 2], dtype=">i8")),
    (np.array([0.0, np.nan]), np.array([0.0, -np.nan])),
    (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3)),
    (lambda x: [y + 1 for y in x], lambda x: [(y + 1) for y in x]),
    ([lambda x: x + 1 for _ in "a"], [lambda x: x + 1]),
    (partial(lambda x, y: x, 1), partial(lambda x, y: x, 1)),
    (cache(lambda x: x + 1), cache(lambda x: x + 1)),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_values_that_differ(one: Any, other: Any) -> None:
    """Also in type, in the last bit, in order or in shape."""
    assert hash_with(one) != hash_with(other)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_values_that_are_the_same(one: Any, other: Any) -> None:
    """Whatever the order of their bytes, the sign of what is no number, or the place of their source."""
    assert hash_with(one) == hash_with(other)


@pytest.mark.parametrize(
    "make",
    [
        lambda: {"b", "a", "c"},
        lambda: {"a": (1, [2.0, {"x": None}])},
        lambda: np.arange(6.0).reshape(2, 3),
        lambda: np.array([float("1.5"), None], dtype=object),
        lambda: torch.arange(6.0).reshape(2, 3).T,
        lambda: torch.ones(2, requires_grad=True),
        lambda: torch.ones(2, dtype=torch.bfloat16),
        lambda: float("nan"),
        lambda: partial(partial(toss, 1), 2),
        lambda: Tosser(Tosser(1)),
        lambda: by_closure(by_closure(1)),
        lambda: torch.nn.Linear(2, 1).requires_grad_(False).apply(zero),
    ],
)
def test_equal_values_made_twice(make: Callable[[], Any]) -> None:
    """No address and no order of insertion gets into the hash."""
    assert hash_with(make()) == hash_with(make())


def zero(module: Any) -> None:
    """Parameters that do not depend on a seed."""
    for parameter in module.parameters(recurse=False):
        parameter.zero_()


def test_a_value_that_holds_itself() -> None:
    """Recursive functions and cyclic lists come to an end."""
    cyclic: list[Any] = [1]
    cyclic.append(cyclic)

    def factorial(n: int) -> int:
        return n * factorial(n - 1) if n else 1

    assert hash_with(cyclic) != hash_with([1, [1]])
    assert hash_with(factorial) == hash_with(factorial)


def test_a_function_that_uses_a_later_one() -> None:
    """A cell that is not filled yet is no reason to fail."""

    def make() -> Callable[[], Any]:
        def early() -> Any:
            return late()

        described = hash_with(early)

        def late() -> str:
            return described

        return late

    assert len(make()()) == 16


UNSTABLE = [object(), iter([]), b"bytes", 1j, range(3), (1, object()), {"a": object()}, Coin(object())]  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [*UNSTABLE, np.array([object()])], ids=lambda value: type(value).__name__)
def test_what_has_no_stable_description_is_named(value: Any) -> None:
    """With its type, and what to use instead."""
    with pytest.raises(SpecificationError, match="has no stable description: use numbers, strings, tuples"):
        hash_with(value)


def test_a_path_is_described_by_what_lies_there(tmp_path: Path) -> None:
    """Whoever moves a folder of tables changes nothing; caches and hidden files are none of it."""
    hashes = []
    for home in ("here", "there"):
        folder = tmp_path / home / "tables"
        (folder / "inner").mkdir(parents=True)
        (folder / "inner" / "one.csv").write_text("1")
        hashes.append(hash_with(folder))
    (folder / ".hidden").write_text("2")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    hashes.append(hash_with(folder))
    assert len(set(hashes)) == 1
    (folder / "inner" / "one.csv").write_text("2")
    assert hash_with(folder) not in hashes


def test_a_path_to_nothing_has_no_description(tmp_path: Path) -> None:
    """And says so."""
    with pytest.raises(SpecificationError, match="belongs to the specification and cannot be read"):
        hash_with(tmp_path / "absent")


def test_a_strategy_decides_no_number() -> None:
    """The falsifier may search elsewhere; the sampler is what counts."""

    def given(points: Any, sampler: Any) -> str:
        return specification_hash(replace(CLAIM, regimes=GivenRegimes(Coin, points, sampler)))

    narrow, wide = (st.builds(Coin, st.floats(low, 1)) for low in (0.9, 0.1))
    assert given(narrow, toss) == given(wide, toss) != given(wide, Tosser(1))


@pytest.mark.parametrize(
    "source", ["made = lambda: 1", "def make():\n    def made(): ...\n    return made\nmade = make()"]
)
def test_a_lambda_or_local_function_needs_a_file(source: str) -> None:
    """What it says is read there; bytecode is not the same on another Python."""
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    with pytest.raises(SpecificationError, match="from <string>; a claim names .* put the claim into a file"):
        hash_with(namespace["made"])
