"""Stage 1 of Huang et al. 2024: what is read off a training, against loops over samples and against closed forms."""

from math import exp, pi, sqrt

import numpy as np
import pytest
import torch
from scipy import stats

from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from models.huang2024.stage_one import (
    RECORDS,
    Pairs,
    class_sums,
    grown,
    kept_signs,
    recorded,
    signal_products,
    synchronised_signs,
    unevenness_multi_modal,
    unevenness_single_modal,
)
from strategies.huang2024.stage_one import LARGEST_NEURON, LARGEST_PAIR, multi_modal_stages, single_modal_stages
from theoremcheck.streams import Streams, stream_key


def streams(trials=3):
    return Streams(stream_key("test huang2024 stage one"), torch.arange(trials))


def patches(trials=3, samples=6, width=5, dim_ratio=1e20, start_size=1e-3, temperature=1.0, horizon=2.0):
    def filled(value):
        return torch.full((trials,), value, dtype=torch.float64)

    return TwoPatches(
        samples=samples,
        width=width,
        signal_strength=filled(1.25),
        dim_ratio=filled(dim_ratio),
        start_size=filled(start_size),
        modality_ratio=filled(4.0),
        temperature=filled(temperature),
        view_noise=filled(0.2),
        test_signal=filled(2.0),
        horizon=filled(horizon),
        steps=16,
    )


def trained(arm, **regime):
    point = patches(**regime)
    return recorded(arm, point, two_modalities(point, streams()))


def loss_weights(anchor, positive, negative, temperature):
    """Softmax weights of one trial, times 1 + M, by a loop over samples of shape (n, 2 m), positive class first."""
    half, width = len(anchor) // 2, anchor.shape[1] // 2
    found = []
    for i in range(2 * half):
        others = range(half, 2 * half) if i < half else range(half)
        scores = [anchor[i] @ positive[i], *(anchor[i] @ negative[j] for j in others)]
        weights = np.exp(np.array(scores) / (width * temperature))
        found.append(weights / weights.sum() * (1 + half))
    return np.array(found)


def features(state, noises):
    """Responses of both patches side by side for given noise patches, of the first trial: shape (n, 2 m)."""
    half = noises.shape[1] // 2
    y = np.repeat([1.0, -1.0], half)[:, None]
    signal = y * (state.weights @ state.modality.directions[:, -1, :, None])[0, :, 0].numpy()
    return np.maximum(np.hstack([signal, (noises @ state.weights.mT)[0].numpy()]), 0)


def unevenness(weights):
    return max(weights.max(), 1 / weights.min())


def test_states_are_recorded_at_equal_distances():
    point = patches()
    modalities = two_modalities(point, streams())
    states = recorded(multi_modal, point, modalities)
    assert len(states) == RECORDS + 1
    assert torch.equal(states[0][0].noise, torch.zeros_like(states[0][0].noise))
    assert torch.equal(states[-1][1].noise, train(multi_modal, point, modalities)[1].noise)


def test_single_modal_unevenness_is_that_of_the_softmax():
    state = trained(single_modal, start_size=0.7, temperature=0.3)[-1][0]
    own, views = features(state, state.modality.directions[:, :-1]), features(state, state.modality.views)
    expected = unevenness(loss_weights(own, views, own, 0.3))
    assert expected > 1.1
    found = unevenness_single_modal(state, torch.full((3,), 0.3, dtype=torch.float64))
    assert np.isclose(found[0].item(), expected, rtol=1e-12)


def test_multi_modal_unevenness_is_the_worse_of_both_losses():
    states = trained(multi_modal, start_size=0.7, temperature=0.3)[-1]
    h, g = (features(state, state.modality.directions[:, :-1]) for state in states)
    expected = max(unevenness(loss_weights(h, g, g, 0.3)), unevenness(loss_weights(g, h, h, 0.3)))
    found = unevenness_multi_modal(states, torch.full((3,), 0.3, dtype=torch.float64))
    assert np.isclose(found[0].item(), expected, rtol=1e-12)


def test_without_cross_talk_pairs_are_inner_products():
    states = [state for (state,) in trained(single_modal)]
    last = states[-1]
    products = last.weights @ last.modality.directions[:, :-1].mT
    assert torch.allclose(grown(states)[-1], products, rtol=1e-6, atol=1e-12)
    signal = (last.weights @ last.modality.directions[:, -1, :, None])[..., 0]
    assert torch.allclose(signal_products(last), signal, rtol=1e-12)


