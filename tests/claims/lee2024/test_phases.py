"""The phases of the sigmoid loss on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, own

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
