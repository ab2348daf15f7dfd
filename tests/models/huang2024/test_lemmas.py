"""Smaller lemmas of Huang et al. 2024: bounds by hand, shares by integration, slopes by automatic differentiation."""

from math import log, pi, sqrt

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from models.huang2024 import recursion
from models.huang2024.lemmas import (
    SHRINKING_SHARE,
    Overlap,
    in_order,
    leading_slopes,
    reference_slopes,
    shrinking_share,
)
from models.huang2024.pairing import arms
from models.huang2024.pairing.labels import balanced_pairs, fair_pairs, same_label_negatives
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.stage_two.references import memorised
from strategies.huang2024.lemmas import assumed_dims, noise_dims, signal_dims
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key


def streams(trials=2):
    return Streams(stream_key("test huang2024 lemmas"), torch.arange(trials))


def patches(trials=2, samples=8, width=5, **changed):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": 1.0,
        "start_size": 0.2,
        "modality_ratio": 3.0,
        "temperature": 0.4,
        "view_noise": 0.2,
        "test_signal": 2.0,
        "horizon": 8.0,
        **changed,
    }
    filled = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=40, **filled)


def overlap(samples=100, neurons=50, dim=1e12, start_size=0.1, signal_strength=1.25, failure=0.05):
    values = (1.0, dim, start_size, signal_strength, failure)
    return Overlap(samples, neurons, *(torch.tensor([value], dtype=torch.float64) for value in values))


def drawn(regimes, count=200):
    """Points of a strategy, in batches of one shape."""
    columns = regimes.sample(streams(count).child("regime"))
    points = [point_of(regimes.regime, columns, i) for i in range(count)]
    shapes = {(p.samples, p.neurons) for p in points}
    for shape in shapes:
        same = [p for p in points if (p.samples, p.neurons) == shape]
        yield batch_of(same, torch.float64, torch.device("cpu"))


def test_bounds_at_a_point_worked_by_hand():
    assert np.isclose(overlap().on_signal(), 200 * 100 * sqrt(2 * log(600 / 0.05)) / (1e6 * 0.1))
    assert np.isclose(overlap().on_noise(), 100 * 4 * 100 * sqrt(log(60_000 / 0.05)) / (1e6 * 0.1))


def test_a_weak_signal_is_the_greater_danger_to_noise():
    weak = overlap(signal_strength=1e-8)
    assert np.isclose(weak.on_noise(), 100 * sqrt(100 / 1e-8) * sqrt(2 * log(600 / 0.05)) / 1e5)


def test_the_condition_of_lemma_b2_is_its_union_bound():
    """At the least d, Lemma B.1's bound on one neuron's failure is delta / m: the bound was read off rightly."""
    for batch in drawn(signal_dims()):
        at_least = batch.on_signal() * batch.excess
        anticoncentration = 2 * (-torch.expm1(-2 * at_least.square() / pi)).sqrt()
        torch.testing.assert_close(anticoncentration, batch.failure / batch.neurons, rtol=1e-9, atol=0)


def test_the_condition_on_pairs_is_their_union_bound():
    for batch in drawn(noise_dims()):
        at_least = batch.on_noise() * batch.excess
        anticoncentration = 2 * (-torch.expm1(-2 * at_least.square() / pi)).sqrt()
        pairs = batch.neurons * batch.samples
        torch.testing.assert_close(anticoncentration, batch.failure / pairs, rtol=1e-6, atol=0)


def test_assumed_dims_are_those_of_the_assumption():
    for batch in drawn(assumed_dims()):
        least = batch.samples / (batch.start_size / batch.dim.sqrt())
        assert (batch.dim >= 0.999 * least).all()
        assert (batch.dim >= 0.999 * batch.samples**2).all()


def test_the_shrinking_share_is_an_integral():
    mean = integrate.quad(lambda z: z * stats.norm.pdf(z), 0, np.inf)[0]
    kept = integrate.quad(lambda z: 2 * stats.norm.pdf(z), mean, np.inf)[0]
    assert np.isclose(SHRINKING_SHARE, 1 - kept**2, rtol=1e-9)
    assert round(SHRINKING_SHARE, 3) == 0.524


def test_the_shrinking_share_counts_pairs_one_by_one():
    point = patches(1)
    states = recursion.train(recursion.multi_modal, point, two_modalities(point, streams(1)))
    starts = [(s.modality.weights @ s.modality.directions[:, :-1].mT)[0] for s in states]
    lost = total = 0
    for r in range(5):
        for i in range(8):
            if all(start[r, i] > 0 for start in starts):
                total += 1
                lost += any(state.noise[0, r, i] < 0 for state in states)
    assert 0 < lost < total
    assert shrinking_share(states).item() == pytest.approx(lost / total)


@pytest.mark.parametrize(("theirs", "ours"), [("single_modal", 1), ("multi_modal", 2)])
def test_responses_in_order_are_those_of_the_general_recursion(theirs, ours):
    point = patches()
    modalities, pairs = two_modalities(point, streams()), balanced_pairs(point, streams())
    by_class = recursion.train(getattr(recursion, theirs), point, modalities)
    by_sample = arms.train(getattr(arms, theirs), point, modalities, pairs)
    assert len(by_class) == ours
    for one, other in zip(by_class, by_sample, strict=True):
        found = in_order(one).active
        torch.testing.assert_close(found.signal, other.active.signal, rtol=1e-9, atol=1e-10)
        torch.testing.assert_close(found.noise, other.active.noise, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("pair", [fair_pairs, same_label_negatives])
def test_slopes_are_gradients_of_similarities(pair):
    """<grad F_j, W*> by automatic differentiation of relu<w, x_i> sg(relu<w, x_j>) / (m tau), summed over patches."""
    point = patches(1)
    modalities, pairs = two_modalities(point, streams(1), explicit_vectors), pair(point, streams(1))
    state = arms.train(arms.single_modal, point, modalities, pairs)[0]
    (reference,) = memorised(point, modalities, 0.1)
    found = reference_slopes(state, pairs.first, reference, state.active, pairs, point.temperature)[0]
    directions = modalities[0].directions[0]
    target = modalities[0].weights[0] + reference[0] @ directions
    weights = state.weights[0].detach().requires_grad_()
    for i in range(8):
        for j in range(8):
            signals = [(pairs.first[0, k] * weights @ directions[-1]).relu() for k in (i, j)]
            noises = [(weights @ directions[k]).relu() for k in (i, j)]
            similarity = signals[0] @ signals[1].detach() + noises[0] @ noises[1].detach()
            (slope,) = torch.autograd.grad(similarity / (5 * 0.4), weights)
            expected = (slope * target).sum() * pairs.negatives[0, i, j]
            torch.testing.assert_close(found[i, j], expected, rtol=1e-9, atol=1e-12)


def test_leading_slopes_are_all_there_is_in_many_dimensions_from_a_tiny_start():
    point = patches(width=40, dim_ratio=1e12, start_size=1e-3, horizon=14.0)
    modalities, pairs = two_modalities(point, streams()), balanced_pairs(point, streams())
    state = arms.train(arms.single_modal, point, modalities, pairs)[0]
    (reference,) = memorised(point, modalities, 0.1)
    height = 2 * point.temperature * log(2 * 4 / 0.1)
    slopes = reference_slopes(state, pairs.first, reference, state.active, pairs, point.temperature)
    leading = leading_slopes(state, height, pairs, point.temperature)
    assert leading.amax() > 0.01
    torch.testing.assert_close(slopes, leading, rtol=1e-2, atol=1e-5)
