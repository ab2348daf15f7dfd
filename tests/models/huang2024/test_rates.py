"""Ladders with common random numbers: nested draws of the right law, printed ends of stage 1, and the clock."""

import math
from dataclasses import replace

import pytest
import torch
from scipy.stats import ks_2samp

from models.huang2024.patches import TwoPatches, span_vectors, two_modalities
from models.huang2024.rates import (
    largest_coefficients,
    nested_vectors,
    plateau_signal,
    time_to_loss,
    until_multi_modal_end,
)
from models.huang2024.recursion import single_modal, train
from theoremcheck.streams import Streams, stream_key

TRIALS = 300


def patches_of(trials, samples=8, width=6, steps=40, **changed):
    values = {
        "signal_strength": 1.0,
        "dim_ratio": 10.0,
        "start_size": 0.1,
        "modality_ratio": 4.5,
        "temperature": 1.0,
        "view_noise": 0.1,
        "test_signal": 2.0,
        "horizon": 12.0,
        **changed,
    }
    tensors = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **tensors)


def streams(trials, name="rates"):
    return Streams(stream_key(name), torch.arange(trials))


def test_more_samples_begin_with_the_fewer_ones():
    fewer, more = patches_of(2), patches_of(2, samples=16, dim_ratio=2.5)
    assert torch.equal(fewer.dim, more.dim)
    small, large = (nested_vectors(p, p.snr, streams(2)) for p in (fewer, more))
    torch.testing.assert_close(small.weights, large.weights[:, :, :15], rtol=0, atol=0)
    torch.testing.assert_close(small.directions[:, :8], large.directions[:, :8, :15], rtol=0, atol=0)


@pytest.mark.parametrize("kind", ["weight and noise", "noises", "noise and view"])
def test_nested_vectors_have_the_law_of_the_others(kind):
    patches = patches_of(TRIALS, dim_ratio=0.5)

    def inner(draw, name):
        vectors = two_modalities(patches, streams(TRIALS, name), draw)[0]
        noises = vectors.directions[:, :-1]
        first, second = {
            "weight and noise": (vectors.weights[:, 0], noises[:, 0]),
            "noises": (noises[:, 0], noises[:, -1]),
            "noise and view": (noises[:, 1], vectors.views[:, 1]),
        }[kind]
        return (first * second).sum(dim=1).numpy()

    assert ks_2samp(inner(nested_vectors, "nested"), inner(span_vectors, "span")).pvalue > 0.001


def test_signal_on_the_plateau_has_its_closed_form():
    """In many dimensions from a tiny start, for a neuron one standard deviation away: 1 part in 100,000."""
    patches = patches_of(1, dim_ratio=1e16, start_size=1e-7, horizon=4.0)
    modalities = two_modalities(patches, streams(1), nested_vectors)
    state = train(single_modal, patches, modalities)[0]
    start = modalities[0].weights[:, :, 0] * patches.snr[:, None]
    grown = (state.signal / start).median() * patches.start_size * patches.snr
    assert float(plateau_signal(patches)) == pytest.approx(float(grown), rel=1e-5)


def test_multi_modal_stage_ends_with_the_last_step():
    """Lemma 5.4's T_1, with eta |mu|^2 / (m tau) = kappa c."""
    ended = until_multi_modal_end(patches_of(1))
    growth = 0.48 * 4.5 * float(ended.growth_rate)
    assert math.log(20 / (0.1 * math.sqrt(1 / 8))) / math.log(1 + growth) == pytest.approx(40)


def test_largest_coefficients_are_over_all_steps():
    patches = patches_of(2)
    signal, noise = largest_coefficients(single_modal, patches, streams(2))
    states = [s for (s,) in single_modal(patches, two_modalities(patches, streams(2), nested_vectors))]
    torch.testing.assert_close(signal, torch.stack([s.signal.abs().amax(dim=1) for s in states]).amax(dim=0))
    torch.testing.assert_close(noise, torch.stack([s.noise.abs().amax(dim=(1, 2)) for s in states]).amax(dim=0))


def test_clock_lies_between_the_two_steps_where_the_loss_passes():
    patches = patches_of(3, width=40)
    losses = [s.losses for (s,) in single_modal(patches, two_modalities(patches, streams(3)))]
    step = time_to_loss(patches, streams(3), 0.3) / patches.growth_rate
    for trial in range(3):
        first = next(k for k, loss in enumerate(losses) if loss[trial] <= 0.3)
        assert first - 1 < float(step[trial]) <= first


def test_clock_does_not_tell_small_steps_apart():
    """Twice and four times the steps: the error of the first order halves."""
    patches = patches_of(2, width=40, steps=100)
    coarse, middle, fine = (time_to_loss(replace(patches, steps=100 * f), streams(2), 0.3) for f in (1, 2, 4))
    torch.testing.assert_close((coarse - middle) / (middle - fine), torch.full_like(fine, 2.0), rtol=0.2, atol=0)


def test_a_loss_that_is_not_reached():
    patches = patches_of(1, horizon=0.5)
    assert float(time_to_loss(patches, streams(1), 0.01)) == 1.0
