"""Two cones, trained: they close at a high temperature and stay at a low one."""

from math import log

import pytest
import torch
from torch.nn.functional import normalize

from models.liang2022.training import Cones, start
from models.unit_vectors import Descent, centroid_distance, minimise
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("cones"), torch.arange(4), dtype=torch.float64)


def cones(beta, steps=600):
    return Cones(8, 9, torch.full((4,), 1.5), torch.full((4,), beta, dtype=torch.float64), steps)


def test_cones_start_apart():
    first, second = (normalize(side, dim=-1) for side in start(cones(4.0), STREAMS))
    assert centroid_distance(first, second).min() > 1


def test_they_close_where_the_loss_can_feel_it():
    rows = start(cones(2.0), STREAMS)
    assert centroid_distance(*cones(2.0).train(rows)).max() < 1e-3
    assert centroid_distance(*cones(50.0).train(rows)).min() > 0.8


@pytest.mark.parametrize("beta", [2.0, 30.0])
def test_the_training_is_that_of_the_loss(beta):
    """Its slope in closed form beside automatic differentiation, step by step."""
    rows = start(cones(beta), STREAMS)
    slow, _ = minimise(cones(beta).loss, rows, Descent(0.02, 200, 1e-2))
    for found, expected in zip(cones(beta, steps=200).train(rows), slow, strict=True):
        torch.testing.assert_close(found, expected, atol=1e-8, rtol=0)


def test_rows_that_coincide_have_the_loss_of_chance():
    same = torch.ones(4, 8, 1, dtype=torch.float64)
    torch.testing.assert_close(cones(4.0).loss(same, same), torch.full((4,), log(8), dtype=torch.float64))
