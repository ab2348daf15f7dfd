"""The sampler against the declared laws. Keys are fixed; a right sampler fails at LEVEL for one key in ten thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.stats import beta, chisquare, kstest, loguniform
from scipy.stats import uniform as uniform_law

from theoremcheck import Regimes, Streams, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.regimes import Law

LEVEL = 1e-4
STREAMS = Streams(8, torch.arange(10_000))


@dataclass(frozen=True)
class Pair:
    """Two numbers."""

    x: float
    y: float


@dataclass(frozen=True)
class Chain:
    """Each follows from the one before."""

    n: int
    x: float
    y: float


@dataclass(frozen=True)
class Sizes:
    """Two sizes."""

    n: int
    m: int


def law_of(law: Law) -> NDArray[np.float64]:
    """Draws of one field."""
    return Regimes(Pair, x=law, y=0.0).sample(STREAMS)["x"]


def equally_frequent(values: NDArray[Any], support: Sequence[Any]) -> bool:
    """Chi-square test of the uniform law on a finite support."""
    counts = [int((values == value).sum()) for value in support]
    return sum(counts) == len(values) and bool(chisquare(counts).pvalue > LEVEL)


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (uniform(-2.0, 3.0), uniform_law(-2, 5)),
        (uniform(1, 2), uniform_law(1, 1)),
        (log_uniform(1e-3, 1e3), loguniform(1e-3, 1e3)),
    ],
)
def test_continuous_laws(law: Law, expected: Any) -> None:
    """Kolmogorov-Smirnov against SciPy's distribution function."""
    assert kstest(law_of(law), expected.cdf, method="asymp").pvalue > LEVEL


@pytest.mark.parametrize(
    ("law", "support"),
    [
        (integers(-3, 4), range(-3, 5)),
        (powers_of(2, 3, 100), [4, 8, 16, 32, 64]),
        (powers_of(10, 1, 1000), [1, 10, 100, 1000]),
        (choice(0.5, 1, 2.5), [0.5, 1.0, 2.5]),
    ],
    ids=str,
)
def test_discrete_laws(law: Law, support: Sequence[float]) -> None:
    """Every value of the support, and each as often."""
    assert equally_frequent(law_of(law), support)


@pytest.mark.parametrize("law", [uniform(0.1, 0.3), log_uniform(0.1, 0.3), uniform(5.0, 5.0), log_uniform(7.0, 7.0)])
def test_quantiles_stay_inside_the_range(law: Any) -> None:
    """Also at levels next to 0 and 1, where round-off could leave it."""
    values = law.quantile(np.array([2.0**-53, 0.5, 1 - 2.0**-53]))
    assert all(map(law.support.admits, values))


@pytest.mark.parametrize("law", [uniform(-1.5e308, 1.5e308), log_uniform(1e-300, 1e300)], ids=str)
def test_quantiles_of_the_widest_ranges_are_finite_and_increase(law: Law) -> None:
    """The length of a range may overflow where its ends do not."""
    assert (np.diff(law.quantile(np.linspace(0.1, 0.9, 9))) > 0).all()


def test_fields_are_independent() -> None:
    """A quantile of one field says nothing of another: equal counts in a 10 by 10 grid."""
    columns = Regimes(Pair, x=uniform(0.0, 10.0), y=uniform(0.0, 10.0)).sample(STREAMS)
    cells = 10 * np.floor(columns["x"]) + np.floor(columns["y"])
    assert equally_frequent(cells, range(100))


@pytest.fixture(scope="module")
def triangle() -> Any:
    """Uniform on 0 < x < y < 1, by rejection."""
    return Regimes(Pair, x=uniform(0.0, 1.0), y=uniform(0.0, 1.0), where=lambda r: r.x < r.y).sample(STREAMS)


def test_a_condition_gives_the_conditional_law(triangle: Any) -> None:
    """On the triangle x is Beta(1, 2), y is Beta(2, 1) and x / y uniform."""
    for values, law in (
        (triangle["x"], beta(1, 2)),
        (triangle["y"], beta(2, 1)),
        (triangle["x"] / triangle["y"], beta(1, 1)),
    ):
        assert kstest(values, law.cdf, method="asymp").pvalue > LEVEL


