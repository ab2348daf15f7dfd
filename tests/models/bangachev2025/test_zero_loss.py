"""Constellations with a margin, biases beside a plain search, and the cost of misses beside drawn batches."""

from math import log

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar

from models.bangachev2025.zero_loss.biases import best_bias, bias_at_level, loss_at
from models.bangachev2025.zero_loss.codes import CloseTogether, NoisyCode
from models.bangachev2025.zero_loss.losses import retrieved
from models.bangachev2025.zero_loss.misses import DoubledCaptions, expected_batch_loss, missed
from models.constellations import extreme
from theoremcheck.numerics import sigmoid
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(12))
ONES = torch.ones(12, dtype=torch.float64)


def scores(noise=1.0):
    first, second = NoisyCode(8, 4 * ONES, 0.6 * ONES, noise * ONES).draw(STREAMS)
    return first @ second.mT


def test_noise_leaves_three_fifths_of_the_margin():
    clean, noisy = extreme(scores(0.0)).margin, extreme(scores()).margin
    assert (noisy >= 0.6 * clean).all() and (noisy != clean).all()


@pytest.mark.parametrize("sharpness", [1.0, 30.0])
def test_the_best_bias_is_that_of_a_plain_search(sharpness):
    table = scores()
    inverse_temperature = sharpness / extreme(table).margin
    found = loss_at(table, inverse_temperature, best_bias(table, inverse_temperature))
    for trial in range(12):
        least = minimize_scalar(
            lambda bias, trial=trial: sigmoid(inverse_temperature[trial] * (table[trial] - bias)).item(),
            bounds=(-2, 2),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert found[trial].item() <= least.fun * (1 + 1e-9)


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_bias_at_a_level_has_it_on_its_side(side):
    table = scores()
    inverse_temperature = 40 / extreme(table).margin
    bias = bias_at_level(table, inverse_temperature, 0.5 * ONES, side * ONES)
    torch.testing.assert_close(8 * loss_at(table, inverse_temperature, bias), 0.5 * ONES, rtol=1e-6, atol=0)
    assert (side * (bias - best_bias(table, inverse_temperature)) > 0).all()


def test_points_close_together_are_within_their_width():
    below_one = CloseTogether(6, 3 * ONES, 1e-3 * ONES).draw(STREAMS)
    assert (-2 * below_one).sqrt().max() <= 1e-3
    assert (extreme(below_one).margin > 0).all()


def test_what_is_retrieved():
    table = torch.eye(4, dtype=torch.float64).repeat(2, 1, 1)
    table[1, 0, 1] = 2.0  # row 0 and column 1 find another one
    torch.testing.assert_close(retrieved(table), torch.tensor([1.0, 0.75], dtype=torch.float64))
    torch.testing.assert_close(missed(table), torch.tensor([0.0, 0.25], dtype=torch.float64))


def test_the_expected_loss_is_the_mean_over_batches():
    pairs = DoubledCaptions(16, 4 * ONES, ONES, 5 * ONES, ONES)
    table, inverse_temperature, bias = pairs.draw(STREAMS)
    exact = expected_batch_loss(pairs, table, inverse_temperature, bias)
    draw = np.random.default_rng(0)
    shifted = inverse_temperature[0] * (table[0] - bias[0])
    sums = []
    for _ in range(4000):
        chosen = draw.choice(16, 5, replace=False)
        sums.append(5 * sigmoid(shifted[chosen][:, chosen]).item())
    assert abs(np.mean(sums) - exact[0].item()) < 4 * np.std(sums) / 4000**0.5


def test_doubled_captions_miss_twice_each_and_cost_what_is_said():
    pairs = DoubledCaptions(64, 8 * ONES, ONES, 9 * ONES, 0.9 * ONES)
    table, inverse_temperature, bias = pairs.draw(STREAMS)
    torch.testing.assert_close(missed(table), 2 * pairs.doubled() / 64)
    assert (pairs.doubled() >= 3).all()
    level = expected_batch_loss(pairs, table, inverse_temperature, bias) / log(2)
    assert (level <= 0.91).all() and (level > 0.5).all()
