"""Margins of constellations beside plain loops, and closed forms of the double-constant family."""

import torch

from models.constellations import MOST, double_constant, extreme, mean_of, random_code
from models.pair_tables import simplex
from models.unit_vectors import centroid_distance, random_rows
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(5))
ONES = torch.ones(5, dtype=torch.float64)


def test_extremes_and_means_beside_plain_loops():
    first, second = (random_rows(STREAMS, name, 4, 3) for name in "UV")
    scores = first @ second.mT
    most, average = extreme(scores), mean_of(first, second, 4)
    for trial in range(5):
        own = [scores[trial, i, i].item() for i in range(4)]
        others = [scores[trial, i, j].item() for i in range(4) for j in range(4) if i != j]
        for found, (above, below) in (
            (most, (min(own), max(others))),
            (average, (sum(own) / 4, sum(others) / 12)),
        ):
            assert abs(found.margin[trial].item() - (above - below) / 2) < 1e-14
            assert abs(found.bias[trial].item() - (above + below) / 2) < 1e-14


def test_rows_of_zeros_count_for_nothing_in_means():
    first, second = (random_rows(STREAMS, name, 4, 3) for name in "UV")
    nothing = torch.zeros(5, 3, 3)
    padded = [torch.cat([rows, nothing], dim=1) for rows in (first, second)]
    torch.testing.assert_close(mean_of(*padded, 4 * ONES).margin, mean_of(first, second, 4).margin)


def test_a_code_has_unit_vectors_of_its_own_dimension():
    code = random_code(STREAMS, "code", 7, torch.tensor([1.0, 2.0, 3.0, 8.0, 15.0]))
    torch.testing.assert_close(code.norm(dim=-1), torch.ones(5, 7, dtype=torch.float64))
    assert [int((rows.abs().sum(dim=0) > 0).sum()) for rows in code] == [1, 2, 3, 8, 15]


def test_scores_of_the_double_constant_family():
    """Over a simplex S_ii = 2x - 1 and S_ij = -1 + x (N - 2) / (N - 1); the centres are 2 sqrt(1 - x) apart."""
    code = torch.nn.functional.pad(simplex(6, ONES), (0, MOST - 5)).expand(5, -1, -1)
    spread = torch.linspace(0, 1, 5, dtype=torch.float64)
    first, second = double_constant(code, spread)
    found = extreme(first @ second.mT)
    torch.testing.assert_close(found.bias + found.margin, 2 * spread - 1)
    torch.testing.assert_close(found.bias - found.margin, spread * 4 / 5 - 1)
    torch.testing.assert_close(centroid_distance(first, second), 2 * (1 - spread).sqrt())
