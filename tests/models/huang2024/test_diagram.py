"""The phase diagram's closed forms: the exponent, the band, similarities, and where unequal noises move the switch."""

import math

import numpy as np
import pytest
import torch

from models.huang2024.diagram import (
    exponent,
    is_settled,
    multi_modal_advantage,
    side,
    single_modal_advantage,
)
from models.huang2024.patches import TwoPatches, noisier_second_modality, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from theoremcheck.streams import Streams, stream_key


def patches_of(trials, samples=20, width=12, steps=30, **changed):
    values = {
        "signal_strength": 1.0,
        "dim_ratio": 1e10,
        "start_size": 1e-4,
        "modality_ratio": 1.0,
        "temperature": 1.0,
        "view_noise": 0.1,
        "test_signal": 2.0,
        "horizon": 3.0,
        **changed,
    }
    tensors = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **tensors)


def streams(trials):
    return Streams(stream_key("diagram"), torch.arange(trials))


def test_exponent():
    np.testing.assert_allclose(exponent(np.array([1.0, 2.0, 4.0, 8.0])), [-0.5, 0.0, 0.5, 0.75])


def test_sides():
    assert side(torch.tensor([0.5, 1.9, 2.1, 8.0])).tolist() == [-1, -1, 1, 1]


@pytest.mark.parametrize("start", [1e-12, 1e-6])
def test_band_ends_where_the_exponent_is_paid_for(start):
    """e = -(log(n) / 2 + log 4) / log(1 / s) below, and the same above."""
    reach = (math.log(50) / 2 + math.log(4)) / math.log(1 / start)
    low, high = 2 * (1 - reach), 2 / (1 - reach)
    strengths = np.array([low - 1e-6, low + 1e-6, 2.0, high - 1e-6, high + 1e-6])
    assert is_settled(strengths, start, 50).tolist() == [True, False, False, False, True]


def test_band_shrinks_with_the_start():
    widths = [(~is_settled(np.linspace(0.5, 8, 2000), start, 50)).sum() for start in (1e-4, 1e-8, 1e-16)]
    assert widths[0] > widths[1] > widths[2] > 0


def test_advantages_by_enumeration():
    patches = patches_of(2, start_size=0.1)
    states = train(multi_modal, patches, two_modalities(patches, streams(2)))
    y = [1] * 10 + [-1] * 10
    products = [(s.weights @ s.modality.directions.mT).numpy() for s in states]
    for trial in range(2):
        h, g = (p[trial] for p in products)
        signal = np.mean([(np.maximum(y[i] * h[:, -1], 0) * np.maximum(y[i] * g[:, -1], 0)).sum() for i in range(20)])
        noise = np.mean([(np.maximum(h[:, i], 0) * np.maximum(g[:, i], 0)).sum() for i in range(20)])
        assert float(multi_modal_advantage(states)[trial]) == pytest.approx(math.log(signal / noise))


def test_single_modal_positive_is_the_view():
    patches = patches_of(1, start_size=0.1, view_noise=2.0)
    state = train(single_modal, patches, two_modalities(patches, streams(1)))[0]
    own, view = ((state.weights @ v.mT)[0].numpy() for v in (state.modality.directions, state.modality.views))
    signal = sum((np.maximum(sign * own[:, -1], 0) ** 2).sum() / 2 for sign in (1, -1))
    noise = (np.maximum(own[:, :-1], 0) * np.maximum(view, 0)).sum() / 20
    assert float(single_modal_advantage(state)[0]) == pytest.approx(math.log(signal / noise))


def test_larger_noise_grows_by_its_factor():
    """Matched pairs grow at rate f kappa: the log of the largest memorised pair, against that at f = 1."""
    patches = patches_of(4, signal_strength=0.01, horizon=4.0, steps=400)
    modalities = two_modalities(patches, streams(4))
    grown = []
    for factor in (1.0, 3.0):
        state = train(multi_modal, patches, noisier_second_modality(modalities, factor))[0]
        grown.append(state.noise.abs().amax(dim=(1, 2)).log())
    share = 10 / 11  # M / (M + 1): at least this much of kappa, less the opponents' mean
    gained = float((grown[1] - grown[0]).mean()) / (4.0 * (3.0 - 1.0) * share)
    assert gained == pytest.approx(1.0, abs=0.15)


def test_noise_of_one_size_changes_nothing():
    modalities = two_modalities(patches_of(1), streams(1))
    same = noisier_second_modality(modalities, 1.0)
    assert torch.equal(same[1].directions, modalities[1].directions)
