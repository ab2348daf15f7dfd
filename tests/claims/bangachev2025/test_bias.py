"""The coordinate of the bias on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, own

PAGES = (
    "plain_bias_ends_near_zero",
    "plain_bias_separates_the_modalities",
    "relative_bias_closes_the_gap",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    claim = claim_of("bangachev2025.bias", page)
    assert (own(claim, 2) > -1e-12).all()  # equality holds, up to round-off
    for broken, found in of_controls(claim, 2).items():
        assert np.isfinite(found).all() and (found < 0).all(), broken
