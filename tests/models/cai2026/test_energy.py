"""The symmetric energy against its terms, and pairs of which one modality is moved."""

import pytest
import torch
from scipy.stats import vonmises

from models.cai2026.energy import CELLS, Mixture, MovedMarginal, frozen_potential, moving_potential, symmetric_energy
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("energy"), torch.arange(3), dtype=torch.float64)


def each(value):
    return torch.full((3,), value, dtype=torch.float64)


def test_entropies_cancel_at_the_weight_of_the_paper():
    """What is left is linear in the first density but for the logarithm."""
    first, _, second, potentials = Mixture(each(1.0), each(1.0), each(0.5), each(2.0)).draw(STREAMS)
    crossed = (first * second.log() + second * first.log()).mean(-1)
    linear = (first * potentials[:, 0] + second * potentials[:, 1]).mean(-1)
    torch.testing.assert_close(symmetric_energy(first, second, potentials), (linear + crossed) / 2)


def test_densities_have_the_mean_1_and_meet_at_no_distance():
    one, another, other, _ = Mixture(each(1.0), each(0.0), each(0.5), each(2.0)).draw(STREAMS)
    torch.testing.assert_close(one, another)
    torch.testing.assert_close(other.mean(-1), each(1.0))


def test_the_moved_points_are_quantiles_of_von_mises():
    moved = MovedMarginal(each(2.0), each(5.0))
    first, second = moved.angles()
    levels = (second + torch.pi) / (2 * torch.pi)
    expected = torch.from_numpy(vonmises(2.0).ppf(levels.numpy()))
    torch.testing.assert_close(first[0], expected, atol=2e-3, rtol=0)
    assert moved.density().shape == (3, CELLS)


def test_nothing_moved_is_the_uniform_pair():
    still = MovedMarginal(each(1e-9), each(5.0))
    first, second = still.angles()
    assert (first - second).abs().max() < 2e-3
    torch.testing.assert_close(moving_potential(still), frozen_potential(still), atol=1e-5, rtol=0)
    assert still.loss(first, second)[0].item() == pytest.approx(
        still.loss(second.expand(3, -1), second)[0].item(), abs=1e-5
    )
