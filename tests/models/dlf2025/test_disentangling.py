"""DLF's losses against their definitions, their slopes against autograd, and what features tell of each other."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from models.dlf2025.disentangling.descent import Descent
from models.dlf2025.disentangling.losses import (
    cosine_of_another,
    cross_covariance,
    one_sided_cosine,
    positive_cosine,
    triplets,
    triplets_of_others,
)
from models.dlf2025.disentangling.modalities import DIM, ThreeModalities, draw_samples
from models.dlf2025.disentangling.networks import FEATURES, Features, start
from models.dlf2025.disentangling.training import LEARNING_RATE, alignment, batches_of_rows, redundancy, train
from tests.models.dlf2025 import by_autograd
from theoremcheck.streams import Streams, stream_key

TRIALS, COUNT = 3, 7
STREAMS = Streams(stream_key("test"), torch.arange(TRIALS))
SETTING = ThreeModalities(torch.tensor([1.0, 50.0, 50.0], dtype=torch.float64), 60, 400, 16, 8)


def features(name, count=COUNT):
    return Features(*(STREAMS.child(name).normal(part, (3, FEATURES, count)) for part in ("specific", "shared")))


SOME = features("some")
LABELS = STREAMS.normal("labels", (COUNT,))
SLOPES = (
    (one_sided_cosine, by_autograd.cosine),
    (cosine_of_another, by_autograd.cosine_of_the_next),
    (cross_covariance, by_autograd.cross_covariance),
    (triplets, by_autograd.triplets),
    (triplets_of_others, by_autograd.triplets_of_others),
)


def torch_cosine(specific, shared):
    target = -torch.ones(specific.shape[1])
    return F.cosine_embedding_loss(specific.T, shared.T, target)


def test_the_cosine_is_torch_s_embedding_loss_with_target_minus_one():
    expected = [
        sum(torch_cosine(SOME.specific[trial, m], SOME.shared[trial, m]) for m in range(3)) for trial in range(TRIALS)
    ]
    torch.testing.assert_close(positive_cosine(SOME), torch.stack(expected))


def test_the_cosine_is_one_sided():
    """Opposite features have no loss, and tell all of each other."""
    opposite = replace(features("opposite", 400), shared=-features("opposite", 400).specific)
    assert (positive_cosine(opposite) == 0).all()
    torch.testing.assert_close(redundancy(opposite), torch.ones(TRIALS, dtype=torch.float64), rtol=0, atol=1e-3)
    equal = replace(opposite, shared=opposite.specific)
    torch.testing.assert_close(positive_cosine(equal), torch.full((TRIALS,), 3.0, dtype=torch.float64))


def test_the_cross_covariance_is_of_standardised_features():
    """Its definition, which the slopes are tested on, against numpy's correlations."""
    expected = torch.zeros(TRIALS, dtype=torch.float64)
    for trial in range(TRIALS):
        for specific, shared in zip(SOME.specific[trial], SOME.shared[trial], strict=True):
            both = torch.corrcoef(torch.cat([specific, shared]))[:FEATURES, FEATURES:]
            expected[trial] += ((COUNT - 1) / COUNT * both).square().sum() / FEATURES
    # The thousandth that keeps features from 0 / 0.
    torch.testing.assert_close(by_autograd.cross_covariance(SOME, LABELS), expected, rtol=0.02, atol=0)


@pytest.mark.parametrize(("slope", "loss"), SLOPES)
def test_slopes_are_autograd_s_of_the_definition(slope, loss):
    leaves = [each.clone().requires_grad_() for each in vars(SOME).values()]
    expected = torch.autograd.grad(
        loss(Features(*leaves), LABELS).sum(), leaves, materialize_grads=True, allow_unused=True
    )
    for found, by_definition in zip(vars(slope(SOME, LABELS)).values(), expected, strict=True):
        torch.testing.assert_close(found, by_definition, rtol=0, atol=1e-14)


@pytest.mark.parametrize(("slope", "loss"), SLOPES)
def test_slopes_of_columns_among_others_are_the_same(slope, loss):
    """Training hands over views of features that stand one above the other."""
    stacked = Features.of(torch.cat(list(vars(SOME).values()), dim=2))
    for found, expected in zip(vars(slope(stacked, LABELS)).values(), vars(slope(SOME, LABELS)).values(), strict=True):
        torch.testing.assert_close(found, expected)


