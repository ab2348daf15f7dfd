"""The phase change: the exponent's closed form, and a few draws of the claim."""

from dataclasses import replace

import pytest
import torch

from claims.huang2024.phase.one_curve import CLAIM, SHRINK, experiment
from models.huang2024.phase import END, predicted_log_advantage, until_end
from theoremcheck.regimes import batch_of
from theoremcheck.series.drawing import draw_points, streams_of
from theoremcheck.series.specification import series_of


def batch(series, count):
    points = draw_points(series, range(count))
    return batch_of(list(points.values()), torch.float64, torch.device("cpu"))


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0, 3.0, 6.0])
def test_the_exponent_for_small_steps(strength):
    """(C/2 - 1) / max(C/2, 1), to first order in kappa, which is 0.003 at ten thousand steps."""
    patches = replace(batch(series_of(CLAIM)[0], 1), steps=10_000)
    strengths = torch.tensor([strength], dtype=torch.float64)
    rungs = [until_end(replace(patches, start_size=patches.start_size / f), strengths) for f in (1, SHRINK)]
    larger, smaller = (predicted_log_advantage(rung, strengths) for rung in rungs)
    exponent = (smaller - larger) / torch.tensor(SHRINK).log()
    assert float(exponent) == pytest.approx((strength / 2 - 1) / max(strength / 2, 1), abs=0.003)


def test_the_faster_growth_ends_the_stage():
    """From s, the faster of signal and noise reaches the end."""
    patches = batch(series_of(CLAIM)[0], 4)
    strength = patches.signal_strength
    grown = until_end(patches, strength)
    factor = (1 + grown.growth_rate * 50 / 51 * (strength / 2).clamp(min=1)) ** patches.steps
    torch.testing.assert_close(factor * patches.start_size, torch.full_like(factor, END))


def test_draws_hold_and_the_control_fails():
    for series, holds in zip(series_of(CLAIM), (True, False), strict=True):
        seen = experiment(batch(series, 6), streams_of(series, range(6), torch.float64))
        margins = CLAIM.prediction.margin({name: values.numpy() for name, values in seen.items()})
        assert (margins > 0).all() if holds else (margins <= 0).sum() >= 5
