"""Ridge regression and the share that it explains, against their definitions."""

import torch

from models.ridge import explained, ridge, with_ones
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))
INPUTS, TARGETS = STREAMS.normal("inputs", (50, 4)), STREAMS.normal("targets", (50, 2))


def test_its_slope_vanishes():
    weights = ridge(INPUTS, TARGETS, 0.7)
    slope = INPUTS.mT @ (INPUTS @ weights - TARGETS) + 0.7 * weights
    assert weights.shape == (3, 4, 2) and slope.abs().max() < 1e-12


def test_a_linear_law_is_explained_and_a_mean_explains_nothing():
    law = with_ones(INPUTS) @ STREAMS.normal("law", (5, 2))
    fitted = with_ones(INPUTS) @ ridge(with_ones(INPUTS), law, 1e-9)
    torch.testing.assert_close(explained(fitted, law), torch.ones(3, dtype=torch.float64))
    assert explained(law.mean(dim=1, keepdim=True).expand_as(law), law).abs().max() < 1e-12
