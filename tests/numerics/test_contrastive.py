"""Exact contrastive bounds against enumeration of all candidates, closed forms, and an integral done otherwise."""

import itertools
from math import exp, inf, log, prod

import numpy as np
import pytest
import torch
from scipy.integrate import dblquad
from scipy.stats import binom

from theoremcheck.numerics import (
    ceilings,
    contrastive_bound,
    expected_log_sum,
    gaussian_table,
    log_density_ratio,
    total_correlation,
)

EXACT = 1e-10
"""A hundred times below what is promised."""


def random_table(*shape, seed=0):
    weights = np.random.default_rng(seed).gamma(0.5, size=shape) + 1e-4
    return torch.from_numpy(weights / weights.sum())


def random_scores(*shape, seed=1, spread=3.0):
    return torch.from_numpy(spread * np.random.default_rng(seed).normal(size=shape))


def enumerated(joint, scores, candidates, anchor=0):
    """B_N by all assignments of outcomes to candidates; plain Python."""
    joint, scores = (np.moveaxis(array.numpy(), anchor, 0) for array in (joint, scores))
    shape = joint.shape[1:]
    singles = [joint.sum(axis=tuple(a for a in range(joint.ndim) if a != axis)) for axis in range(1, joint.ndim)]
    outcomes = list(itertools.product(*map(range, shape)))
    q = {k: prod(single[letter] for single, letter in zip(singles, k, strict=True)) for k in outcomes}
    total = 0.0
    for x in range(len(joint)):
        for chosen in itertools.product(outcomes, repeat=candidates):
            chance = joint[x][chosen[0]] * prod(q[k] for k in chosen[1:])
            total += chance * (scores[x][chosen[0]] - log(sum(exp(scores[x][k]) for k in chosen)))
    return total + log(candidates)


@pytest.mark.parametrize("candidates", [1, 2, 3, 5])
@pytest.mark.parametrize("anchor", [0, 1])
def test_two_modalities_agree_with_enumeration(candidates, anchor):
    joint, scores = random_table(3, 4), random_scores(3, 4)
    exact = contrastive_bound(joint, scores, candidates, anchor=anchor).item()
    assert exact == pytest.approx(enumerated(joint, scores, candidates, anchor), abs=EXACT)


@pytest.mark.parametrize("candidates", [2, 3])
@pytest.mark.parametrize("anchor", [0, 1, 2])
def test_three_modalities_agree_with_enumeration(candidates, anchor):
    joint, scores = random_table(2, 3, 2), random_scores(2, 3, 2, spread=8.0)
    exact = contrastive_bound(joint, scores, candidates, modalities=3, anchor=anchor).item()
    assert exact == pytest.approx(enumerated(joint, scores, candidates, anchor), abs=EXACT)


@pytest.mark.parametrize(("bits", "candidates"), [(1, 2), (3, 16), (3, 1000), (8, 100_000)])
def test_identical_modalities_have_a_closed_form(bits, candidates):
    """B_N = log N - E log(1 + Bin(N - 1, 2^-d))."""
    joint = torch.eye(2**bits, dtype=torch.float64) / 2**bits
    count = np.arange(candidates)
    closed = log(candidates) - (binom.pmf(count, candidates - 1, 2.0**-bits) * np.log1p(count)).sum()
    assert contrastive_bound(joint, log_density_ratio(joint), candidates).item() == pytest.approx(closed, abs=EXACT)


def test_many_candidates_tend_to_the_limit():
    joint, scores = random_table(4, 4), random_scores(4, 4)
    limit = contrastive_bound(joint, scores, inf).item()
    assert contrastive_bound(joint, scores, 1e12).item() == pytest.approx(limit, abs=1e-9)


def test_a_batch_has_a_number_of_candidates_for_each_table():
    tables = torch.stack([random_table(3, 3, seed=seed) for seed in range(3)])
    scores, counts = random_scores(3, 3, 3), torch.tensor([2.0, 7.0, 500.0])
    alone = [contrastive_bound(t, s, n.item()) for t, s, n in zip(tables, scores, counts, strict=True)]
    torch.testing.assert_close(contrastive_bound(tables, scores, counts), torch.stack(alone), rtol=0, atol=1e-13)


def test_a_table_may_have_several_critics():
    joint, scores = random_table(3, 3), random_scores(4, 3, 3)
    alone = torch.stack([contrastive_bound(joint, critic, 9) for critic in scores])
    torch.testing.assert_close(contrastive_bound(joint, scores, 9), alone, rtol=0, atol=1e-13)


def test_a_law_of_negatives_can_be_given():
    """The product of the marginals is the default; pairs drawn jointly make it InfoNCE of x and (y, z)."""
    joint, scores = random_table(3, 2, 2), random_scores(3, 2, 2)
    flat = contrastive_bound(joint.flatten(1), scores.flatten(1), 5)
    given = contrastive_bound(joint, scores, 5, modalities=3, negatives=joint.sum(0))
    assert given.item() == pytest.approx(flat.item(), abs=1e-13)


