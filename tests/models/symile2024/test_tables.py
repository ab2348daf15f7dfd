"""Random laws of three modalities: their sizes, their law, and decisions by them."""

import numpy as np
import pytest
import torch
from scipy.special import gammaincinv
from scipy.stats import beta, kstest

from models.symile2024.tables import (
    FLOOR,
    accuracy,
    conditional,
    dirichlet,
    drawn_sizes,
    latent_class,
    posterior_accuracy,
    prior_of,
)
from theoremcheck.numerics import marginal
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(2000))
TWO = torch.full((2000,), 2.0, dtype=torch.float64)


@pytest.mark.parametrize("concentration", [0.2, 2.0])
def test_entries_have_the_dirichlet_law_s_marginals(concentration):
    """One of four entries is Beta(alpha, 3 alpha)."""
    table = dirichlet((TWO, TWO), concentration * torch.ones_like(TWO), STREAMS, f"{concentration}", floor=0.0)
    assert kstest(table[:, 0, 0], beta(concentration, 3 * concentration).cdf).pvalue > 1e-3
    assert kstest(table[:, 1, 1], beta(concentration, 3 * concentration).cdf).pvalue > 1e-3


def test_a_small_table_stands_in_the_first_letters():
    table = dirichlet((TWO, TWO + 1, TWO + 2), TWO / 4, STREAMS, "sizes")
    there = torch.zeros(4, 4, 4, dtype=torch.bool)
    there[:2, :3, :4] = True
    assert (table[:, there] > 0).all() and (table[:, ~there] == 0).all()
    torch.testing.assert_close(table.sum(dim=(1, 2, 3)), torch.ones_like(TWO))


def test_views_of_a_latent_class_are_independent_given_one():
    """With one class the law is the product of its marginals."""
    table = latent_class(TWO - 1, (TWO, TWO + 1, TWO), STREAMS, "latent", 0.0)
    singles = [marginal(table, axis, modalities=3) for axis in range(3)]
    torch.testing.assert_close(table, torch.einsum("tx,ty,tz->txyz", *singles), rtol=0, atol=1e-14)


def test_classes_and_views_are_dirichlet_of_one_half():
    """With one class a view of two letters is Beta(1/2, 1/2), and one of four has entries of Beta(1/2, 3/2)."""
    table = latent_class(TWO - 1, (TWO, TWO + 2, TWO), STREAMS, "halves", 0.0)
    for axis, law in ((0, beta(0.5, 0.5)), (1, beta(0.5, 1.5))):
        assert kstest(marginal(table, axis, modalities=3)[:, 0], law.cdf).pvalue > 1e-3


def test_many_tables_of_a_trial_are_what_they_are_alone():
    """Each has its own sizes and concentration."""
    letters = [torch.tensor([[2.0, 4.0]]), torch.tensor([[3.0, 2.0]])]
    streams = Streams(STREAMS.key, torch.arange(1))
    alpha = torch.tensor([[0.3, 1.5]], dtype=torch.float64)
    both = dirichlet(letters, alpha, streams, "both")[0]
    levels = streams.uniform("both", (2, 4, 4))[0].numpy()
    for table, level, own, (rows, columns) in zip(both, levels, alpha[0].tolist(), ((2, 3), (4, 2)), strict=True):
        gammas = gammaincinv(own, level[:rows, :columns])
        raised = gammas / gammas.sum() + FLOOR
        np.testing.assert_allclose(table[:rows, :columns], raised / raised.sum(), rtol=1e-13)
        assert table.sum() == pytest.approx(1) and (table[rows:] == 0).all() and (table[:, columns:] == 0).all()


def test_sizes_are_two_three_or_four():
    counts = np.bincount(drawn_sizes(STREAMS, "sizes").long().numpy())
    assert counts[:2].sum() == 0 and len(counts) == 5 and counts[2:].min() > 550


def test_decisions_by_the_posterior_are_bayes():
    table = dirichlet((TWO + 1, TWO, TWO + 2), TWO / 4, STREAMS, "decisions")
    for target in range(3):
        best = accuracy(table, conditional(table, target), target)
        torch.testing.assert_close(best, posterior_accuracy(table, target), rtol=0, atol=1e-13)
        assert (accuracy(table, prior_of(table, target).expand_as(table), target) <= best + 1e-13).all()


def test_accuracy_by_hand():
    """Scores that always say the second letter: its marginal; a letter that is not there is never chosen."""
    table = dirichlet((TWO, TWO, TWO), TWO / 4, STREAMS, "by hand")
    scores = torch.zeros_like(table)
    scores[:, :, 1:] = torch.tensor([1.0, 5.0, 5.0], dtype=torch.float64)[:, None]
    torch.testing.assert_close(accuracy(table, scores, 1), marginal(table, 1, modalities=3)[:, 1])