def test_a_best_pair_grows_by_its_push():
    """One step of the recursion that the page states, without cross-talk."""
    first, second = (state for (state,) in trained(single_modal)[:2])
    start, kappa, negatives = Pairs.of(first.modality).noise[0], 2 / 16, 3
    relu = start.relu()
    mean = torch.cat([relu[:, 3:].sum(1, True).expand(5, 3), relu[:, :3].sum(1, True).expand(5, 3)], dim=1)
    views = (first.modality.weights @ first.modality.views.mT)[0].relu()
    one = kappa * (views * negatives - mean) / (negatives + 1) * (start > 0)
    two = grown([first, second])[1, 0]  # after two steps: recorded every second one
    relu, moved = (start + one).relu(), first.modality.directions[0, :-1].square().sum(dim=1) * one
    assert ((two - start)[start <= 0] == 0).all()
    assert torch.allclose(two - start, 2 * moved, atol=2.5 * kappa * moved.abs().max().item())


def test_class_sums_are_sums_over_samples():
    states = trained(multi_modal)
    both, one = class_sums(states)
    first, second = (Pairs.of(state.modality).noise[1] for state in states[0])
    sizes = grown([state for state, _ in states])[-1, 1]
    for neuron in range(5):
        active = [i for i in range(3) if first[neuron, i] > 0]
        for found, wanted in ((both, True), (one, False)):
            expected = sum(float(sizes[neuron, i]) for i in active if (second[neuron, i] > 0) == wanted)
            assert np.isclose(found[-1, 1, neuron].item(), expected, rtol=1e-12, atol=1e-15)


def test_all_signs_are_kept_without_cross_talk():
    assert kept_signs([state for (state,) in trained(single_modal)]).all()


def test_a_turned_sign_is_seen():
    states = [state for (state,) in trained(single_modal)]
    assert not kept_signs([states[0], *states[:0:-1]]).any()


@pytest.mark.parametrize("horizon", [0.2, 2.0])
def test_signs_synchronise_where_the_closed_form_says_so(horizon):
    """C A + A~ grows by 1 + k C_mu in a step, C A - A~ by one minus that; the larger one tells both signs."""
    point = patches(horizon=horizon, width=200)
    states = train(multi_modal, point, two_modalities(point, streams()))
    rate = 4 * 1.25 / 2 * horizon / 16 * 3 / 4
    first, second = (Pairs.of(state.modality).signal for state in states)
    grows, decays = ((4 * first + sign * second).abs() * (1 + sign * rate) ** 16 for sign in (1, -1))
    expected = grows > decays
    assert (synchronised_signs(states, point.modality_ratio) == expected).double().mean() > 0.99
    assert expected.double().mean() < 0.9 or horizon > 1


def test_the_least_lucky_sample():
    """100 Phi(x)^m = 1 at the places that the strategies name."""
    assert [round(stats.norm.ppf(0.01 ** (1 / m)), 1) for m in (50, 400)] == [1.4, 2.3]


def test_class_sums_are_known_as_well_as_stated():
    assert np.isclose(sqrt(pi / 2 - 1), 0.76, atol=0.005)
    assert np.isclose(sqrt(pi / 2 - 1) / sqrt(400 / 8), 0.11, atol=0.005)


def test_largest_starts_are_seldom_exceeded():
    assert 1 - stats.norm.cdf(LARGEST_PAIR) ** 5_000 < 1 / 6
    assert 1 - (2 * stats.norm.cdf(LARGEST_NEURON) - 1) ** 50 < 1 / 6


def test_cross_talk_of_one_percent_turns_three_pairs_in_a_thousand():
    """P(g < 0 < g + 0.01 h | g < 0) for independent standard normals: an angle over pi."""
    assert np.isclose(np.arctan(0.1 / sqrt(2 * 50)) / pi, 0.003, atol=0.0005)


def test_signs_have_time_to_synchronise():
    columns = multi_modal_stages().sample(streams(2_000))
    grown_by = columns["modality_ratio"] * columns["signal_strength"] / 2 * columns["horizon"]
    assert grown_by.min() > 3.6
    assert 2 / pi * np.arctan(exp(-2 * 3.6)) < 0.001


@pytest.mark.parametrize("stages", [single_modal_stages, multi_modal_stages])
def test_the_dimension_satisfies_its_condition(stages):
    columns = stages().sample(streams(500))
    assert (columns["dim_ratio"] * columns["start_size"] ** 2 >= 1).all()
