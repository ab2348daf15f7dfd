"""The population loss of a discrete pair: its slope, its least value, and where that is."""

from math import inf, log

import pytest
import torch

from models.pair_tables import (
    critical_inverse_temperature,
    least_loss,
    loss_slope,
    mismatched_pairs,
    population_loss,
    simplex,
)
from theoremcheck.numerics import clip, contrastive_bound, log_density_ratio, total_correlation
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("pair tables"), torch.arange(4), dtype=torch.float64)


def any_joint():
    table = STREAMS.normal("table", (5, 5)).square() + 1e-3
    return table / table.sum(dim=(1, 2), keepdim=True)


def test_the_slope_is_autograds():
    joint, scores = any_joint(), STREAMS.normal("scores", (5, 5)).requires_grad_()
    (slope,) = torch.autograd.grad(population_loss(joint, scores).sum(), scores)
    torch.testing.assert_close(loss_slope(joint, scores.detach()), slope, atol=1e-9, rtol=0)


def test_mutual_information_is_least_and_is_reached():
    joint = any_joint()
    least = population_loss(joint, 3.0 + log_density_ratio(joint))
    torch.testing.assert_close(least, -total_correlation(joint))
    assert (population_loss(joint, STREAMS.normal("scores", (5, 5))) > least).all()


def test_it_is_the_bound_of_infinitely_many_candidates_in_both_directions():
    joint, scores = any_joint(), STREAMS.normal("scores", (5, 5))
    directions = [contrastive_bound(joint, scores, inf, anchor=anchor) for anchor in (0, 1)]
    torch.testing.assert_close(population_loss(joint, scores), -sum(directions) / 2)


def test_distinct_pairs_have_clips_loss():
    scores = STREAMS.normal("scores", (6, 6))
    joint = mismatched_pairs(6, torch.zeros(4, dtype=torch.float64))
    torch.testing.assert_close(population_loss(joint, scores), clip(scores) - log(6))


@pytest.mark.parametrize("states", [2, 3, 8])
def test_a_simplex_has_its_cosines(states):
    rows = simplex(states, torch.zeros(1, dtype=torch.float64))
    cosines = states / (states - 1) * torch.eye(states, dtype=torch.float64) - 1 / (states - 1)
    torch.testing.assert_close(rows @ rows.mT, cosines)


@pytest.mark.parametrize("states", [3, 8])
def test_a_simplex_at_the_critical_temperature_has_the_mutual_information(states):
    mismatch = torch.tensor([0.02, 0.3, 0.9], dtype=torch.float64)
    joint, critical = mismatched_pairs(states, mismatch), critical_inverse_temperature(states, mismatch)
    rows = simplex(states, mismatch)
    losses = population_loss(joint, critical[:, None, None] * rows @ rows.mT)
    torch.testing.assert_close(losses, -total_correlation(joint))
    torch.testing.assert_close(least_loss(states, mismatch, 2 * critical), -total_correlation(joint))


def test_below_it_the_least_loss_is_a_simplexs():
    mismatch = torch.tensor([0.02, 0.3, 0.9], dtype=torch.float64)
    joint, beta = mismatched_pairs(5, mismatch), 0.6 * critical_inverse_temperature(5, mismatch)
    rows = simplex(5, mismatch)
    torch.testing.assert_close(
        least_loss(5, mismatch, beta), population_loss(joint, beta[:, None, None] * rows @ rows.mT)
    )
