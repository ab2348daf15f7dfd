"""The phase change: a few draws of the claim."""

import torch

from claims.huang2024.phase.phases_change_on_one_curve import CLAIM, experiment
from theoremcheck.regimes import batch_of
from theoremcheck.series.drawing import draw_points, streams_of
from theoremcheck.series.specification import series_of


def batch(series, count):
    points = draw_points(series, range(count))
    return batch_of(list(points.values()), torch.float64, torch.device("cpu"))


def test_draws_hold_and_the_control_fails():
    """The control fails in seven of eight draws: in most of twelve, but for one run in five hundred."""
    for series, holds in zip(series_of(CLAIM), (True, False), strict=True):
        seen = experiment(batch(series, 12), streams_of(series, range(12), torch.float64))
        margins = CLAIM.prediction.margin({name: values.numpy() for name, values in seen.items()})
        assert (margins > 0).all() if holds else (margins <= 0).sum() > 6
