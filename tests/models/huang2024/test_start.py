"""The random start of Huang et al. 2024: closed forms against integrals, drawn laws against moments and SciPy."""

from functools import partial
from math import erf, log, pi, sqrt

import numpy as np
import pytest
import torch
from scipy import integrate, optimize, stats

from models.huang2024.start.bounds import CLASS_MEAN, CLASS_VARIANCE, Start
from models.huang2024.start.labels import biased_labels, block_labels, fair_labels
from models.huang2024.start.products import FirstProducts, first_products, noise_geometry
from models.huang2024.start.vectors import cauchy, correlated, independent
from models.huang2024.start.window import Window, laplace
from strategies.huang2024.start import FAILURES, labelled_samples, large_samples, starts
from theoremcheck.streams import Streams, stream_key

TRIALS = 4_000


def streams(trials=TRIALS):
    return Streams(stream_key("test huang2024 start"), torch.arange(trials))


def start(trials=TRIALS, samples=4, neurons=3, dim=8.0, failure=0.05):
    def filled(value):
        return torch.full((trials,), value, dtype=torch.float64)

    return Start(samples, neurons, filled(float(dim)), filled(failure))


def mean_is(values, expected):
    """Whether the mean over trials is `expected`, within five of its standard errors (a false alarm in 2 million)."""
    values = values.double().flatten()
    return abs(values.mean() - expected) < 5 * values.std() / len(values) ** 0.5


def explicit(trials=TRIALS, samples=4, neurons=3, dim=8):
    """The same products from vectors of R^d; the signal is the first axis."""
    drawn = streams(trials).child("explicit")
    w, xi = drawn.normal("w", (neurons, dim)), drawn.normal("xi", (samples, dim))
    return w[..., 0], w @ xi.mT / sqrt(dim), xi @ xi.mT, xi[..., 0]


def test_the_class_term_has_the_stated_mean_and_variance():
    mean, square = (
        integrate.quad(lambda z, p=p: z**p * stats.norm.pdf(z) / 2, 0, np.inf, epsabs=1e-13)[0] for p in (1, 2)
    )
    assert np.isclose(CLASS_MEAN, mean, rtol=1e-9)
    assert np.isclose(CLASS_VARIANCE, square - mean**2, rtol=1e-9)
    assert round(CLASS_MEAN, 4) == 0.1995


def test_bounds_at_a_point_worked_by_hand():
    point = start(1, samples=100, neurons=50, dim=1e4)
    expected = {
        "count_tolerance": sqrt(50 * log(80)),
        "signal_product_bound": sqrt(2 * log(8_000)),
        "noise_product_bound": 2 * sqrt(log(800_000)),
        "noise_overlap_bound": 200 * sqrt(log(1_200_000)),
        "noise_signal_bound": sqrt(2 * log(12_000)),
        "class_sum_bound": 10 * (1 + sqrt(log(20) / 2)),
        "class_sum_mean": 100 / (2 * sqrt(2 * pi)),
    }
    for name, value in expected.items():
        assert np.isclose(getattr(point, name)().item(), value), name


def test_the_mean_of_chi_is_bounded_as_the_tolerance_needs():
    """2 - 2 E chi_d / sqrt(d) <= 1/d, so that |w| adds no more to the second moment than is allowed."""
    d = np.arange(1, 2_000)
    assert (2 - 2 * stats.chi(d).mean() / np.sqrt(d) <= 1 / d).all()


def test_the_tolerance_of_the_class_sum_is_a_second_moment():
    """At d = 8 the norm of w matters: the bound holds with little to spare, and not without its term."""
    point = start(samples=400, neurons=1, failure=1.0)
    sums = first_products(point, streams()).class_sums(fair_labels(point, streams()))[:, 0]
    moment = (sums - point.class_sum_mean()).square().mean()
    bound = point.class_sum_tolerance()[0] ** 2
    assert 0.5 * bound < moment < bound
    assert moment > 2 * 400 * CLASS_VARIANCE


