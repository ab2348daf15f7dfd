"""The laws that the claims draw, against what one computes by hand."""

import numpy as np
import torch
from theoremcheck import Streams

from textbook_rules.laws import DiscreteLaw, Drawn, draw

FAIR = Drawn(torch.tensor([[0.0, 1.0, 5.0]]).double(), torch.tensor([[0.25, 0.25, 0.5]]).double())


def some_laws() -> Drawn:
    stretch = torch.linspace(0.3, 3.0, 50).double()
    return draw(DiscreteLaw(atoms=9, stretch=stretch), Streams(7, torch.arange(50), torch.float64))


def test_moments_by_hand():
    assert FAIR.mean().item() == 2.75
    assert FAIR.central_moment(2).item() == 0.25 * 2.75**2 + 0.25 * 1.75**2 + 0.5 * 2.25**2


def test_the_least_median_is_taken():
    assert FAIR.median().item() == 1.0
    assert FAIR.quantile(0.9).item() == 5.0


def test_weights_are_probabilities_and_positions_are_sorted():
    laws = some_laws()
    assert (laws.weights > 0).all() and torch.allclose(laws.weights.sum(-1), torch.ones(50).double())
    assert (laws.positions.diff(dim=-1) >= 0).all()


def test_quantiles_agree_with_numpy():
    laws = some_laws()
    for row in range(50):
        expected = np.quantile(
            laws.positions[row].numpy(), 0.5, weights=laws.weights[row].numpy(), method="inverted_cdf"
        )
        assert laws.median()[row].item() == expected