def test_triplets_of_two_samples_are_torch_s():
    """Labels 0 and 1: a margin of 0.15 for all. On the sphere half of a squared distance is 1 - cos."""
    pair = features("pair", 2)
    found = by_autograd.triplets(pair, torch.tensor([0.0, 1.0], dtype=torch.float64).expand(TRIALS, -1))
    units = F.normalize(pair.shared, dim=2).mT
    places = [(m, i) for m in range(3) for i in range(2)]
    chosen = [(a, p, q) for a in places for p in places for q in places if p[1] == a[1] != q[1] and p != a]
    anchors, positives, negatives = (
        torch.stack([units[:, m, i] for m, i in column], dim=1) for column in zip(*chosen, strict=True)
    )
    expected = F.triplet_margin_with_distance_loss(
        anchors,
        positives,
        negatives,
        distance_function=lambda x, y: (x - y).square().sum(dim=-1) / 2,
        margin=0.15,
        reduction="none",
    )
    torch.testing.assert_close(found, expected.mean(dim=1))


def weighted(losses):
    """The sum of geometric losses, with the strengths of the setting."""

    def geometry(features, labels):
        return SETTING.strength * sum((loss(features, labels) for loss in losses), torch.zeros(TRIALS))

    return geometry


@pytest.mark.parametrize(("slope", "loss"), SLOPES)
def test_the_gradient_of_all_weights_is_autograd_s(slope, loss):
    samples, _ = draw_samples(SETTING, STREAMS.common)
    views, labels = samples.views[:, :, :COUNT], samples.target[:, :COUNT]
    descent = Descent(start(STREAMS.common), SETTING.strength)
    descent.differentiate(views, labels, [(slice(None), slope)])
    leaves = [each.clone().requires_grad_() for each in descent.networks.tensors]
    by_autograd.loss(by_autograd.tied(leaves), views, labels, weighted([loss])).sum().backward()
    # The twin's shared encoder is its first copy, the other two have no slope.
    expected = by_autograd.tied([each.grad for each in leaves]).tensors
    for found, slope_of in zip(descent.slopes.tensors, expected, strict=True):
        torch.testing.assert_close(found, slope_of, rtol=0, atol=1e-13)


def test_a_training_is_that_of_autograd():
    samples, _ = draw_samples(SETTING, STREAMS.common)
    found = train(SETTING, samples, (one_sided_cosine,), (cross_covariance,), STREAMS.common)
    rows = batches_of_rows(SETTING, STREAMS.common)
    arms = ([by_autograd.cosine], [by_autograd.cosine, by_autograd.cross_covariance])
    for networks, losses in zip(found, arms, strict=True):
        expected = by_autograd.trained(start(STREAMS.common), samples, rows, weighted(losses), LEARNING_RATE)
        for one, other in zip(networks.tensors, expected.tensors, strict=True):
            torch.testing.assert_close(one, other, rtol=0, atol=1e-9)


def test_networks_have_their_shapes():
    networks, (samples, _) = start(STREAMS.common), draw_samples(SETTING, STREAMS.common)
    assert samples.views.shape == (TRIALS, 3, 60, DIM) and samples.target.shape == (TRIALS, 60)
    found = networks.features(samples.views)
    assert found.specific.shape == found.shared.shape == (TRIALS, 3, FEATURES, 60)
    shared = networks.shared.outputs(networks.projections @ samples.views.flatten(end_dim=1).mT)[1]
    torch.testing.assert_close(shared.view_as(found.shared), found.shared)


def test_the_shared_encoder_is_one():
    samples, _ = draw_samples(SETTING, STREAMS.common)
    for networks in train(SETTING, samples, (), (triplets,), STREAMS.common):
        for each in vars(networks.shared).values():
            copies = each.unflatten(0, (TRIALS, 3))
            assert (copies == copies[:, :1]).all()


def test_independent_features_tell_nothing_and_equal_ones_all():
    independent = features("independent", 4000)
    assert redundancy(independent).abs().max() < 0.02 and alignment(independent).abs().max() < 0.02
    equal = replace(independent, shared=independent.shared[:, :1].expand(-1, 3, -1, -1))
    torch.testing.assert_close(alignment(equal), torch.ones(TRIALS, dtype=torch.float64), rtol=0, atol=1e-3)


def test_a_trial_alone_learns_the_same():
    """Among more trials than are trained side by side."""
    many = Streams(STREAMS.key, torch.arange(9))
    setting = replace(SETTING, strength=SETTING.strength.repeat(3))
    samples, test = draw_samples(setting, many.common)
    before = start(many.common).features(test.views).shared
    for last in (1, 8):
        alone = Streams(STREAMS.key, torch.arange(last, last + 1))
        one = replace(setting, strength=setting.strength[last : last + 1])
        single = train(one, draw_samples(one, alone.common)[0], (triplets,), (cross_covariance,), alone.common)
        both = train(setting, samples, (triplets,), (cross_covariance,), many.common)
        for networks, by_itself in zip(both, single, strict=True):
            together = networks.features(test.views).shared
            here = slice(last, last + 1)
            found = by_itself.features(test.views[here]).shared
            torch.testing.assert_close(found, together[here], rtol=0, atol=1e-9)
            assert not torch.allclose(together, before)
