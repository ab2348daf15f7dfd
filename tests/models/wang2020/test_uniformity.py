"""The second term beside a plain sum, and its descent."""

from math import exp, log

import torch

from models.wang2020.uniformity import FreePoints
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))
ONES = torch.ones(3, dtype=torch.float64)
FREE = FreePoints(torch.tensor([3.0, 6.0, 24.0]).double(), torch.tensor([2.0, 3.0, 8.0]).double(), 0.5 * ONES)


def plain(points, count, skip):
    total = 0.0
    for i in range(count):
        kept = [j for j in range(count) if not (skip and j == i)]
        total += log(sum(exp(2 * (points[i] @ points[j]).item()) for j in kept) / len(kept))
    return total / count


def test_the_term_is_the_plain_sum_of_a_trials_own_points():
    points = FREE.draw(STREAMS)
    for self_pairs in (True, False):
        found = FREE.term(points, self_pairs)
        for trial, count in enumerate((3, 6, 24)):
            assert abs(found[trial].item() - plain(points[trial], count, skip=not self_pairs)) < 1e-12


def test_points_go_down_and_stay_unit_vectors():
    start = FREE.draw(STREAMS)
    end = FREE.spread_out(start)
    assert (FREE.term(end) <= FREE.term(start)).all()
    torch.testing.assert_close(end.norm(dim=-1), FREE.present().double())


def test_many_points_on_a_circle_are_nearly_uniform():
    circle = FreePoints(24 * ONES, 2 * ONES, ONES)
    excess = circle.term(circle.spread_out(circle.draw(STREAMS))) - circle.uniform_limit()
    assert (excess >= -1e-12).all() and excess.max() < 0.02
