"""Laws of the two e-processes: exact expectation, exact value, order."""

from collections.abc import Callable
from itertools import pairwise

import mpmath as mp
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom
from ville import BernoulliTest

from theoremcheck.statistics import log_e_refute, log_e_support

LogE = Callable[[NDArray[np.int64], int, float], NDArray[np.float64]]
PROBABILITIES = [0.5, 0.9, 0.95, 0.999]


def expectation(log_e: LogE, draws: int, required: float, truth: float) -> float:
    """The exact mean of the e-value over Binomial(draws, truth)."""
    s = np.arange(draws + 1)
    return float(np.exp(log_e(s, draws, required) + binom.logpmf(s, draws, truth)).sum())


@pytest.mark.parametrize("required", PROBABILITIES)
@pytest.mark.parametrize("draws", [1, 20, 300])
@pytest.mark.parametrize("log_e", [log_e_support, log_e_refute])
def test_mean_is_one_at_the_required_probability(log_e: LogE, draws: int, required: float) -> None:
    """A martingale at the edge of the null; the tolerance is round-off."""
    assert expectation(log_e, draws, required, required) == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("draws", [1, 20, 300])
def test_mean_is_below_one_inside_the_null(draws: int) -> None:
    """A supermartingale for every probability in the null, not only at its edge."""
    for truth in (0.01, 0.5, 0.85):
        assert expectation(log_e_support, draws, 0.9, truth) < 1
    for truth in (0.95, 0.99, 1.0):
        assert expectation(log_e_refute, draws, 0.9, truth) < 1


def mixture_by_quadrature(s: int, f: int, p: float, side: str) -> float:
    """Log of the mixture integral; u = sqrt(1 - q) makes the density of Beta(1, 1/2) uniform."""
    with mp.workdps(30):
        edge, peak, width = mp.sqrt(1 - mp.mpf(p)), mp.sqrt(mp.mpf(f) / (s + f)), 8 / mp.sqrt(s + f)
        low, high = (mp.mpf(0), edge) if side == "support" else (edge, mp.mpf(1))
        points = [low, *(v for v in (peak - width, peak, peak + width) if low < v < high), high]
        grid = [left + (right - left) * k / 8 for left, right in pairwise(points) for k in range(8)]

        def ratio(u: mp.mpf) -> mp.mpf:
            return ((1 - u * u) / p) ** s * (u * u / (1 - mp.mpf(p))) ** f

        return float(mp.log(mp.quad(ratio, [*grid, high]) / (high - low)))


@pytest.mark.parametrize(
    ("s", "f", "p"),
    [
        (74, 0, 0.95),
        (3, 2, 0.5),
        (9990, 10, 0.999),
        (9900, 100, 0.999),
        (0, 10_000, 0.999),
        (10_000, 0, 0.999),
    ],
)
def test_closed_form_is_the_mixture_integral(s: int, f: int, p: float) -> None:
    """Up to log e = 7e4, where the incomplete beta underflows."""
    support, refute = float(log_e_support(s, s + f, p)), float(log_e_refute(s, s + f, p))
    assert support == pytest.approx(mixture_by_quadrature(s, f, p, "support"), abs=1e-9)
    assert refute == pytest.approx(mixture_by_quadrature(s, f, p, "refute"), abs=1e-9)


@pytest.mark.parametrize("required", PROBABILITIES)
def test_the_two_halves_make_the_whole_mixture_of_ville(required: float) -> None:
    """Beta(1, 1/2) has mass sqrt(1 - p) above p: the halves add up to ville's whole."""
    holds = np.random.default_rng(0).random(500) < 0.93
    theirs = BernoulliTest(required, prior=(1.0, 0.5)).fit(holds).log_e_values_
    s, n, above = np.cumsum(holds), np.arange(1, 501), np.sqrt(1 - required)
    ours = np.logaddexp(np.log(above) + log_e_support(s, n, required), np.log1p(-above) + log_e_refute(s, n, required))
    np.testing.assert_allclose(ours, theirs, atol=1e-10)


def test_a_success_supports_and_a_failure_refutes() -> None:
    """Each further success raises support and lowers refutation; each failure the other way."""
    s, f = np.arange(40)[:, None], np.arange(40)
    support, refute = log_e_support(s, s + f, 0.9), log_e_refute(s, s + f, 0.9)
    assert (np.diff(support, axis=0) > 0).all() and (np.diff(support, axis=1) < 0).all()
    assert (np.diff(refute, axis=0) < 0).all() and (np.diff(refute, axis=1) > 0).all()


def test_evidence_is_monotone_in_the_required_probability() -> None:
    """What the bounds rest on: asking for more lowers support and raises refutation."""
    p = np.linspace(0.001, 0.999, 999)
    for s, n in [(1, 1), (0, 1), (5, 9), (95, 100), (999, 1000)]:
        assert (np.diff(log_e_support(s, n, p)) <= 1e-11).all()
        assert (np.diff(log_e_refute(s, n, p)) >= -1e-11).all()


def test_no_draws_are_no_evidence() -> None:
    """Log e is zero before the first draw."""
    assert float(log_e_support(0, 0, 0.9)) == pytest.approx(0, abs=1e-14)
    assert float(log_e_refute(0, 0, 0.9)) == pytest.approx(0, abs=1e-14)


def test_required_one_is_refused_with_a_reason() -> None:
    """Probability one cannot be supported; the message offers what can."""
    message = "required=1.0 must be below 1: no finite number of draws can support probability one; say 0.999"
    with pytest.raises(ValueError) as error:
        log_e_support(5, 5, 1.0)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("required", "message"),
    [(0.0, "above 0"), (float("nan"), "a number"), ([0.9, 1.2], r"required\[1\]=1.2")],
)
def test_other_impossible_requirements(required: float, message: str) -> None:
    """In an array the culprit's place is given."""
    with pytest.raises(ValueError, match=message):
        log_e_refute(5, 5, required)


@pytest.mark.parametrize(("successes", "draws"), [(6, 5), (-1, 5), (2.5, 5), (float("nan"), 5)])
def test_impossible_counts_are_quoted(successes: float, draws: int) -> None:
    """Both counts stand in the message."""
    with pytest.raises(ValueError, match="of draws=5"):
        log_e_support(successes, draws, 0.9)