def test_the_share_of_small_products_is_a_normal_probability():
    point = start(1)
    share = point.small_share(torch.tensor([1.0, 4.0], dtype=torch.float64))
    assert np.allclose(share, 2 * stats.norm.cdf(CLASS_MEAN * np.array([1, 4])) - 1)
    assert np.isclose(share[0], erf(1 / (4 * sqrt(pi))))
    assert round(share[0].item(), 3) == 0.158


def test_the_tolerance_of_the_share_has_both_terms():
    point = start(1, samples=1600, failure=0.1)
    factors = torch.tensor([0.0, 1.0], dtype=torch.float64)
    uniformly, both = point.small_share_tolerance(factors)[0].tolist()
    assert np.isclose(2 * np.exp(-2 * 1600 * uniformly**2), 0.05)
    slack = (both - uniformly) / sqrt(2 / pi)
    assert np.isclose(CLASS_VARIANCE / (1600 * slack**2), 0.05)


def test_the_window_has_the_normal_probability():
    width = torch.tensor([0.01, 0.25, 1.0], dtype=torch.float64)
    window = Window(10, width)
    assert np.allclose(window.gaussian_probability(), 1 - 2 * stats.norm.sf(width))


def test_half_of_the_bound_already_bounds_the_probability():
    window = Window(10, torch.linspace(1e-3, 8, 2_000, dtype=torch.float64))
    assert (window.gaussian_probability() <= window.printed_bound() / 2 + 1e-15).all()


def test_the_window_counts_both_signs_and_its_edge():
    values = torch.tensor([[-0.2, -0.1, 0.0, 0.1, 0.3]], dtype=torch.float64)
    assert Window(5, torch.tensor([0.1], dtype=torch.float64)).share(values).item() == 0.6


def test_laplace_is_scipys():
    values = laplace(streams(1), "x", (20_000,)).flatten().numpy()
    assert stats.kstest(values, stats.laplace(scale=1 / sqrt(2)).cdf).pvalue > 1e-6


@pytest.mark.parametrize("positive", [0.2, 0.8])
def test_biased_labels_are_positive_as_often_as_stated(positive):
    labels = biased_labels(start(), streams(), positive)
    assert set(labels.unique().tolist()) == {-1.0, 1.0}
    assert mean_is(labels > 0, positive)


def test_fair_labels_are_fair_and_blocks_share_them():
    point = start(samples=50)
    assert mean_is(fair_labels(point, streams()), 0)
    blocks = block_labels(point, streams(), 25).unflatten(1, (2, 25))
    assert (blocks == blocks[..., :1]).all()
    assert mean_is(blocks[:, 0, 0] * blocks[:, 1, 0], 0)


@pytest.mark.parametrize("products", [lambda: first_products(start(), streams()).noise, lambda: explicit()[1]])
def test_moments_of_the_first_products(products):
    """With <w, xi> = |w||xi| cos: unit variance, fourth moment 3 (1 + 2/d), and dependence through the norms."""
    noise = products()
    assert mean_is(noise.square().mean(dim=(1, 2)), 1)
    assert mean_is(noise.pow(4).mean(dim=(1, 2)), 3 * (1 + 2 / 8))
    assert mean_is((noise[:, 0, 0] * noise[:, 0, 1]).square(), 1 + 2 / 8)
    assert mean_is((noise[:, 0, 0] * noise[:, 1, 0]).square(), 1 + 2 / 8)
    assert mean_is((noise[:, 0, 0] * noise[:, 1, 1]).square(), 1)
    four_cycle = noise[:, 0, 0] * noise[:, 0, 1] * noise[:, 1, 0] * noise[:, 1, 1]
    assert mean_is(four_cycle, 1 / 8)


def test_extremes_are_those_of_explicit_vectors():
    products, geometry = first_products(start(), streams()), noise_geometry(start(), streams())
    signal, noise, gram, noise_signal = explicit()
    off_diagonal = gram - torch.diag_embed(gram.diagonal(dim1=1, dim2=2))
    pairs = [
        (products.signal.amax(1), signal.amax(1)),
        (products.noise.abs().amax((1, 2)), noise.abs().amax((1, 2))),
        (products.noise.amax(1).amin(1), noise.amax(1).amin(1)),
        (geometry.overlaps.abs().amax((1, 2)), off_diagonal.abs().amax((1, 2))),
        (geometry.squared_norms.amin(1), gram.diagonal(dim1=1, dim2=2).amin(1)),
        (geometry.signal.abs().amax(1), noise_signal.abs().amax(1)),
    ]
    for in_span, in_full in pairs:
        assert stats.ks_2samp(in_span, in_full).pvalue > 1e-6


