"""The claims about pairs that stay mismatched, on a few draws: they hold, and controls fail."""

import pytest

from tests.claims.few_draws import claim_of, of_controls, own

PAGES = (
    "gap_at_fixed_temperature_under_mismatch",
    "learned_temperature_freezes_the_gap",
    "mismatch_widens_a_cold_gap",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_controls_fail(page):
    """A control may agree by chance where gaps are small."""
    claim = claim_of("yaras2025.mismatch", page)
    assert (own(claim, 8) > 0).all()
    for broken, found in of_controls(claim, 8).items():
        assert (found < 0).mean() > 0.5, broken
