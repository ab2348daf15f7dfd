"""The centre pair's loss in closed form: against samples, against vectors, and against its own derivative."""

from math import pi

import numpy as np
import pytest
import torch
from scipy.special import ive
from scipy.stats import vonmises_fisher

from models.yaras2025.sphere import exponential_moment
from models.yi2025.centre_pair import AdmissibleCentres, ConeCentres, PartlyMatched, SubspaceCentres
from models.yi2025.vmf import log_partition
from tests.models.yi2025.one_point import batch


def double(*values):
    return torch.tensor(values, dtype=torch.float64)


@pytest.mark.parametrize("dim", [2, 3, 4, 17, 65])
def test_the_partition_function_is_a_power_series(dim):
    concentrations = double(0.0, 1e-3, 0.009, 0.011, 0.5, 7.0, 60.0, 150.0)
    torch.testing.assert_close(
        log_partition(concentrations, dim), exponential_moment(concentrations, dim).log(), atol=1e-12, rtol=1e-10
    )


def test_the_partition_function_in_three_dimensions_at_a_large_concentration():
    concentration = double(500.0, 6_000.0)
    torch.testing.assert_close(log_partition(concentration, 3), concentration - (2 * concentration).log())


def sampled_direction(cosine, concentration, temperature, dimension):
    """Log mean exponential over y of a vMF law, less the pair's own score; and its standard error."""
    centre = np.eye(dimension)[0]
    anchor = cosine * centre + (1 - cosine**2) ** 0.5 * np.eye(dimension)[1]
    sample = vonmises_fisher(centre, concentration, seed=3).rvs(200_000)
    weights = np.exp(sample @ anchor / temperature)
    return np.log(weights.mean()) - cosine / temperature, weights.std() / weights.mean() / 200_000**0.5


@pytest.mark.parametrize("cosine", [-0.3, 0.6, 1.0])
def test_cones_are_those_of_sampled_laws(cosine):
    cones = batch(ConeCentres, 1, dimension=5, temperature=0.5, first_concentration=4.0, second_concentration=9.0)
    one, other = (sampled_direction(cosine, concentration, 0.5, 5) for concentration in (4.0, 9.0))
    error = 4 * (one[1] ** 2 + other[1] ** 2) ** 0.5
    assert cones.loss(double(cosine)).item() == pytest.approx(one[0] + other[0], abs=error)


@pytest.mark.parametrize("tilt", [0.01, 0.8, pi / 2])
def test_planes_are_those_of_sampled_laws(tilt):
    """Centres as vectors of R^5, and a law on the hyperplane B, sampled in coordinates of it."""
    angle, temperature = 1.0, 0.4
    regime = batch(
        SubspaceCentres,
        1,
        dimension=5,
        temperature=temperature,
        first_concentration=3.0,
        second_concentration=3.0,
        smallest_angle=angle,
        angle=angle,
        tilt=tilt,
    )
    shared, in_first, in_second = (
        np.eye(5)[0],
        np.eye(5)[3],
        np.cos(angle) * np.eye(5)[3] + np.sin(angle) * np.eye(5)[4],
    )
    first, second = (np.cos(tilt) * shared + np.sin(tilt) * each for each in (in_first, in_second))
    basis = np.stack([np.eye(5)[0], np.eye(5)[1], np.eye(5)[2], in_second])
    sample = vonmises_fisher(basis @ second, 3.0, seed=4).rvs(200_000) @ basis
    weights = np.exp(sample @ first / temperature)
    expected = np.log(weights.mean()) - first @ second / temperature
    error = 4 * weights.std() / weights.mean() / 200_000**0.5
    assert regime.loss().item() == pytest.approx(2 * expected, abs=2 * error)


def hand(tilt):
    return batch(
        SubspaceCentres,
        1,
        dimension=4,
        temperature=1.0,
        first_concentration=1.0,
        second_concentration=1.0,
        smallest_angle=pi / 3,
        angle=pi / 3,
        tilt=tilt,
    )


def test_the_counterexample_by_hand():
    """J = -w + log(sinh M / M) - log(sinh 1) at kappa = tau = 1 and h = 4."""

    def direction(cosine, projected):
        size = (1 + 2 * cosine + projected**2) ** 0.5
        return -cosine + np.log(np.sinh(size) / size) - np.log(np.sinh(1))

    assert hand(0.1).printed_bound().item() == pytest.approx(2 * direction(0.5, 0.5), rel=1e-12)
    assert direction(0.5, 0.5) == pytest.approx(-0.311, abs=5e-4)
    assert direction(1.0, 1.0) == pytest.approx(-0.566, abs=5e-4)
    assert hand(1e-4).loss().item() == pytest.approx(2 * direction(1.0, 1.0), abs=1e-7)
    assert hand(pi / 2).loss().item() == pytest.approx(2 * direction(0.5, 0.5), rel=1e-12)