def test_a_gaussian_pair_agrees_with_adaptive_quadrature():
    """N = 1 is 0; N = 2 by scipy, whose x is integrated out by hand: the scores depend on y - x alone."""
    rho, slope = 0.7, 0.5
    grid, law = gaussian_table(torch.tensor([[1.0, rho], [rho, 1.0]], dtype=torch.float64))
    scores = -slope * (grid[:, None] - grid).square()
    # a = y_1 - x and b = y_2 - x are jointly Gaussian.
    covariance = np.array([[2 - 2 * rho, 1 - rho], [1 - rho, 2.0]])
    inverse, scale = np.linalg.inv(covariance), 1 / (2 * np.pi * np.linalg.det(covariance) ** 0.5)

    def integrand(b, a):
        point = np.array([a, b])
        density = scale * exp(-point @ inverse @ point / 2)
        return density * (log(2) - float(np.logaddexp(0.0, slope * (a**2 - b**2))))

    adaptive, _ = dblquad(integrand, -8, 8, -12, 12, epsabs=1e-10, epsrel=1e-10)
    assert contrastive_bound(law, scores, 2).item() == pytest.approx(adaptive, abs=1e-8)


def test_a_finer_grid_changes_nothing():
    """Three scalar modalities, the optimal critic, and one that no table knows."""
    correlation = torch.tensor([[1.0, 0.5, 0.3], [0.5, 1.0, -0.2], [0.3, -0.2, 1.0]], dtype=torch.float64)
    values = []
    for points in (32, 40):
        grid, law = gaussian_table(correlation, points, reach=8.0)
        x, y, z = torch.meshgrid(grid, grid, grid, indexing="ij")
        critics = (log_density_ratio(law, 3), torch.sin(x) * torch.cos(y) - 0.1 * z.square())
        values.append([contrastive_bound(law, critic, 16, modalities=3).item() for critic in critics])
    assert values[0] == pytest.approx(values[1], abs=1e-8)
    assert total_correlation(law, 3).item() == pytest.approx(-torch.logdet(correlation).item() / 2, abs=1e-9)


def test_no_critic_exceeds_its_ceilings_and_the_optimum_is_attained():
    joint = random_table(3, 3, 3)
    above = ceilings(joint, 32, modalities=3)
    optimal = log_density_ratio(joint, 3)
    assert above.optimum < above.information and above.optimum < above.candidates
    assert above.candidates.item() == pytest.approx(log(32))
    for seed in range(20):
        tried = contrastive_bound(joint, optimal + random_scores(3, 3, 3, seed=seed), 32, modalities=3)
        assert tried < above.optimum


def test_a_shift_of_the_anchor_s_scores_changes_nothing():
    joint, scores = random_table(4, 5), random_scores(4, 5)
    shifted = contrastive_bound(joint, scores + random_scores(4, 1, spread=100.0), 9)
    assert shifted.item() == pytest.approx(contrastive_bound(joint, scores, 9).item(), abs=1e-12)


def test_scores_of_minus_infinity():
    """No weight for a negative; no hope for a positive."""
    joint = torch.eye(2, dtype=torch.float64) / 2
    assert contrastive_bound(joint, joint.log(), 2).item() == pytest.approx(1.5 * log(2) - log(2), abs=1e-12)
    assert contrastive_bound(joint, (1 - 2 * joint).log(), 2).item() == -inf


def test_its_gradient_is_that_of_enumeration():
    joint, scores = random_table(2, 3), random_scores(2, 3).requires_grad_()
    contrastive_bound(joint, scores, 3).backward()
    step = 1e-5
    for x, y in itertools.product(range(2), range(3)):
        moved = [scores.detach().clone() for _ in range(2)]
        moved[0][x, y] += step
        moved[1][x, y] -= step
        slope = (enumerated(joint, moved[0], 3) - enumerated(joint, moved[1], 3)) / (2 * step)
        assert scores.grad[x, y].item() == pytest.approx(slope, abs=1e-8)


def test_a_sum_without_a_first_outcome():
    scores, law = random_scores(3), torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64)
    plain = sum(
        float(law[i] * law[j] * torch.logaddexp(scores[i], scores[j])) for i, j in itertools.product(range(3), repeat=2)
    )
    assert expected_log_sum(scores, law, 2).item() == pytest.approx(plain, abs=1e-13)


@pytest.mark.parametrize(
    ("scores", "candidates", "said"),
    [
        (torch.full((2, 2), torch.nan), 2, "NaN"),
        (torch.tensor([[0.0, inf], [0.0, 0.0]]), 2, "inf"),
        (torch.zeros(2, 2), 0, "at least 1"),
        (torch.tensor([[0.0, 1000.0], [0.0, 0.0]]), 2, "1000 nats"),
    ],
)
def test_what_makes_no_sense_is_refused(scores, candidates, said):
    with pytest.raises(ValueError, match=said):
        contrastive_bound(torch.full((2, 2), 0.25, dtype=torch.float64), scores.double(), candidates)


def test_a_gaussian_s_far_corners_do_not_matter():
    """At a correlation of 0.9 the optimal critic spans 700 nats of a grid, where nothing ever falls."""
    _, law = gaussian_table(torch.tensor([[1.0, 0.9], [0.9, 1.0]], dtype=torch.float64))
    information = total_correlation(law)
    optimum = ceilings(law, 1e9).optimum
    assert 0 < information - optimum < 1e-6
