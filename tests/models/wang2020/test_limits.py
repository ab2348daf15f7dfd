"""The deviation beside Monte Carlo, its expansion, and the law of cosines."""

from math import log

import torch

from models.wang2020.limits import Negatives, deviation, from_a_bank, independent
from models.yaras2025.sphere import exponential_moment
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))
ONES = torch.ones(3, dtype=torch.float64)


class Few(Negatives):
    """Sixteen of them."""

    def count(self):
        return 16 * ONES


def test_the_deviation_is_that_of_drawn_negatives():
    few = Few(3, 0.5 * ONES, ONES, ONES)
    found = deviation(few, independent(few, STREAMS))
    draws = Streams(stream_key("draws"), torch.arange(100_000)).normal("y", (16, 3))
    sums = (2 * draws[..., 0] / draws.norm(dim=-1)).exp().sum(dim=1) + torch.tensor(2.0).exp()
    logs = sums.log() - log(16) - exponential_moment(torch.tensor([2.0]), 3).log().double()
    assert abs(logs.mean().item() - found[0].item()) < 4 * logs.std().item() / 100_000**0.5


def test_the_law_of_cosines_has_its_moments():
    for dimension in (3, 4, 8, 64):
        nodes, weights = independent(Negatives(dimension, ONES, ONES, ONES), STREAMS)
        torch.testing.assert_close((weights * nodes.square()).sum(dim=1), ONES / dimension)
        sharp = torch.tensor([0.5, 2.0, 7.0], dtype=torch.float64)
        torch.testing.assert_close(
            (weights * (sharp[:, None] * nodes).exp()).sum(dim=1), exponential_moment(sharp, dimension)
        )


def test_two_terms_of_the_expansion_leave_the_third():
    """At twice M what is left is an eighth."""
    left = []
    for multiple in (1.0, 2.0):
        negatives = Negatives(4, 0.5 * ONES, torch.tensor([1.0, 0.5, 0.0], dtype=torch.float64), multiple * ONES)
        terms = negatives.expansion()
        count = negatives.count()
        found = deviation(negatives, independent(negatives, STREAMS))
        left.append(found - terms.first / count - terms.second / count.square())
    torch.testing.assert_close(left[0] / left[1], 8 * ONES, rtol=0.1, atol=0)


def test_a_bank_is_sixteen_points_for_every_m():
    negatives = Negatives(8, ONES, ONES, ONES)
    cosines, law = from_a_bank(negatives, STREAMS)
    assert cosines.shape == law.shape == (3, 16) and (cosines.abs() <= 1).all()
    torch.testing.assert_close(cosines, from_a_bank(negatives, STREAMS)[0])
