"""Finite sets on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, own

PAGES = ("uniform_minimises_the_second_term",)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail_in_most_draws(page):
    """Three points far apart have room for shorter ones."""
    claim = claim_of("wang2020.uniformity", page)
    assert (own(claim, 24) > 0).all()
    for broken, found in of_controls(claim, 24).items():
        assert np.isfinite(found).all() and (found < 0).mean() > 0.6, broken
