"""Two hyperplanes: the loss of all pairs against samples and its limit, and free points against vectors."""

from math import pi

import numpy as np
import pytest
import torch
from scipy.special import ive
from scipy.stats import vonmises_fisher

from models.yi2025.centre_pair import SubspaceCentres
from models.yi2025.planes.cones import ConesOnPlanes
from models.yi2025.planes.points import PointsOnPlanes, in_cones, spread_out, twice_the_steps
from tests.models.two_samples import streams
from tests.models.yi2025.one_point import batch
from theoremcheck.numerics import clip


def cones(dimension=5, tightness=3.0, temperature=0.5, angle=1.0):
    return batch(ConesOnPlanes, 1, dimension=dimension, tightness=tightness, temperature=temperature, angle=angle)


@pytest.mark.parametrize("dimension", [4, 8, 32])
@pytest.mark.parametrize("tightness", [0.03, 1.0, 60.0])
def test_the_quadrature_has_the_law_s_moments(dimension, tightness):
    regime = cones(dimension, tightness, temperature=0.03)
    pairs, order = regime.pairs(), (dimension - 1) / 2
    mean = torch.from_numpy(ive(order, regime.concentration.numpy()) / ive(order - 1, regime.concentration.numpy()))
    square = 1 - (dimension - 2) * mean / regime.concentration
    torch.testing.assert_close(pairs.mean(pairs.along), mean, atol=1e-9, rtol=0)
    torch.testing.assert_close(pairs.mean(pairs.along.square()), square, atol=1e-9, rtol=0)
    across = (1 - square) / (dimension - 2)
    torch.testing.assert_close(pairs.mean(pairs.across.square()), across, atol=1e-9, rtol=0)
    assert abs(pairs.mean(pairs.across)) < 1e-12


@pytest.mark.parametrize("tilt", [0.0, 0.7, pi / 2])
def test_the_loss_is_that_of_many_sampled_pairs(tilt):
    """4,000 pairs as vectors of R^5; the symmetric loss of the sample, whose own positives count one in 4,000."""
    regime = cones()
    sample = vonmises_fisher(np.eye(4)[0], 6.0, seed=1).rvs(4_000)
    turned = sample.copy()
    turned[:, 0] = np.cos(tilt) * sample[:, 0] - np.sin(tilt) * sample[:, 3]
    turned[:, 3] = np.sin(tilt) * sample[:, 0] + np.cos(tilt) * sample[:, 3]
    first = np.column_stack([turned, np.zeros(4_000)])
    second = np.column_stack([turned[:, :3], np.cos(1.0) * turned[:, 3], np.sin(1.0) * turned[:, 3]])
    expected = 2 * clip(torch.from_numpy(first @ second.T / 0.5)).item() - 2 * np.log(4_000)
    # A mean of 4,000 terms of order 1, twice.
    assert regime.loss(tilt, regime.pairs()).item() == pytest.approx(expected, abs=4 * 2 / 4_000**0.5)


def test_the_centre_pair_is_the_one_of_the_theorem():
    for tilt in (0.0, 0.4, pi / 2):
        regime = cones()
        closed = batch(
            SubspaceCentres,
            1,
            dimension=5,
            temperature=0.5,
            first_concentration=6.0,
            second_concentration=6.0,
            smallest_angle=1.0,
            angle=1.0,
            tilt=tilt,
        )
        torch.testing.assert_close(regime.loss(tilt, regime.centre_pair()), closed.loss())


def one_direction(centre, across, s):
    """f(v, w): a tangent direction's part of the loss where cones are tight, Gaussian integrals by hand."""
    return -s * across + s * centre / 2 - np.log1p(s * centre) / 2 + s**2 * across**2 / (2 * (1 + s * centre))


def advantage(c, s, dimension):
    """Loss of one direction with centres orthogonal to C, less that with centres in C."""
    f = lambda v, w: one_direction(v, w, s)  # noqa: E731
    return (dimension - 2) * (f(c, 1.0) - f(1.0, 1.0)) + f(1.0, 1.0) - f(1.0, c)


@pytest.mark.parametrize("dimension", [4, 8])
@pytest.mark.parametrize("tightness", [1.0, 3.0])
def test_tight_cones_have_the_derived_limit(dimension, tightness):
    regime = cones(dimension, tightness, temperature=3e-4, angle=0.9)
    pairs = regime.pairs()
    found = (regime.loss(pi / 2, pairs) - regime.loss(0.0, pairs)).item() / 2
    assert found == pytest.approx(advantage(np.cos(0.9), 1 / tightness, dimension), rel=0.01)


def test_the_limit_is_negative_from_seven_quarters_on():
    """The bracket that grows with the dimension, for every angle; at 1.6 it is positive for the largest angles."""
    c = np.linspace(0, 0.999, 1_000)
    gain = lambda s: one_direction(c, 1.0, s) - one_direction(1.0, 1.0, s)  # noqa: E731
    assert all((gain(1 / tightness) < 0).all() for tightness in np.geomspace(1.75, 1e3, 200))
    assert (gain(1 / 1.6) > 0).any()


def points(count=6, dimension=4, angle=1.0, steps=300):
    return batch(
        PointsOnPlanes, 3, points=count, dimension=dimension, inverse_temperature=3.0, angle=angle, steps=steps
    )


def in_space(rows, angle):
    return torch.cat([rows[..., :-1], np.cos(angle) * rows[..., -1:], np.sin(angle) * rows[..., -1:]], dim=-1)


def test_free_points_are_vectors_of_the_whole_space():
    regime = points()
    first, second = (streams("points", 3).normal(label, (6, 3)) for label in "xy")
    first, second = (rows / rows.norm(dim=-1, keepdim=True) for rows in (first, second))
    x, y = in_space(first, 0.0), in_space(second, 1.0)
    torch.testing.assert_close(regime.contrast().loss(first, second), 2 * clip(3 * x @ y.mT) - 2 * np.log(6))
    torch.testing.assert_close(regime.centroid_distance(first, second), (x.mean(1) - y.mean(1)).norm(dim=-1))


def test_points_in_cones_keep_their_cosines():
    regime = points(steps=20)
    first, second = in_cones(regime, streams("cones", 3), height=0.7)
    for rows in (first, second):
        torch.testing.assert_close(rows.norm(dim=-1), torch.ones(3, 6, dtype=torch.float64))
    # One tilt serves both: at some orientation all heights along the centre are 0.7.
    tilts = torch.linspace(-1, 4, 5_001, dtype=torch.float64)
    for rows in (first, second):
        along = rows[..., -2, None] * tilts.cos() + rows[..., -1, None] * tilts.sin()
        assert (along - 0.7).abs().amax(dim=1).amin(dim=1).max() < 2e-3


def test_points_spread_out_and_cones_do_not():
    regime = points(32)
    assert (regime.centroid_distance(*spread_out(regime, streams("free", 3))) < 0.05).all()
    assert (regime.centroid_distance(*in_cones(regime, streams("held", 3), height=0.7)) > 0.3).all()
    assert twice_the_steps(regime).steps == 600
