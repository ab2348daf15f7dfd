"""Huang et al. 2024 with any labels and negatives: against autograd in R^d, and against the balanced recursion."""

from functools import partial

import pytest
import torch

from models.huang2024 import recursion
from models.huang2024.pairing import arms, explicit
from models.huang2024.pairing.arms import train
from models.huang2024.pairing.labels import (
    Pairing,
    anything_goes,
    balanced_pairs,
    fair_pairs,
    same_label_negatives,
    shuffled_labels,
)
from models.huang2024.pairing.steps import at_the_anchor, at_the_negative, without_signal_of_negatives
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from theoremcheck.streams import Streams, stream_key

ARMS = {
    "single": (arms.single_modal, explicit.single_modal_loss, recursion.single_modal, 1),
    "multi": (arms.multi_modal, explicit.multi_modal_loss, recursion.multi_modal, 2),
}
PAIRS = {
    "balanced": balanced_pairs,
    "fair": fair_pairs,
    "shuffled": shuffled_labels,
    "same label": same_label_negatives,
    "anything": anything_goes,
}


def streams(trials=3):
    return Streams(stream_key("test huang2024 pairing"), torch.arange(trials))


def patches(trials=3, samples=10, width=6, steps=60, **changed):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": 0.5,
        "start_size": 0.1,
        "modality_ratio": 3.0,
        "temperature": 0.7,
        "view_noise": 0.2,
        "test_signal": 1.6,
        "horizon": 10.0,
        **changed,
    }
    filled = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **filled)


@pytest.mark.parametrize("pairs", PAIRS)
@pytest.mark.parametrize("arm", ARMS)
def test_recursion_is_gradient_descent(arm, pairs):
    """Losses at every step and weights after the last, to 1e-12."""
    steps, loss, _, networks = ARMS[arm]
    point = patches()
    modalities = two_modalities(point, streams(), explicit_vectors)
    chosen = PAIRS[pairs](point, streams())
    states = list(steps(point, modalities, chosen))
    weights, losses = explicit.descend(loss, networks, point, modalities, chosen)
    torch.testing.assert_close(torch.stack([s[0].losses for s in states], dim=1), losses, rtol=0, atol=1e-12)
    for state, expected in zip(states[-1], weights, strict=True):
        torch.testing.assert_close(state.weights, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("arm", ARMS)
def test_balanced_pairs_give_the_recursion_of_the_theorems(arm):
    steps, _, expected, _ = ARMS[arm]
    point = patches()
    modalities = two_modalities(point, streams())
    found = train(steps, point, modalities, balanced_pairs(point, streams()))
    for state, theirs in zip(found, recursion.train(expected, point, modalities), strict=True):
        torch.testing.assert_close(state.coefficients, theirs.coefficients, rtol=1e-10, atol=1e-12)
        torch.testing.assert_close(state.losses, theirs.losses, rtol=1e-10, atol=1e-12)


def test_negatives_of_the_other_label_have_no_share_in_the_signal():
    point = patches()
    modalities = two_modalities(point, streams())
    learned = [
        train(arms.single_modal, point, modalities, fair_pairs(point, streams()), ascent)[0].coefficients
        for ascent in (at_the_anchor, without_signal_of_negatives)
    ]
    torch.testing.assert_close(*learned, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("arm", "pairs", "wrong"),
    [("single", same_label_negatives, without_signal_of_negatives), ("multi", fair_pairs, at_the_negative)],
)
def test_a_wrong_step_is_far_from_gradient_descent(arm, pairs, wrong):
    steps, loss, _, networks = ARMS[arm]
    point = patches()
    modalities = two_modalities(point, streams(), explicit_vectors)
    chosen = pairs(point, streams())
    found = train(steps, point, modalities, chosen, wrong)[0]
    weights, _ = explicit.descend(loss, networks, point, modalities, chosen)
    assert ((found.weights - weights[0]).abs().amax(dim=(1, 2)) > 1e-3).all()


def test_shuffling_keeps_the_class_sizes():
    point = patches(20, samples=40)
    own = streams(20)
    shuffled, kept = shuffled_labels(point, own), fair_pairs(point, own)
    assert torch.equal(shuffled.first, kept.first)
    assert torch.equal(shuffled.second.sum(dim=1), kept.second.sum(dim=1))
    share = (shuffled.first == shuffled.second).double().mean()
    assert abs(share - 0.5) < 4 * 0.5 / (20 * 40) ** 0.5 + 1 / 40


def test_nobody_is_a_negative_of_himself():
    point = patches()
    for pairs in PAIRS.values():
        assert not pairs(point, streams()).negatives.diagonal(dim1=1, dim2=2).any()


def test_negatives_of_the_same_label_are_added_and_nothing_else():
    point = patches()
    fair, more = fair_pairs(point, streams()), same_label_negatives(point, streams())
    assert torch.equal(fair.first, more.first)
    assert torch.equal(more.second, fair.second)
    assert (more.negatives.sum(dim=2) == 9).all()
    assert (fair.negatives & ~more.negatives).sum() == 0


def test_class_share_by_hand():
    """Seven positive samples of ten: 7/10 * 3/4 for them, 3/10 * 7/8 for the others."""
    y = torch.tensor([[1.0] * 7 + [-1.0] * 3], dtype=torch.float64)
    pairs = Pairing(y, y, y[:, :, None] != y[:, None, :])
    share = pairs.class_share(torch.tensor([[1.0, -1.0]], dtype=torch.float64))
    torch.testing.assert_close(share, torch.tensor([[0.7 * 3 / 4, 0.3 * 7 / 8]], dtype=torch.float64))


def test_a_class_that_is_alone_learns_nothing():
    """Without negatives the loss is 0 and so is its gradient; nothing becomes NaN."""
    point = patches(1)
    y = torch.ones(1, 10, dtype=torch.float64)
    alone = Pairing(y, y, torch.zeros(1, 10, 10, dtype=torch.bool))
    state = train(arms.single_modal, point, two_modalities(point, streams(1)), alone)[0]
    assert state.losses.abs().item() < 1e-12
    assert state.coefficients.abs().max() < 1e-12


@pytest.mark.parametrize("pairs", [shuffled_labels, same_label_negatives])
def test_a_pairing_breaks_any_other_one(pairs):
    """Both take the pairing they start from: labels stay balanced where they were."""
    point = patches()
    assert (partial(pairs, pair=balanced_pairs)(point, streams()).first.sum(dim=1) == 0).all()


def test_a_trial_is_the_same_in_any_batch():
    point = patches(3)
    together = train(arms.multi_modal, point, two_modalities(point, streams()), shuffled_labels(point, streams()))
    own, one = Streams(streams().key, torch.tensor([2])), patches(1)
    alone = train(arms.multi_modal, one, two_modalities(one, own), shuffled_labels(one, own))
    torch.testing.assert_close(together[0].weights[2:], alone[0].weights, rtol=1e-12, atol=1e-12)
