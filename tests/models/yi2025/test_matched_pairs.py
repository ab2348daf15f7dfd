"""The contrastive loss of free pairs, its gradient, and the bound on it."""

import numpy as np
import pytest
import torch
from scipy.special import hyp0f1
from torch.nn.functional import normalize

from models.unit_vectors import centroid_distance
from models.yi2025.contrast import Contrast, others_alone
from models.yi2025.matched_pairs import MatchedPairs, twice_the_steps
from tests.models.two_samples import streams
from theoremcheck.numerics import clip


def pairs(count=6, dimension=3, beta=(1.0, 3.0, 8.0), mismatch=0.0, steps=200):
    return MatchedPairs(
        count,
        dimension,
        torch.tensor(beta, dtype=torch.float64),
        torch.full((len(beta),), mismatch, dtype=torch.float64),
        steps,
    )


def rows(regime, *labels):
    draws = streams("rows", len(regime.inverse_temperature))
    return [normalize(draws.normal(label, (regime.pairs, regime.dimension)), dim=-1) for label in labels]


def test_the_loss_is_twice_clips_less_chance():
    regime = pairs()
    first, second = rows(regime, "x", "y")
    scores = regime.inverse_temperature[:, None, None] * first @ second.mT
    torch.testing.assert_close(regime.contrast().loss(first, second), 2 * clip(scores) - 2 * np.log(6))


def test_a_length_scales_the_scores():
    regime = pairs()
    first, second = rows(regime, "x", "y")
    scores = regime.inverse_temperature[:, None, None] * (1.2 * first) @ (1.2 * second).mT
    torch.testing.assert_close(regime.contrast(length=1.2).loss(first, second), 2 * clip(scores) - 2 * np.log(6))


def test_without_the_positive_by_its_definition():
    regime = pairs()
    first, second = rows(regime, "x", "y")
    scores = regime.inverse_temperature[:, None, None] * first @ second.mT
    others = scores.masked_fill(torch.eye(6, dtype=torch.bool), -np.inf)
    expected = (others.logsumexp(1) + others.logsumexp(2) - 2 * scores.diagonal(dim1=1, dim2=2)).mean(1)
    found = regime.contrast(candidates=others_alone).loss(first, second)
    torch.testing.assert_close(found, expected - 2 * np.log(5))


def test_mismatched_pairs_by_enumeration():
    regime = pairs(mismatch=0.3)
    first, second = rows(regime, "x", "y")
    scores = regime.inverse_temperature[:, None, None] * first @ second.mT
    joint = 0.7 * torch.eye(6, dtype=torch.float64) / 6 + 0.3 / 36
    logs = (scores.logsumexp(1) + scores.logsumexp(2)).mean(1)
    torch.testing.assert_close(
        regime.contrast().loss(first, second), logs - 2 * (joint * scores).sum((1, 2)) - 2 * np.log(6)
    )


@pytest.mark.parametrize("candidates", [lambda ones: ones, others_alone])
def test_a_step_follows_the_gradient(candidates):
    """Projected gradient by autograd, with every option at work: one step is the same."""
    regime = pairs(mismatch=0.3, beta=(2.0, 3.0))
    metric = torch.tensor([1.0, 1.0, 0.4], dtype=torch.float64).expand(2, 1, 3)
    ones = torch.ones(6, 6, dtype=torch.float64)
    contrast = Contrast(regime.inverse_temperature, metric, regime.mismatch, candidates(ones))
    starts = [start.requires_grad_(True) for start in rows(regime, "x", "y")]
    slopes = torch.autograd.grad(contrast.loss(*starts).sum(), starts)
    rate = 0.25 * 6 / regime.inverse_temperature[:, None, None]
    expected = [normalize(start - rate * slope, dim=-1) for start, slope in zip(starts, slopes, strict=True)]
    with torch.no_grad():
        found = contrast.descended(*starts, steps=1)
    torch.testing.assert_close(list(found), expected)


def test_the_bound_is_a_hypergeometric_function():
    for dimension in (2, 3, 8):
        beta = np.array([1.0, 3.0, 8.0])
        expected = -2 * beta + 2 * np.log(hyp0f1(dimension / 2, beta**2 / 4))
        torch.testing.assert_close(pairs(dimension=dimension).bound(), torch.from_numpy(expected))


def test_an_even_circle_comes_as_close_as_its_points_are_many():
    """x = y evenly on a circle: the trapezoidal rule of the Bessel integral, exact to round-off at 64 points."""
    turns = torch.arange(64, dtype=torch.float64) * 2 * np.pi / 64
    circle = torch.stack([turns.cos(), turns.sin()], dim=-1).expand(3, -1, -1)
    regime = pairs(64, 2)
    torch.testing.assert_close(regime.contrast().loss(circle, circle), regime.bound(), atol=1e-12, rtol=0)


def test_a_descent_on_the_circle_comes_within_a_ten_thousandth():
    regime = pairs(64, 2, beta=(1.0, 3.0))
    contrast = regime.contrast()
    excess = contrast.loss(*regime.trained(contrast, streams("circle", 2))) - regime.bound()
    assert (excess > 0).all() and (excess < 1e-4).all()


def test_a_descent_goes_on():
    regime = pairs(4, 8, beta=(1.0, 2.5, 4.0), steps=100)
    gaps = [
        centroid_distance(*each.trained(each.contrast(), streams("on", 3)))
        for each in (regime, twice_the_steps(regime))
    ]
    assert (gaps[1] < gaps[0]).all()


def test_a_trial_does_not_see_its_batch():
    whole = pairs(beta=(1.0, 3.0))
    alone = pairs(beta=(3.0,))
    together = whole.trained(whole.contrast(), streams("batch", 2))[0]
    torch.testing.assert_close(
        together[1:], alone.trained(alone.contrast(), streams("batch", 1, first=1))[0], atol=1e-9, rtol=0
    )
