"""The batch estimator of the Jensen-Shannon value, and training on pairs of classes."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from models.cliplite2023.training import (
    BatchSizes,
    PairsOfClasses,
    accuracies_by_batch_size,
    accuracies_by_loss,
    infonce_slope,
    jsd_slope,
)
from theoremcheck.numerics import clip, jsd
from theoremcheck.streams import Streams, stream_key

LETTERS, ERROR = 4, 0.2
SCORES = torch.randn(LETTERS, LETTERS, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
"""A critic that is not the log ratio."""
JOINT = torch.full((LETTERS, LETTERS), ERROR / (LETTERS - 1) / LETTERS, dtype=torch.float64)
JOINT.fill_diagonal_((1 - ERROR) / LETTERS)


def values(count, batches, seed, ordered=False):
    """J of so many batches of pairs, each x with the next y as its negative."""
    generator = torch.Generator().manual_seed(seed)
    pairs = torch.multinomial(JOINT.flatten(), batches * count, replacement=True, generator=generator)
    pairs = pairs.reshape(batches, count)
    x, y = pairs // LETTERS, pairs % LETTERS
    if ordered:
        order = x.argsort(dim=1)
        x, y = x.gather(1, order), y.gather(1, order)
    positive, negative = SCORES[x, y], SCORES[x, y.roll(-1, dims=1)]
    return (-F.softplus(-positive) - F.softplus(negative)).mean(dim=1)


def truth():
    product = JOINT.sum(dim=1)[:, None] * JOINT.sum(dim=0)
    return (-(JOINT * F.softplus(-SCORES)) - product * F.softplus(SCORES)).sum()


@pytest.mark.parametrize("count", [2, 3, 16, 128])
def test_its_mean_does_not_depend_on_the_batch_size(count):
    """For any critic, by linearity over randomly ordered pairs: of our code, and no claim (four standard errors)."""
    seen = values(count, 20_000, seed=count)
    assert abs(seen.mean() - truth()) < 4 * seen.std() / 20_000**0.5


@pytest.mark.parametrize("count", [3, 16, 128])
def test_its_variance_has_a_closed_form(count):
    """n Var J = V(a) + V(b) + 2 (C_x + C_y) + 2 C_n: neighbouring negatives share a pair; to 4 sqrt(2 / batches)."""
    a, b = -F.softplus(-SCORES), -F.softplus(SCORES)
    rows, columns = JOINT.sum(dim=1), JOINT.sum(dim=0)
    product = rows[:, None] * columns
    by_x, by_y = (b * columns).sum(dim=1), (b * rows[:, None]).sum(dim=0)

    def covariance(law, one, other):
        return (law * one * other).sum() - (law * one).sum() * (law * other).sum()

    law = covariance(JOINT, a, a) + covariance(product, b, b)
    law = law + 2 * (covariance(JOINT, a, by_x[:, None].expand_as(a)) + covariance(JOINT, a, by_y.expand_as(a)))
    law = law + 2 * covariance(JOINT, by_x[:, None].expand_as(a), by_y.expand_as(a))
    batches = 20_000
    assert abs(count * values(count, batches, seed=7).var() / law - 1) < 4 * (2 / batches) ** 0.5


@pytest.mark.parametrize("count", [16, 128])
def test_sorted_batches_are_far_off(count):
    """The next y then belongs to the same x: no product of marginals. With two pairs order makes no difference."""
    seen = values(count, 20_000, seed=3, ordered=True)
    assert abs(seen.mean() - truth()) > 8 * seen.std() / 20_000**0.5


def jsd_loss(embedded, scale):
    """The engine's loss, each x with the next y as its negative."""
    x, y = embedded.unbind(dim=1)
    return jsd(*(scale[:, None] * (x * other).sum(dim=-1) for other in (y, y.roll(-1, dims=1))))


def infonce_loss(embedded, scale):
    """The engine's loss, all pairs of a batch."""
    x, y = embedded.unbind(dim=1)
    return clip(scale[:, None, None] * (x @ y.mT))


@pytest.mark.parametrize(("slope", "loss"), [(jsd_slope, jsd_loss), (infonce_slope, infonce_loss)])
@pytest.mark.parametrize("count", [2, 5])
def test_slopes_are_autograd_s(slope, loss, count):
    streams = Streams(stream_key("test"), torch.arange(3))
    embedded = F.normalize(streams.normal("embedded", (2, count, 4)), dim=-1).requires_grad_()
    log_scale = torch.tensor([0.0, 2.5, -0.5], dtype=torch.float64).requires_grad_()
    expected = torch.autograd.grad(loss(embedded, log_scale.exp()).sum(), [embedded, log_scale])
    with torch.no_grad():
        found = slope(embedded, log_scale.exp())
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-13)


def pairs(trials):
    noise = torch.full((trials,), 0.8, dtype=torch.float64)
    sizes = torch.full((trials,), 64.0, dtype=torch.float64)
    return PairsOfClasses(16, 16, noise, 32, 16, 400, sizes, 128, 32, 3)


def test_a_training_set_is_the_first_of_the_pool():
    """A larger pool changes nothing: networks see the first N alone."""
    streams = Streams(stream_key("test"), torch.arange(2))
    small = accuracies_by_loss(pairs(2), streams.common)
    assert (small["jsd_best"] >= small["jsd_end"]).all() and (small["jsd_end"] > 0.2).all()
    alone = accuracies_by_loss(pairs(1), Streams(streams.key, torch.arange(1)))
    for name, seen in alone.items():
        torch.testing.assert_close(seen, small[name][:1], rtol=0, atol=0.01)


def test_both_batch_sizes_see_the_same_pairs_from_the_same_start():
    """With one size at both ends they are one training."""
    noise = torch.full((2,), 0.8, dtype=torch.float64)
    sizes = BatchSizes(8, 8, noise, 16, 8, 300, instances=2, fresh=1280, small=64, large=64, rates=(1e-2, 1e-2))
    seen = accuracies_by_batch_size(sizes, Streams(stream_key("test"), torch.arange(2)), jsd_slope)
    assert (seen["accuracy_small"] == seen["accuracy_large"]).all() and (seen["accuracy_small"] > 0.3).all()
    other = accuracies_by_batch_size(replace(sizes, large=128), Streams(stream_key("test"), torch.arange(2)), jsd_slope)
    assert (other["accuracy_small"] == seen["accuracy_small"]).all()