def test_moments_on_the_triangle(triangle: Any) -> None:
    """E x = 1/3, E y = 2/3, Cov = 1/36 by hand; errors within four standard errors, each below 0.5 / sqrt(n)."""
    error = 4 * 0.5 / STREAMS.trials**0.5
    moments = [triangle["x"].mean(), triangle["y"].mean(), np.cov(triangle["x"], triangle["y"])[0, 1]]
    assert moments == pytest.approx([1 / 3, 2 / 3, 1 / 36], abs=error)


def test_a_condition_on_integers_keeps_the_pairs_equally_likely() -> None:
    """Ten pairs (n, m) of 1..4 with n + m at most 5."""
    columns = Regimes(Sizes, n=integers(1, 4), m=integers(1, 4), where=lambda r: r.n + r.m <= 5).sample(STREAMS)
    pairs = [10 * n + m for n in range(1, 5) for m in range(1, 5) if n + m <= 5]
    assert equally_frequent(10 * columns["n"] + columns["m"], pairs)


def test_several_conditions_are_all_kept() -> None:
    """A tuple of conditions is their conjunction."""
    conditions = (lambda r: r.x < r.y, lambda r: r.y < 0.5)
    columns = Regimes(Pair, x=uniform(0.0, 1.0), y=uniform(0.0, 1.0), where=conditions).sample(STREAMS)
    assert (columns["x"] < columns["y"]).all() and (columns["y"] < 0.5).all()


def test_derived_fields_follow_their_formulas() -> None:
    """And may use each other, in the order of declaration."""
    regimes = Regimes(Chain, n=integers(1, 9), y=derived(lambda r: r.n / 2), x=derived(lambda r: 1 + r.y))
    columns = regimes.sample(STREAMS)
    np.testing.assert_array_equal(columns["y"], columns["n"] / 2)
    np.testing.assert_array_equal(columns["x"], 1 + columns["n"] / 2)


REJECTING = {
    "half": Regimes(Pair, x=uniform(0.0, 1.0), y=uniform(0.0, 1.0), where=lambda r: r.x < r.y),
    "one in twenty": Regimes(Pair, x=uniform(0.0, 1.0), y=log_uniform(1.0, 2.0), where=lambda r: r.x < 0.05),
    "integers": Regimes(Sizes, n=integers(1, 50), m=derived(lambda r: r.n**2), where=lambda r: r.n % 7 == 0),
    "mixed numbers": Regimes(Pair, x=choice(1, 2.5), y=uniform(0.0, 1.0), where=lambda r: r.y > 0.7),
}


@pytest.mark.parametrize("regimes", REJECTING.values(), ids=REJECTING)
@pytest.mark.parametrize("part", [[3], [40, 2, 17], range(99, -1, -1)], ids=["alone", "three", "backwards"])
def test_rejection_does_not_depend_on_the_batch(regimes: Regimes, part: Sequence[int]) -> None:
    """How often the neighbours are rejected is not the trial's concern."""
    whole = regimes.sample(Streams(8, torch.arange(100)))
    alone = regimes.sample(Streams(8, torch.tensor(part)))
    assert {name: column.tolist() for name, column in alone.items()} == {
        name: column[list(part)].tolist() for name, column in whole.items()
    }


@pytest.mark.parametrize("regimes", REJECTING.values(), ids=REJECTING)
def test_each_trial_alone_draws_what_it_draws_among_many(regimes: Regimes) -> None:
    """The same for each of 100 trials, so that rare rejections are among them."""
    whole = regimes.sample(Streams(8, torch.arange(100)))
    for row in range(100):
        alone = regimes.sample(Streams(8, torch.tensor([row])))
        assert [column[0] for column in alone.values()] == [whole[name][row] for name in alone]


def test_a_declaration_is_independent_of_the_streams_dtype() -> None:
    """Regimes are drawn in float64, whatever the experiment's precision."""
    regimes = REJECTING["half"]
    single = regimes.sample(Streams(8, STREAMS.indices, torch.float32))
    np.testing.assert_array_equal(single["x"], regimes.sample(STREAMS)["x"])


def test_columns_stand_in_the_order_of_the_fields() -> None:
    """Whatever the order of the declaration."""
    assert list(Regimes(Sizes, m=integers(1, 4), n=integers(1, 4)).sample(STREAMS)) == ["n", "m"]
