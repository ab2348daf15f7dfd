"""What the proofs pass through: increments against a descent in R^d, averages, bounds and parts by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp
from scipy.stats import norm

from models.huang2024 import explicit
from models.huang2024.pairing.labels import balanced_pairs
from models.huang2024.pairing.steps import at_the_anchor, at_the_negative
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.proof_steps.averages import (
    average_responses,
    average_signals,
    quiet_second_class,
    until_single_modal_end,
)
from models.huang2024.proof_steps.increments import descended, mismatches, parallel_noises, stepped
from models.huang2024.proof_steps.one_by_one import within_bounds
from models.huang2024.proof_steps.parts import part_ratio, with_fixed_test_signal, with_least_test_signal
from models.huang2024.recursion import multi_modal, single_modal, train
from models.huang2024.stage_one import recorded
from models.huang2024.stages import single_modal_stage
from theoremcheck.streams import Streams, stream_key


def streams(trials=2):
    return Streams(stream_key("test huang2024 proof steps"), torch.arange(trials), torch.float64)


def patches(trials=2, samples=10, width=6, steps=16, **changed):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": 1.0,
        "start_size": 0.3,
        "modality_ratio": 3.0,
        "temperature": 0.5,
        "view_noise": 0.2,
        "test_signal": 2.0,
        "horizon": 6.0,
        **changed,
    }
    filled = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **filled)


def test_increments_are_those_of_descent_on_the_weights():
    """One step of autograd on all d coordinates, and one with the increments of the inner products."""
    point = patches(steps=1)
    modalities = two_modalities(point, streams(), explicit_vectors)
    start = next(iter(multi_modal(point, modalities)))
    weights, _ = explicit.descend(explicit.multi_modal_loss, 2, point, modalities)
    for modality, step, expected in zip(modalities, descended(start, point), weights, strict=True):
        found = modality.weights + point.growth_rate[:, None, None] * step @ modality.directions
        torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("when", [0, -1])
def test_the_index_of_the_anchor_is_right_and_that_of_the_negative_is_not(when):
    point = patches()
    pairing = balanced_pairs(point, streams())
    states = list(multi_modal(point, two_modalities(point, streams())))[when]
    right, wrong = (
        mismatches(stepped(states, point, pairing, ascent), descended(states, point))
        for ascent in (at_the_anchor, at_the_negative)
    )
    assert right.max() < 1e-12
    assert wrong.min() > 1e-2


def test_noises_in_one_direction_are_active_together():
    point = patches()
    for modality in parallel_noises(two_modalities(point, streams())):
        active = modality.weights @ modality.directions[:, :-1].mT > 0
        assert (active.all(dim=2) | ~active.any(dim=2)).all()


def test_a_mismatch_is_relative_and_of_its_own_kind():
    expected = torch.tensor([[[2.0, -4.0, 1.0]]])
    found = expected + torch.tensor([[[1.0, 0.0, 0.5]]])
    torch.testing.assert_close(mismatches([found], [expected]), torch.tensor([[0.25, 0.5]]))


def test_the_last_step_is_the_end_of_stage_one():
    point = until_single_modal_end(patches(steps=40))
    assert (single_modal_stage(point) == 40).all()


def test_averages_at_the_start_are_those_of_rectified_normals():
    """0.4 s for responses, and 0.4 of the signal's spread for either sign."""
    point = patches(trials=4, samples=8, width=2000, steps=1, dim_ratio=1e6)
    first = next(iter(single_modal(point, two_modalities(point, streams(4)))))[0]
    assert (average_responses(first) / 0.3 - 0.3989).abs().max() < 6 * 0.584 / 2000**0.5
    spread = 0.3 * point.snr[:, None]
    assert (average_signals(first) / spread - 0.3989).abs().max() < 6 * 0.584 / 2000**0.5


def test_a_quiet_class_is_the_second_one():
    point = patches()
    modalities = two_modalities(point, streams())
    quiet, other = quiet_second_class(modalities, 0.01)
    assert other is modalities[1]
    for name in ("directions", "views"):
        ratio = (getattr(quiet, name) / getattr(modalities[0], name)).nan_to_num(nan=1.0)[:, :, 1]
        torch.testing.assert_close(ratio[:, :5], torch.ones(2, 5, dtype=torch.float64))
        torch.testing.assert_close(ratio[:, 5:10], torch.full((2, 5), 0.01, dtype=torch.float64))
    torch.testing.assert_close(quiet.directions[:, -1], modalities[0].directions[:, -1])


def limit_of_average(start):
    """The page's mean field: s E relu(z - a) e^(kappa T_1), with a' = E relu(z - a)."""
    time = np.log(20 / start) / 0.96
    mean = lambda a: norm.pdf(a) - a * norm.sf(a)  # noqa: E731
    a = solve_ivp(lambda _, a: mean(a), (0, time), [0.0], rtol=1e-10, atol=1e-12).y[0, -1]
    return start * mean(a) * np.exp(time)


def test_the_average_has_the_limits_that_the_page_states():
    found = [limit_of_average(start) for start in (1.0, 0.3, 0.001)]
    np.testing.assert_allclose(found, [3.1, 2.5, 1.4], atol=0.05)
    assert np.all(np.diff([limit_of_average(s) for s in np.geomspace(1e-8, 1, 50)]) > 0)
    assert limit_of_average(0.79) < 3


def test_bounds_on_each_signal_contain_the_closed_form():
    """At vanishing products the recursion is linear; it stays within its bounds from M = 25 on."""
    point = patches(samples=60, width=30, start_size=1e-8, dim_ratio=1e12, horizon=1.5, temperature=1.0)
    states = recorded(multi_modal, point, two_modalities(point, streams()))
    assert within_bounds(states, point).all()
    faster = replace(point, horizon=1.2 * point.horizon)
    assert within_bounds(states, faster).double().mean() < 0.1


def test_parts_by_hand():
    """Signal parts 2 * 3 and 0, noise parts 5 and 2: 2 * 3 / root(25 + 4)."""
    weights = torch.tensor([[[3.0, 4.0], [0.0, 2.0]]])
    point = patches(trials=1, test_signal=2.0)
    torch.testing.assert_close(part_ratio(weights, point).float(), torch.tensor([6 / 29**0.5]))


def test_test_signals_in_units_of_the_noise():
    r"""$\|\mu\|^2 d^{-1/2}$ over $\sigma_\xi \|\mu\|$ is the SNR; $a \|\mu\| / \sigma_\xi$ is that times a root d."""
    point = patches(signal_strength=1.6)
    torch.testing.assert_close(with_least_test_signal(point).test_signal, point.snr)
    expected = 0.4 * point.snr * point.dim.sqrt()
    torch.testing.assert_close(with_fixed_test_signal(point, 0.4).test_signal, expected)


def test_learned_signal_alone_has_the_ratio_z():
    """Where a network has learned nothing but the signal its parts differ by z."""
    point = patches(samples=20, width=40, start_size=1e-6, dim_ratio=1e12, horizon=14.0, steps=100)
    state = train(multi_modal, point, two_modalities(point, streams()))[0]
    only = torch.zeros_like(state.weights)
    only[:, :, 0] = state.weights[:, :, 0]
    torch.testing.assert_close(part_ratio(only, point), point.test_signal)