def test_the_loss_is_below_the_bound_near_to_the_shared_space_whatever_the_parameters():
    generator = torch.Generator().manual_seed(1)
    draws = torch.rand(6, 2_000, generator=generator, dtype=torch.float64)
    for dimension in (4, 8, 64):
        regime = SubspaceCentres(
            dimension,
            temperature=0.02 * 100 ** draws[0],
            first_concentration=0.5 * 200 ** draws[1],
            second_concentration=0.5 * 200 ** draws[2],
            smallest_angle=0.1 + 1.4 * draws[3],
            angle=0.1 + 1.4 * torch.maximum(draws[3], draws[4]),
            tilt=torch.full_like(draws[5], 1e-3),
        )
        assert (regime.loss() < regime.printed_bound()).all()


def test_below_the_least_share_the_loss_falls_away_from_a_gap_of_zero():
    """The slope at w = 1 by a central difference, where the Bessel ratio is scipy's."""
    cones = batch(ConeCentres, 1, dimension=6, temperature=0.3, first_concentration=5.0, second_concentration=20.0)
    ratios = [kappa / (kappa + 1 / 0.3) * ive(3, kappa + 1 / 0.3) / ive(2, kappa + 1 / 0.3) for kappa in (5.0, 20.0)]
    least = cones.least_matched()
    assert least.item() == pytest.approx(sum(ratios) / 2, rel=1e-12)
    up, down = (cones.loss(double(1 + step), least) for step in (1e-4, -1e-4))
    assert ((up - down) / 2e-4).item() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("surplus", "share"), [(-1.0, 0.0), (0.0, None), (1.0, 1.0)])
def test_a_surplus_counts_from_the_least_share(surplus, share):
    values = dict(dimension=6, temperature=0.3, first_concentration=5.0, second_concentration=20.0)
    cones, partly = batch(ConeCentres, 1, **values), batch(PartlyMatched, 1, **values, surplus=surplus)
    expected = cones.loss(double(0.7), cones.least_matched() if share is None else share)
    torch.testing.assert_close(partly.loss(double(0.7)), expected)


def test_any_centres_are_vectors():
    """Projections of vectors of R^6, C spanned by the first four axes."""
    values = dict(dimension=6, temperature=0.4, first_concentration=3.0, second_concentration=8.0)
    regime = batch(AdmissibleCentres, 1, **values, angle=1.1)
    first_tilt, second_tilt, turn = 0.3, 1.2, 0.8
    axes = np.eye(6)
    in_second = np.cos(1.1) * axes[4] + np.sin(1.1) * axes[5]
    first = np.cos(first_tilt) * axes[0] + np.sin(first_tilt) * axes[4]
    second = np.cos(second_tilt) * (np.cos(turn) * axes[0] + np.sin(turn) * axes[1]) + np.sin(second_tilt) * in_second
    onto_second = axes[:4].T @ axes[:4] @ first + (first @ in_second) * in_second
    onto_first = axes[:5].T @ axes[:5] @ second

    def direction(anchor, centre, concentration):
        sizes = np.linalg.norm(concentration * centre + anchor / 0.4), concentration
        return -first @ second / 0.4 + np.subtract(
            *(np.log(ive(1.5, size)) + size - 1.5 * np.log(size) for size in sizes)
        )

    expected = direction(onto_second, second, 8.0) + direction(onto_first, first, 3.0)
    found = regime.loss(*(double(angle) for angle in (first_tilt, second_tilt, turn)))
    assert found.item() == pytest.approx(expected, rel=1e-10)
    closed = batch(SubspaceCentres, 1, **values, smallest_angle=1.1, angle=1.1, tilt=0.3)
    torch.testing.assert_close(regime.loss(double(0.3), double(0.3), double(0.0)), closed.loss())


def test_centres_that_point_apart_are_left_out():
    values = dict(dimension=6, temperature=0.4, first_concentration=3.0, second_concentration=8.0, angle=1.1)
    assert batch(AdmissibleCentres, 1, **values).loss(double(0.3), double(0.3), double(2.5)).isinf().all()
