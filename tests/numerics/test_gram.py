"""Gaussian coordinates: the law of brute-force vectors, at a cost that does not depend on the dimension."""

import mpmath
import numpy as np
import pytest
import torch
from scipy.stats import chi as chi_law
from scipy.stats import ks_2samp, kstest, norm

from theoremcheck.numerics import chi, gaussian_coordinates
from theoremcheck.numerics.gram import _expansion, _quantile
from theoremcheck.streams import Streams, stream_key

TRIALS = 2000
LEVEL = 0.01


def streams(trials=TRIALS, dtype=torch.float64, first=0):
    return Streams(stream_key("gram"), torch.arange(first, first + trials), dtype)


def grams(coordinates):
    return (coordinates @ coordinates.mT).numpy()


@pytest.mark.parametrize("dim", [5, 6, 40])
def test_gram_matrix_has_the_law_of_brute_force(dim):
    """Two-sample KS of every entry, of the determinant and of the trace; Bonferroni over all of them."""
    drawn = grams(gaussian_coordinates(4, dim, streams(), "vectors", fixed=1))
    brute = grams(streams().child("brute").normal("vectors", (4, dim)))
    pairs = [(drawn[:, i, j], brute[:, i, j]) for i in range(4) for j in range(i + 1)]
    pairs += [(np.linalg.det(drawn), np.linalg.det(brute)), (np.trace(drawn.T), np.trace(brute.T))]
    assert min(ks_2samp(*pair).pvalue for pair in pairs) > LEVEL / len(pairs)


def test_fixed_directions_have_normal_coordinates():
    coordinates = gaussian_coordinates(3, 10, streams(), "vectors", fixed=2)[:, :, :2]
    assert kstest(coordinates.flatten().numpy(), norm.cdf).pvalue > LEVEL


@pytest.mark.parametrize("degrees", [1.0, 7.0, 1e3, 1e6, 1e9, 1e12])
def test_chi(degrees):
    sample = chi(torch.full((TRIALS, 1), degrees, dtype=torch.float64), streams(), "chi")[:, 0].numpy()
    # SciPy's own distribution function is inexact for many degrees of freedom; sqrt(2 chi^2) - sqrt(2 nu - 1) is normal
    # up to O(nu^-1/2), far below what 2,000 draws can tell.
    law = chi_law(degrees).cdf if degrees <= 1e3 else lambda x: norm.cdf((x - np.sqrt(degrees - 0.5)) * np.sqrt(2))
    assert kstest(sample, law).pvalue > LEVEL


def test_quantile_and_expansion_agree_where_they_meet():
    levels = np.concatenate([10.0 ** -np.arange(1, 15), np.linspace(0.05, 0.95, 19)])
    expected = _quantile(np.full_like(levels, 1e5), levels)
    np.testing.assert_allclose(_expansion(np.full_like(levels, 1e5), norm.ppf(levels)), expected, rtol=4e-15)


@pytest.mark.parametrize("degrees", [2.0, 4.0, 400.0])
@pytest.mark.parametrize("level", [1e-9, 0.2, 0.5, 0.8, 1 - 1e-9])
def test_quantile_inverts_the_distribution_function(degrees, level):
    """For even degrees the upper tail is a Poisson sum: P(chi2 > x) = sum_k<nu/2 e^-x/2 (x/2)^k / k!, in 50 digits."""
    quantile = _quantile(np.array([degrees]), np.array([level]))[0]
    with mpmath.workdps(50):
        half = mpmath.mpf(quantile) / 2
        upper = mpmath.exp(-half) * mpmath.fsum(half**k / mpmath.factorial(k) for k in range(int(degrees) // 2))
        density = mpmath.exp(-half) * half ** (degrees / 2 - 1) / mpmath.gamma(degrees / 2)
        error = abs((1 - upper) - mpmath.mpf(level)) / (density * half)
    assert error < 1e-14


def test_the_coordinates_are_as_many_whatever_the_dimension():
    shapes = {gaussian_coordinates(15, dim, streams(2), "vectors").shape for dim in (20, 2e3, 1e12)}
    assert shapes == {(2, 15, 15)}


def test_a_trial_is_the_same_in_any_batch():
    dims = torch.tensor([20.0, 1e4, 1e9, 1e12], dtype=torch.float64)
    together = gaussian_coordinates(6, dims, streams(4), "vectors", fixed=1)
    for row in range(4):
        alone = gaussian_coordinates(6, dims[row], streams(1, first=row), "vectors", fixed=1)
        assert torch.equal(together[row], alone[0])


def test_more_vectors_begin_with_the_fewer():
    few, many = (gaussian_coordinates(count, 50, streams(4), "vectors", fixed=1) for count in (5, 9))
    assert torch.equal(many[:, :5, :6], few)
    assert (many[:, :5, 6:] == 0).all()


def test_float32_is_float64_rounded():
    single, double = (gaussian_coordinates(5, 1e9, streams(8, dtype), "v") for dtype in (torch.float32, torch.float64))
    assert torch.equal(single, double.float())


def test_a_dimension_that_is_too_small_is_named():
    with pytest.raises(ValueError, match=r"dim=6 must be at least 7: 5 vectors and 2 fixed directions"):
        gaussian_coordinates(5, 6, streams(2), "vectors", fixed=2)
