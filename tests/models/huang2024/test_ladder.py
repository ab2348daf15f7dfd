"""Assumption 4.1 against its printed form, and the error law against quadrature and neurons drawn one by one."""

import math

import numpy as np
import pytest
import torch
from scipy.integrate import quad
from scipy.stats import norm

from models.huang2024.ladder import FAILURE, appendix_dimension, appendix_samples, reserves
from models.huang2024.patches import TwoPatches
from models.huang2024.shifted_law import (
    error_with_start,
    learned_similarity,
    relu_variances,
    shifted_error,
    start_share,
)


def patches_of(samples=24, width=48, steps=80, **changed):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": 1e4,
        "start_size": 0.015,
        "modality_ratio": 4.0,
        "temperature": 1.5,
        "view_noise": 0.2,
        "test_signal": 1.4,
        "horizon": 20.0,
        **changed,
    }
    tensors = {name: torch.tensor([value], dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **tensors)


def printed_reserves(p, sigma=1.7):
    """The conditions as printed, in lengths: the right-hand sides over the left-hand ones, or the reverse."""
    n, m, d = p.samples, p.width, float(p.dim)
    c, s, tau = float(p.signal_strength), float(p.start_size), float(p.temperature)
    mu = sigma * math.sqrt(c * d / n)
    sigma_0 = s / (sigma * math.sqrt(d))
    eta = float(p.growth_rate) * n * m * tau / (sigma**2 * d)
    return {
        "dimension": min(d / n**2, d / (n / (sigma_0 * sigma)), d * sigma_0**2 * mu**2),
        "rate": min(m / mu**2, n * m / (sigma**2 * d)) / eta,
        "start": 1 / max(sigma * math.sqrt(d), mu) / sigma_0,
        "view": min(mu, sigma) / (float(p.view_noise) * sigma),
    }


@pytest.mark.parametrize("changed", [{}, {"signal_strength": 0.5}, {"start_size": 0.002}, {"signal_strength": 40.0}])
def test_reserves_are_the_printed_conditions(changed):
    patches = patches_of(**changed)
    printed = printed_reserves(patches)
    assert {name: float(factor) for name, factor in reserves(patches).items()} == pytest.approx(printed, rel=1e-6)


def test_numbers_of_the_appendix():
    patches = patches_of()
    sigma_0 = 0.015 / math.sqrt(float(patches.dim))
    unlikely = -math.pi * math.log(1 - FAILURE**2 / (4 * 48**2))
    bound = 400 * 24 / sigma_0 * math.sqrt(math.log(6 * 24 / FAILURE) / unlikely)
    assert float(appendix_dimension(patches)) == pytest.approx(float(patches.dim) / bound)
    assert float(appendix_samples(patches)) == pytest.approx(24 / (2500 * math.log(4 / FAILURE)))


@pytest.mark.parametrize("x", [0.0, 0.3, 1.0, 4.0])
def test_variances_of_a_shifted_relu(x):
    def moment(shift, k):
        return quad(lambda h: max(shift + h, 0) ** k * norm.pdf(h), -10, 10, points=[-shift])[0]

    def variance(shift):
        return moment(shift, 2) - moment(shift, 1) ** 2

    found = float(relu_variances(torch.tensor(x, dtype=torch.float64)))
    assert found == pytest.approx(variance(x) + variance(-x), abs=1e-7)


def test_variances_lie_between_their_limits():
    values = relu_variances(torch.linspace(-8, 8, 101, dtype=torch.float64))
    assert values.min() == pytest.approx(1 - 1 / math.pi)
    assert values.max() <= 1


def test_similarity_solves_its_equation():
    patches = patches_of()
    u = float(learned_similarity(patches))
    assert math.exp(u) == pytest.approx(12 * 4 * 1.25 * 20 * u)


def test_without_a_start_the_law_is_the_normal_one():
    """At delta = 0.06 z shrinks by at most 3 %."""
    patches = patches_of(start_size=0.004)
    share = float(start_share(patches))
    assert share < 0.06
    between = norm.cdf(-1.4), norm.cdf(-1.4 / math.sqrt(1 + share))
    assert between[0] < float(shifted_error(patches)) < between[1]


@pytest.mark.parametrize("start", [0.015, 0.03])
def test_law_against_neurons_drawn_one_by_one(start):
    """10,000 noises at an error of 0.1 to 0.2: three standard deviations of the share are 0.012; m = 1,000 neurons."""
    patches = patches_of(start_size=start, width=1000, temperature=0.08)
    rng = np.random.default_rng(0)
    sizes = np.abs(rng.standard_normal(500))
    learned = np.concatenate([sizes, -sizes])  # S is the same for both labels
    strength = (sizes**2).sum()
    b = math.sqrt(float(start_share(patches)) * strength)
    wrong = []
    for _ in range(20):
        g, h = rng.standard_normal((500, 1)), rng.standard_normal((500, 1000))
        noise = np.maximum(learned * g + b * h, 0) @ learned
        wrong.append((1.4 * strength + noise <= 0).mean())
    assert float(shifted_error(patches)) == pytest.approx(np.mean(wrong), abs=0.012)


@pytest.mark.parametrize("start", [0.01, 0.03])
def test_a_start_at_its_largest_share_errs_more_often(start):
    """The law with q at its upper end; at delta = 0.1 to 1."""
    patches = patches_of(start_size=start)
    assert float(shifted_error(patches)) < float(error_with_start(patches)) < norm.cdf(-1.4) + 0.12


def test_starts_of_independent_signs_weigh_delta():
    """A mean that no label knows makes up what q lacks: both together are b^2 S, within 3 % of 40,000 starts."""
    rng = np.random.default_rng(0)
    learned, h = rng.standard_normal((2, 40_000, 50))
    moved = (np.maximum(h, 0) * learned).sum(axis=1)
    assert np.square(moved).mean() == pytest.approx(np.square(learned).sum(axis=1).mean() / 2, rel=0.03)
