"""The toy on a circle: its quadrature against samples, and what encoders do to marginals."""

import numpy as np
import pytest
import torch

from models.cai2026.circle import Circle, both_noisy, identity, one_noisy, random_encoders, symmetric_divergence
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("circle"), torch.arange(3), dtype=torch.float64)
SAMPLES = 1_000_000


def circle(noise, steps=300):
    return Circle(torch.full((3,), noise, dtype=torch.float64), torch.full((3,), 0.07, dtype=torch.float64), steps)


def histogram(angles):
    wrapped = (angles + np.pi) % (2 * np.pi) - np.pi
    counts = np.histogram(wrapped, 60, (-np.pi, np.pi))[0] + 1e-8
    return counts / counts.sum()


@pytest.mark.parametrize("noise", [0.35, 0.7])
def test_the_data_s_own_divergence_is_that_of_samples(noise):
    rng = np.random.default_rng(0)
    angle = np.where(rng.random(SAMPLES) < 0.7, 0, np.pi) + rng.vonmises(0, 6, SAMPLES)
    first, second = histogram(angle), histogram(angle + noise * rng.normal(size=SAMPLES))
    sampled = ((first - second) * np.log(first / second)).sum()
    exact = symmetric_divergence(one_noisy(circle(noise)), identity(STREAMS))
    assert exact[0].item() == pytest.approx(sampled, rel=0.02)


def test_exchangeable_noise_leaves_equal_marginals():
    found = symmetric_divergence(both_noisy(circle(0.7)), identity(STREAMS))
    torch.testing.assert_close(found, torch.zeros(3, dtype=torch.float64), atol=1e-12, rtol=0)


def test_a_rotation_of_both_encoders_changes_no_divergence():
    """By a multiple of a bin's width."""
    turn = torch.tensor(2 * torch.pi * 7 / 60, dtype=torch.float64)
    rotation = torch.stack([torch.stack([turn.cos(), -turn.sin()]), torch.stack([turn.sin(), turn.cos()])])
    noise = one_noisy(circle(0.5))
    turned = tuple(rotation @ encoder for encoder in identity(STREAMS))
    torch.testing.assert_close(
        symmetric_divergence(noise, turned), symmetric_divergence(noise, identity(STREAMS)), atol=5e-3, rtol=0
    )


def test_training_leaves_less_of_it():
    toy = circle(0.7)
    noise = one_noisy(toy)
    trained = symmetric_divergence(noise, toy.train(noise, random_encoders(STREAMS)))
    assert trained.median() < symmetric_divergence(noise, identity(STREAMS))[0] / 2
