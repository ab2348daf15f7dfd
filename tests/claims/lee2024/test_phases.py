"""The phases of the sigmoid loss on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest
import torch

from claims.lee2024.phases import antipodal_below_the_lower_line as lower
from claims.lee2024.phases import simplex_above_the_upper_line as upper
from models.lee2024.phases.closed_form import SigmoidPairs, lower_line, upper_line
from tests.claims.few_draws import claim_of, of_controls, own
from theoremcheck.streams import Streams, stream_key

PAGES = (
    "antipodal_below_the_lower_line",
    "optimum_is_double_constant",
    "simplex_above_the_upper_line",
    "two_phase_lines",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    claim = claim_of("lee2024.phases", page)
    assert (own(claim, 6) > -1e-12).all()  # equality holds, up to round-off
    for broken, found in of_controls(claim, 4).items():
        assert np.isfinite(found).all() and (found < 0).all(), broken


@pytest.mark.parametrize(("page", "line"), [(upper, upper_line), (lower, lower_line)])
@pytest.mark.parametrize("pairs", [8, 16, 24])
def test_the_prediction_changes_within_two_per_cent_of_the_line(page, line, pairs):
    """So a map finds the line, whatever N is."""
    around = float(line(pairs)) * torch.tensor([0.98] * 4 + [1.02] * 4, dtype=torch.float64)
    seen = page.experiment(
        SigmoidPairs(pairs, pairs, around, torch.ones_like(around)), Streams(stream_key("test"), torch.arange(8))
    )
    margin = page.CLAIM.prediction.margin({name: value.numpy() for name, value in seen.items()})
    below, above = margin[:4] > 0, margin[4:] > 0
    assert (above.all() and not below.any()) if page is upper else (below.all() and not above.any())
