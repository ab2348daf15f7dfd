"""Information in tables: identities of the papers' notes, and closed forms."""

from math import log

import numpy as np
import pytest
import torch

from theoremcheck.numerics import (
    chi_square,
    gaussian_table,
    jensen_shannon,
    log_density_ratio,
    marginal,
    product_of_marginals,
    total_correlation,
)


def random_tables(*shape, count=50):
    weights = np.random.default_rng(3).gamma(0.4, size=(count, *shape))
    return torch.from_numpy(weights / weights.sum(axis=tuple(range(1, len(shape) + 1)), keepdims=True))


def entropy(law):
    return -torch.special.xlogy(law, law).flatten(1).sum(dim=1)


def test_total_correlation_is_a_difference_of_entropies():
    tables = random_tables(2, 3, 4)
    singles = sum(entropy(marginal(tables, axis, modalities=3)) for axis in range(3))
    torch.testing.assert_close(total_correlation(tables, 3), singles - entropy(tables), rtol=0, atol=1e-13)


def test_three_total_correlations_are_two_sums_of_pairs_and_one_of_conditionals():
    """3 TC = 2 sum I(i; j) + sum I(i; j | k), Symile's decomposition; I(i; j | k) = TC - I(i; k) - I(j; k)."""
    tables = random_tables(3, 3, 3)
    pairs = {pair: total_correlation(marginal(tables, *pair, modalities=3), 2) for pair in ((0, 1), (0, 2), (1, 2))}
    chain = {  # I(i; j | k) = H(i, k) + H(j, k) - H(k) - H(i, j, k)
        (i, j): entropy(marginal(tables, *sorted((i, k)), modalities=3))
        + entropy(marginal(tables, *sorted((j, k)), modalities=3))
        - entropy(marginal(tables, k, modalities=3))
        - entropy(tables)
        for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0))
    }
    total = 2 * sum(pairs.values()) + sum(chain.values())
    torch.testing.assert_close(3 * total_correlation(tables, 3), total, rtol=0, atol=1e-12)


def test_information_less_twice_jensen_shannon_is_twice_a_divergence_from_the_middle():
    """I - 2 JSD = 2 KL(M || Q), with M = (P + Q) / 2."""
    tables = random_tables(5, 6)
    q = product_of_marginals(tables)
    middle = (tables + q) / 2
    divergence = (middle * (middle / q).log()).sum(dim=(1, 2))
    gap = total_correlation(tables) - 2 * jensen_shannon(tables)
    torch.testing.assert_close(gap, 2 * divergence, rtol=0, atol=1e-13)


@pytest.mark.parametrize(("letters", "error"), [(2, 0.1), (16, 0.1), (256, 0.01)])
def test_the_symmetric_channel(letters, error):
    table = torch.full((letters, letters), error / (letters - 1) / letters, dtype=torch.float64)
    table.fill_diagonal_((1 - error) / letters)
    closed = log(letters) + (1 - error) * log(1 - error) + error * log(error / (letters - 1))
    assert total_correlation(table).item() == pytest.approx(closed, abs=1e-12)


def test_what_cannot_happen_has_no_ratio():
    joint = torch.tensor([[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]], dtype=torch.float64)
    ratio = log_density_ratio(joint)
    assert ratio.tolist() == [
        [pytest.approx(log(2)), -torch.inf, 0.0],
        [-torch.inf, pytest.approx(log(2)), 0.0],
    ]
    assert chi_square(joint).item() == pytest.approx(1.0)
    assert jensen_shannon(joint).item() == pytest.approx((log(4 / 3) / 2) + (log(2 / 3) + log(2)) / 4)


@pytest.mark.parametrize("rho", [0.0, -0.3, 0.9])
def test_a_gaussian_table_has_the_gaussian_s_information(rho):
    correlation = torch.tensor([[1.0, rho], [rho, 1.0]], dtype=torch.float64)
    _, law = gaussian_table(correlation)
    assert total_correlation(law).item() == pytest.approx(-log(1 - rho**2) / 2, abs=1e-12)


def test_no_correlation_matrix_is_refused():
    with pytest.raises(ValueError, match="no correlation matrix"):
        gaussian_table(torch.tensor([[1.0, 1.5], [1.5, 1.0]]))
