"""DLF's losses against their definitions, the networks' shapes, and what features tell of each other."""

from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F

from models.dlf2025.disentangling.losses import (
    cosine_of_another,
    cross_covariance,
    nothing,
    one_sided_cosine,
    triplets,
    triplets_of_others,
    with_triplets,
)
from models.dlf2025.disentangling.modalities import DIM, ThreeModalities, draw_samples
from models.dlf2025.disentangling.networks import FEATURES, Features, start
from models.dlf2025.disentangling.training import alignment, redundancy, train
from theoremcheck.streams import Streams, stream_key

TRIALS, COUNT = 3, 7
STREAMS = Streams(stream_key("test"), torch.arange(TRIALS))
SETTING = ThreeModalities(torch.tensor([1.0, 50.0, 50.0], dtype=torch.float64), 60, 400, 16, 8)


def features(name, count=COUNT):
    drawn = [STREAMS.child(name).normal(part, (3, count, FEATURES)) for part in ("projected", "specific", "shared")]
    return Features(*drawn)


SOME = features("some")
LABELS = STREAMS.normal("labels", (COUNT,))


def torch_cosine(specific, shared):
    target = -torch.ones(specific.shape[0])
    return F.cosine_embedding_loss(specific, shared, target)


def test_the_cosine_is_torch_s_embedding_loss_with_target_minus_one():
    expected = [
        sum(torch_cosine(SOME.specific[trial, m], SOME.shared[trial, m]) for m in range(3)) for trial in range(TRIALS)
    ]
    torch.testing.assert_close(one_sided_cosine(SOME), torch.stack(expected))


def test_the_cosine_is_one_sided():
    """Opposite features have no loss, and tell all of each other."""
    opposite = replace(features("opposite", 400), shared=-features("opposite", 400).specific)
    assert (one_sided_cosine(opposite) == 0).all()
    torch.testing.assert_close(redundancy(opposite), torch.ones(TRIALS, dtype=torch.float64), rtol=0, atol=1e-3)
    equal = replace(opposite, shared=opposite.specific)
    torch.testing.assert_close(one_sided_cosine(equal), torch.full((TRIALS,), 3.0, dtype=torch.float64))


def test_another_s_cosine_is_with_the_next():
    moved = replace(SOME, shared=SOME.shared[:, :, [1, 2, 3, 4, 5, 6, 0]])
    assert (cosine_of_another(SOME) == one_sided_cosine(moved)).all()


def test_the_cross_covariance_is_of_standardised_features():
    expected = torch.zeros(TRIALS, dtype=torch.float64)
    for trial in range(TRIALS):
        for specific, shared in zip(SOME.specific[trial], SOME.shared[trial], strict=True):
            both = torch.corrcoef(torch.cat([specific, shared], dim=1).T)[:FEATURES, FEATURES:]
            expected[trial] += ((COUNT - 1) / COUNT * both).square().sum() / FEATURES
    # The thousandth that keeps features from 0 / 0.
    torch.testing.assert_close(cross_covariance(SOME), expected, rtol=0.02, atol=0)


def triplets_by_definition(units, labels):
    """A loop over anchors, positives and negatives; units (modalities, n, d), labels (modalities, n)."""
    total, count = 0.0, 0
    places = [(m, i) for m in range(units.shape[0]) for i in range(units.shape[1])]
    for a in places:
        for p in places:
            for q in places:
                if p[1] == a[1] and p != a and q[1] != a[1]:
                    margin = 0.15 * (labels[a] - labels[q]).abs()
                    total = total + (margin - units[a] @ units[p] + units[a] @ units[q]).relu()
                    count += 1
    return total / count


def test_triplets_and_their_gradient_follow_the_definition():
    leaf = SOME.shared.clone().requires_grad_()
    found = triplets(replace(SOME, shared=leaf), LABELS)
    (slope,) = torch.autograd.grad((found * torch.arange(1, 1 + TRIALS)).sum(), leaf)
    for trial in range(TRIALS):
        one = SOME.shared[trial].clone().requires_grad_()
        expected = triplets_by_definition(F.normalize(one, dim=2), LABELS[trial].expand(3, -1))
        torch.testing.assert_close(found[trial].detach(), expected.detach())
        (by_definition,) = torch.autograd.grad(expected, one)
        torch.testing.assert_close(slope[trial], (trial + 1) * by_definition)


def test_triplets_of_two_samples_are_torch_s():
    """Labels 0 and 1: a margin of 0.15 for all. On the sphere half of a squared distance is 1 - cos."""
    pair = features("pair", 2)
    found = triplets(pair, torch.tensor([0.0, 1.0], dtype=torch.float64).expand(TRIALS, -1))
    units = F.normalize(pair.shared, dim=3)
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


def test_triplets_of_others_keep_every_feature_s_own_label():
    shared = torch.stack([SOME.shared[:, m].roll(-m, dims=1) for m in range(3)], dim=1)
    labels = torch.stack([LABELS.roll(-m, dims=1) for m in range(3)], dim=1)
    found = triplets_of_others(SOME, LABELS)
    for trial in range(TRIALS):
        expected = triplets_by_definition(F.normalize(shared[trial], dim=2), labels[trial])
        torch.testing.assert_close(found[trial], expected)


def test_geometries_add_up():
    both = with_triplets(SOME, LABELS, one_sided_cosine)
    torch.testing.assert_close(both, triplets(SOME, LABELS) + one_sided_cosine(SOME))
    assert (nothing(SOME, LABELS) == torch.zeros(TRIALS)).all()


def test_networks_have_their_shapes():
    networks, (samples, _) = start(STREAMS.common), draw_samples(SETTING, STREAMS.common)
    assert samples.views.shape == (TRIALS, 3, 60, DIM) and samples.target.shape == (TRIALS, 60)
    found = networks.features(samples.views)
    for part in (found.projected, found.specific, found.shared, networks.decoded(found)):
        assert part.shape == (TRIALS, 3, 60, FEATURES)
    every, shared, parts = networks.predictions(found)
    assert every.shape == shared.shape == (TRIALS, 60) and parts.shape == (TRIALS, 3, 60)
    alone = networks.features(samples.views[:, :, :1])
    torch.testing.assert_close(alone.shared, found.shared[:, :, :1])


def test_independent_features_tell_nothing_and_equal_ones_all():
    independent = features("independent", 4000)
    assert redundancy(independent).abs().max() < 0.02 and alignment(independent).abs().max() < 0.02
    equal = replace(independent, shared=independent.shared[:, :1].expand(-1, 3, -1, -1))
    torch.testing.assert_close(alignment(equal), torch.ones(TRIALS, dtype=torch.float64), rtol=0, atol=1e-3)


def test_a_trial_and_an_arm_alone_learn_the_same():
    samples, test = draw_samples(SETTING, STREAMS.common)
    arms = (nothing, triplets, partial(with_triplets, term=cross_covariance))
    alone = Streams(STREAMS.key, torch.arange(1, 2))
    one = replace(SETTING, strength=SETTING.strength[1:2])
    before = start(STREAMS.common).features(test.views).shared
    for arm, networks in zip(arms, train(SETTING, samples, arms, STREAMS.common), strict=True):
        (single,) = train(one, draw_samples(one, alone.common)[0], (arm,), alone.common)
        together, by_itself = networks.features(test.views).shared, single.features(test.views[1:2]).shared
        torch.testing.assert_close(by_itself, together[1:2], rtol=0, atol=1e-9)
        assert not torch.allclose(together, before)
