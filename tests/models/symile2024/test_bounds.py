"""Critics, negatives and gaps of Symile's bound."""

import itertools
from math import log

import pytest
import torch

from models.symile2024.bounds import (
    EquicorrelatedGaussian,
    RandomTable,
    TableOnALadder,
    among_candidates,
    among_combinations,
    among_negatives_alone,
    critics_around,
    gaussian_gap,
    independent,
    pairwise,
    rolled,
    sizes_of,
)
from theoremcheck.numerics import contrastive_bound, log_density_ratio, marginal, total_correlation
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(40))
ONES = torch.ones(40, dtype=torch.float64)
TABLES = RandomTable(2 * ONES, 3 * ONES, 4 * ONES, 0.5 * ONES, 16 * ONES)
JOINT = TABLES.law(STREAMS.common)


def test_the_bound_at_the_optimum_lies_below_the_total_correlation_by_less_than_the_ceiling():
    information, chi_square = sizes_of(JOINT)
    bound = among_candidates(JOINT, log_density_ratio(JOINT, 3), TABLES.candidates, independent(JOINT, TABLES))
    gap = information - bound
    assert (gap > 0).all() and (gap <= torch.log1p(chi_square / 16)).all()


def test_without_the_positive_it_is_log_n_less_the_mean_of_the_negatives():
    """At two candidates there is one negative: log 2 + E g - E g(negative)."""
    scores, law = log_density_ratio(JOINT, 3), independent(JOINT, TABLES)
    value = among_negatives_alone(JOINT, scores, 2 * ONES, law)
    rows = marginal(JOINT, 0, modalities=3)[:, :, None, None] * law[:, None]
    plain = log(2) + (JOINT * scores).sum(dim=(1, 2, 3)) - (rows * scores).sum(dim=(1, 2, 3))
    torch.testing.assert_close(value, plain, rtol=0, atol=1e-10)


def test_rolled_negatives_have_the_next_letter_s_marginal():
    first = marginal(JOINT, 1, modalities=3)
    seen = rolled(JOINT, TABLES).sum(dim=2)
    torch.testing.assert_close(seen[:, :3], first[:, [1, 2, 0]])
    assert (seen[:, 3] == 0).all()


def test_combinations_agree_with_a_plain_sum():
    """n = 2: four candidates, of which two share a letter with the positive."""
    table, critic = JOINT[0], torch.linspace(-2, 2, 64, dtype=torch.float64).reshape(4, 4, 4).sin()
    y_law, z_law = (marginal(JOINT, axis, modalities=3)[0] for axis in (1, 2))
    kept = dropped = 2 * log(2)
    for x, y, z, v, w in itertools.product(range(4), repeat=5):
        chance = (table[x, y, z] * y_law[v] * z_law[w]).item()
        own, *others = (critic[x, a, b].exp().item() for a, b in ((y, z), (y, w), (v, z), (v, w)))
        kept += chance * log(own / (own + sum(others)))
        dropped += chance * log(own / sum(others))
    assert among_combinations(JOINT[:1], critic[None], 2).item() == pytest.approx(kept, abs=1e-12)
    assert among_combinations(JOINT[:1], critic[None], 2, keep=False).item() == pytest.approx(dropped, abs=1e-12)


def test_a_pool_of_one_has_no_negative():
    assert among_combinations(JOINT, log_density_ratio(JOINT, 3).clamp(min=-9), 1).abs().max() < 1e-12


def test_the_first_of_the_critics_is_the_log_ratio():
    critics = critics_around(JOINT, independent(JOINT, TABLES), STREAMS.common)
    torch.testing.assert_close(critics[0][JOINT > 0], log_density_ratio(JOINT, 3)[JOINT > 0])
    assert len(critics) == 5


def test_with_joint_pairs_as_negatives_the_bound_stays_below_the_total_correlation():
    """It tends to I(x; (y, z)) = TC - I(y; z): no control, and so none of the claim's."""
    pairs = JOINT.sum(dim=1)
    scores = log_density_ratio(JOINT.flatten(start_dim=2)).reshape(JOINT.shape)
    many = among_candidates(JOINT, scores, 1e9 * ONES, pairs)
    expected = total_correlation(JOINT, 3) - total_correlation(pairs)
    torch.testing.assert_close(many, expected, rtol=1e-5, atol=1e-6)


def test_pairwise_scores_of_parity_are_zero():
    bits = torch.arange(2)
    even = (bits[:, None, None] + bits[:, None] + bits) % 2 == 0
    assert pairwise(even[None].double() / 4, STREAMS).abs().max() < 1e-14


def test_the_ladder_starts_above_what_the_second_term_asks():
    """For identical modalities r is 2^d, and mu_3 / chi^2 nearly that: d bits and 2^d candidates do not do."""
    table = torch.zeros(1, 4, 4, 4, dtype=torch.float64)
    table[0, range(4), range(4), range(4)] = 0.25
    ladder = TableOnALadder(4 * ONES, 4 * ONES, 4 * ONES, ONES, torch.tensor([2.0], dtype=torch.float64))
    ratio, chi_square = 16.0, 15.0
    third = (ratio**2 - 3 * ratio + 2) / chi_square
    assert ladder.candidates_of(table).item() == pytest.approx(2 * max(64.0, 8 * third))


def test_the_gaussian_s_information_is_its_determinant_s():
    """And its gap falls more slowly than 1 / N."""
    gaussians = EquicorrelatedGaussian(torch.tensor([0.6, 0.8]), torch.ones(2))
    law = gaussians.law()
    for rho, table in zip((0.6, 0.8), law, strict=True):
        matrix = torch.full((3, 3), rho, dtype=torch.float64).fill_diagonal_(1.0)
        assert total_correlation(table, 3).item() == pytest.approx(-torch.logdet(matrix).item() / 2, abs=1e-6)
    gaps = [gaussian_gap(EquicorrelatedGaussian(gaussians.correlation, m * torch.ones(2))) for m in (1.0, 16.0)]
    slopes = (gaps[1] / gaps[0]).log() / log(16)
    assert (slopes > -0.9).all()


def test_the_gaussian_s_gap_is_that_of_its_whole_table():
    """A quarter of the outcomes stands for all."""
    gaussians = EquicorrelatedGaussian(torch.tensor([0.6, 0.8]), torch.tensor([1.0, 4.0]))
    law = gaussians.law()
    whole = contrastive_bound(law, log_density_ratio(law, 3), 64 * gaussians.multiple.double(), modalities=3)
    assert torch.allclose(gaussian_gap(gaussians), total_correlation(law, 3) - whole, rtol=1e-9)
