"""Jensen-Shannon critics: slopes against autograd, optima in closed form, and the law of the means."""

from math import cos, log, pi

import pytest
import torch
import torch.nn.functional as F

from models.cliplite2023.critics import (
    ChannelOrTable,
    PairTable,
    fit_cosine,
    fit_table,
    infonce_slope,
    information,
    jensen_shannon_value,
    jsd_slope,
    jsd_slope_of_positives,
    jsd_slope_of_two_negatives,
    offset_ratio,
    residual,
)
from theoremcheck.numerics import contrastive_bound, log_density_ratio, product_of_marginals
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(12))
TABLES = PairTable(torch.arange(12) % 4 * 1.0, torch.full((12,), 0.5, dtype=torch.float64), 16, 600)
JOINT = TABLES.law(STREAMS.common)
SCORES = STREAMS.normal("scores", (5, 6))


def test_tables_have_their_sizes():
    letters = [((law.sum(dim=1) > 0).sum().item(), (law.sum(dim=0) > 0).sum().item()) for law in JOINT[:4]]
    assert letters == [(2, 3), (3, 3), (4, 4), (5, 6)]
    torch.testing.assert_close(JOINT.sum(dim=(1, 2)), torch.ones(12, dtype=torch.float64))


def objective(name, joint, scores):
    product = product_of_marginals(joint)
    if name == "infonce":
        return sum(contrastive_bound(joint, scores, torch.inf, anchor=anchor) for anchor in range(2)) / 2
    negatives = {"jsd": product, "two": 2 * product, "positives": joint}[name]
    return -(joint * F.softplus(-scores) + negatives * F.softplus(scores)).sum(dim=(1, 2))


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("jsd", jsd_slope),
        ("two", jsd_slope_of_two_negatives),
        ("positives", jsd_slope_of_positives),
        ("infonce", infonce_slope),
    ],
)
def test_slopes_are_autograd_s(name, slope):
    leaf = SCORES.clone().requires_grad_()
    (expected,) = torch.autograd.grad(objective(name, JOINT, leaf).sum(), leaf)
    torch.testing.assert_close(slope(JOINT, product_of_marginals(JOINT), SCORES), expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("bias", [True, False])
def test_a_cosine_s_training_is_autograd_s(bias):
    """Ten steps of Adam with the same schedule, from the same start; letters that a table lacks stay where they are."""
    vectors = STREAMS.common.normal("start", (11 * 8,)).unflatten(1, (11, 8)).requires_grad_()
    log_scale = torch.full((12, 1, 1), -log(0.07), dtype=torch.float64).requires_grad_()
    offset = torch.zeros(12, 1, 1, dtype=torch.float64, requires_grad=bias)
    leaves = [vectors, log_scale, *([offset] if bias else [])]
    optimiser = torch.optim.Adam(leaves, maximize=True)
    for step in range(10):
        first, second = F.normalize(vectors, dim=-1).split((5, 6), dim=1)
        objective("jsd", JOINT, log_scale.exp() * first @ second.mT + offset).sum().backward()
        optimiser.param_groups[0]["lr"] = 0.05 * (1 + cos(pi * step / 10)) / 2
        optimiser.step()
        optimiser.zero_grad()
    critic = fit_cosine(JOINT, jsd_slope, 8, 10, STREAMS.common, bias=bias)
    expected = F.normalize(vectors.detach(), dim=-1)
    torch.testing.assert_close(torch.cat([critic.first, critic.second], dim=1), expected, rtol=1e-8, atol=1e-8)
    torch.testing.assert_close(critic.scale, log_scale.detach().exp().flatten(), rtol=1e-10, atol=0)
    torch.testing.assert_close(critic.bias, offset.detach().flatten(), rtol=1e-10, atol=1e-13)


def test_starts_side_by_side_are_those_alone():
    """Of a trial they follow each other, and the first is that of a single one."""
    several = fit_cosine(JOINT, jsd_slope, 8, 10, STREAMS.common, starts=3)
    alone = fit_cosine(JOINT, jsd_slope, 8, 10, STREAMS.common)
    torch.testing.assert_close(several.scores[::3], alone.scores, rtol=1e-10, atol=1e-10)
    assert (several.scores[1::3] - alone.scores).abs().amax(dim=(1, 2)).min() > 0.01


def test_at_the_log_ratio_the_value_is_the_divergence_and_nothing_is_left():
    ratio = log_density_ratio(JOINT)
    mutual_information, twice = information(JOINT)
    torch.testing.assert_close(jensen_shannon_value(JOINT, ratio), twice, rtol=0, atol=1e-13)
    assert residual(JOINT, ratio).abs().max() < 1e-20
    assert (twice < mutual_information).all() and (twice < log(4)).all()


def test_two_thousand_critics_stay_below():
    """Any critic does: a test of our code, and no claim."""
    _, twice = information(JOINT)
    for seed in range(167):
        scores = 3 * Streams(stream_key(str(seed)), torch.arange(12)).normal("critics", (5, 6))
        assert (jensen_shannon_value(JOINT, scores) <= twice + 1e-12).all()


@pytest.mark.parametrize("slope", [jsd_slope, jsd_slope_of_two_negatives])
def test_a_table_reaches_its_optimum(slope):
    """log r, less log 2 with two negatives."""
    shift = log(2) if slope is jsd_slope_of_two_negatives else 0.0
    scores = fit_table(JOINT, slope, 1500)
    assert residual(JOINT, scores + shift).max() < 0.05**2


def test_the_channel_s_law_of_the_means():
    channel = ChannelOrTable(4, torch.full((2,), 0.1), torch.zeros(2), torch.ones(2), 1500)
    streams = Streams(stream_key("channel"), torch.arange(2))
    joint = channel.law(streams)
    critic = fit_cosine(joint, jsd_slope, channel.dim, channel.steps, streams.common)
    torch.testing.assert_close(offset_ratio(joint, critic), torch.ones(2, dtype=torch.float64), rtol=0.05, atol=0)
    assert (critic.bias == 0).all() and (critic.first.norm(dim=2) - 1).abs().max() < 1e-12
    biased = fit_cosine(joint, jsd_slope, channel.dim, channel.steps, streams.common, bias=True)
    assert (biased.bias < -0.1).all() and residual(joint, biased.scores).max() < 0.05**2
