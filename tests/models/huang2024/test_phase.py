"""The phase change: the exponent's closed form, and the end of the stage."""

from dataclasses import replace

import pytest
import torch

from models.huang2024.phase import END, predicted_log_advantage, until_end
from strategies.huang2024.phase import both_phases
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key

SHRINK = 1000.0


def batch(count):
    regimes = both_phases()
    columns = regimes.sample(Streams(stream_key("phase", "test"), torch.arange(count)))
    points = [point_of(regimes.regime, columns, k) for k in range(count)]
    return batch_of(points, torch.float64, torch.device("cpu"))


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0, 3.0, 6.0])
def test_the_exponent_for_small_steps(strength):
    """(C/2 - 1) / max(C/2, 1), to first order in kappa, which is 0.003 at ten thousand steps."""
    patches = replace(batch(1), steps=10_000)
    strengths = torch.tensor([strength], dtype=torch.float64)
    rungs = [until_end(replace(patches, start_size=patches.start_size / f), strengths) for f in (1, SHRINK)]
    larger, smaller = (predicted_log_advantage(rung, strengths) for rung in rungs)
    exponent = (smaller - larger) / torch.tensor(SHRINK).log()
    assert float(exponent) == pytest.approx((strength / 2 - 1) / max(strength / 2, 1), abs=0.003)


def test_the_faster_growth_ends_the_stage():
    """From s, the faster of signal and noise reaches the end."""
    patches = batch(4)
    strength = patches.signal_strength
    grown = until_end(patches, strength)
    factor = (1 + grown.growth_rate * 50 / 51 * (strength / 2).clamp(min=1)) ** patches.steps
    torch.testing.assert_close(factor * patches.start_size, torch.full_like(factor, END))
