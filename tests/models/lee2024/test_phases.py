"""The closed form beside a plain search, its lines, and gradients beside autograd."""

from math import log

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar

from models.constellations import MOST, double_constant
from models.lee2024.phases.closed_form import SigmoidPairs, lower_line, upper_line
from models.lee2024.phases.descent import infonce_pull, settle, sigmoid_pull
from models.pair_tables import simplex
from models.unit_vectors import random_rows
from theoremcheck.numerics import clip, sigmoid
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(4))


def at(*inverse_temperatures, pairs=8, ratio=1.0):
    values = torch.tensor(inverse_temperatures, dtype=torch.float64)
    return SigmoidPairs(pairs, pairs, values, ratio * torch.ones_like(values))


def test_the_loss_in_the_family_is_that_of_its_vectors():
    pairs, spread = at(0.3, 1.0, 2.0, 4.0), torch.tensor([0.0, 0.3, 0.8, 1.0], dtype=torch.float64)
    code = torch.nn.functional.pad(simplex(8, torch.zeros(1, dtype=torch.float64)), (0, MOST - 7)).expand(4, -1, -1)
    first, second = double_constant(code, spread)
    shifted = pairs.inverse_temperature[:, None, None] * (first @ second.mT) - pairs.bias[:, None, None]
    torch.testing.assert_close(pairs.loss_at(spread), sigmoid(shifted))


@pytest.mark.parametrize("ratio", [0.0, 1.0, 2.0])
def test_the_best_spread_is_that_of_a_plain_search(ratio):
    pairs = at(0.3, 0.9, 1.2, 1.6, 3.0, ratio=ratio)
    for trial, best in enumerate(pairs.best_spread()):
        one = SigmoidPairs(8, 8, pairs.inverse_temperature[trial : trial + 1], pairs.bias_ratio[trial : trial + 1])
        found = minimize_scalar(
            lambda x, one=one: one.loss_at(torch.tensor([x], dtype=torch.float64)).item(),
            bounds=(0, 1),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert best.item() == pytest.approx(found.x, abs=1e-5)


@pytest.mark.parametrize("pairs", [5, 8, 16, 24])
def test_the_lines_are_where_the_optimum_leaves_the_ends(pairs):
    high, low = float(upper_line(pairs)), float(lower_line(pairs))
    best = at(0.999 * low, 1.001 * low, 0.999 * high, 1.001 * high, pairs=pairs).best_spread()
    assert best[0] == 0 and 0 < best[1] < 0.1 and 0.9 < best[2] < 1 and best[3] == 1


def test_the_lines_are_those_of_the_code():
    np.testing.assert_allclose(upper_line(np.array([8, 16])), [7 / 8 * log(5), 15 / 16 * log(13)])
    np.testing.assert_allclose(lower_line(np.array([8, 16])), [log(3) / 2, log(7) / 2])


def test_lines_at_any_bias():
    """The inequalities of the module, written out."""
    inverse_temperature = torch.linspace(0.05, 6.0, 200, dtype=torch.float64)
    for ratio in (0.0, 0.5, 1.0, 1.5):
        pairs = SigmoidPairs(16, 16, inverse_temperature, torch.full_like(inverse_temperature, ratio))
        bias, best = pairs.bias, pairs.best_spread()
        collapsed = 14 / (1 + (inverse_temperature / 15 + bias).exp()) <= 2 / (1 + (inverse_temperature - bias).exp())
        torch.testing.assert_close(best == 1, collapsed)
        torch.testing.assert_close(best == 0, inverse_temperature + bias <= log(7))


@pytest.mark.parametrize(("pull", "loss"), [(sigmoid_pull, sigmoid), (infonce_pull, clip)])
def test_a_pull_is_n_times_the_slope_of_its_loss(pull, loss):
    shifted = (2 * random_rows(STREAMS, "rows", 5, 5)).requires_grad_(True)
    loss(shifted).sum().backward()
    torch.testing.assert_close(pull(shifted.detach()), 5 * shifted.grad)


def test_vectors_settle_at_the_optimum():
    pairs = at(0.3, 1.0, 2.0, 4.0)
    first, second = settle(pairs, STREAMS)
    torch.testing.assert_close(
        (first * second).sum(dim=-1), (2 * pairs.best_spread() - 1)[:, None].expand(-1, 8), atol=1e-3, rtol=0
    )
