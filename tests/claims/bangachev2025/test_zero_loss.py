"""The pages on zero loss on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, own

PAGES = (
    "batch_loss_bounds_misses",
    "loss_decays_at_the_margin",
    "small_loss_separates",
    "zero_loss_may_collapse",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    claim = claim_of("bangachev2025.zero_loss", page)
    assert (own(claim, 24) > -1e-12).all()  # equality holds, up to round-off
    for broken, found in of_controls(claim, 4).items():
        assert np.isfinite(found).all() and (found < 0).all(), broken