def test_the_geometry_is_a_gram_matrix():
    geometry = noise_geometry(start(3), streams(3))
    assert (geometry.overlaps.diagonal(dim1=1, dim2=2).abs() < 1e-12).all()
    assert torch.allclose(geometry.overlaps, geometry.overlaps.mT)
    gram = geometry.overlaps + torch.diag_embed(geometry.squared_norms)
    assert (torch.linalg.eigvalsh(gram - geometry.signal[:, :, None] * geometry.signal[:, None, :]) > 0).all()


def test_correlated_vectors_have_their_correlation():
    geometry = noise_geometry(start(), streams(), partial(correlated, correlation=0.25))
    assert mean_is(geometry.overlaps[:, 0, 1], 0.25 * 8)
    assert mean_is(geometry.squared_norms[:, 0], 8)
    assert mean_is(geometry.signal[:, 0].square(), 1)


def test_cauchy_vectors_have_cauchy_coordinates():
    geometry = noise_geometry(start(), streams(), cauchy)
    for sample in range(4):
        assert stats.kstest(geometry.signal[:, sample].numpy(), stats.cauchy.cdf).pvalue > 1e-6


def test_independent_vectors_are_the_first_ones():
    gaussians = streams(2).normal("x", (4, 5))
    assert torch.equal(independent(gaussians, streams(2)), gaussians[:, :3])


def test_counts_and_sums_by_hand():
    noise = torch.tensor([[[1.0, -2.0, 3.0, 4.0]]], dtype=torch.float64)
    labels = torch.tensor([[1.0, 1.0, -1.0, 1.0]], dtype=torch.float64)
    products = FirstProducts(noise[..., 0], noise)
    assert products.class_sums(labels).tolist() == [[5.0]]
    assert products.active_counts(labels).tolist() == [[[2.0, 1.0]]]


def test_trials_do_not_depend_on_their_batch():
    together = first_products(start(5), streams(5)).noise[3]
    alone = first_products(start(1), Streams(streams(1).key, torch.tensor([3]))).noise[0]
    assert torch.allclose(together, alone, rtol=1e-12)


def test_eighteen_neurons_respond_to_two_hundred_noises():
    assert 200 * stats.norm.cdf(1 / 4) ** 18 <= 0.02 < 200 * stats.norm.cdf(1 / 4) ** 17
    assert min(starts().laws["neurons"].support.values) >= 18


def chernoff_rate(level):
    """Rate at which the mean of m rectified normals falls to `level`: sup of -log E e^(-t relu z) - t level."""
    exponent = optimize.minimize_scalar(
        lambda t: log(0.5 + np.exp(t * t / 2) * stats.norm.cdf(-t)) + t * level, bounds=(0, 5), method="bounded"
    )
    return -exponent.fun


def test_two_hundred_neurons_average_well_enough():
    assert np.isclose(chernoff_rate(0.2), 0.0738, atol=5e-5)
    assert 124 < log(201 / 0.02) / chernoff_rate(0.2) < 125
    # a norm that falls short by 12 % raises the level
    assert log(201 / 0.02) / chernoff_rate(0.2 / 0.88) < 200


def test_bands_about_the_class_sum_stay_above_zero():
    laws = large_samples().laws
    samples, dim, failure = (min(law.support.ends()) for law in (laws["samples"], laws["dim"], FAILURES))
    worst = start(1, samples=samples, dim=dim, failure=failure)
    assert worst.class_sum_tolerance() < 66 < 79 < worst.class_sum_mean()


def test_blocks_divide_the_samples():
    assert all(samples % 25 == 0 for samples in labelled_samples().laws["samples"].support.values)
