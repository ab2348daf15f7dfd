"""The claims about the toy on a few draws: they hold but for a start in thirty, and controls fail."""

import pytest

from tests.claims.few_draws import claim_of, of_controls, own


@pytest.mark.parametrize("page", ["circle_gap_grows_with_mismatch", "training_shrinks_the_marginal_gap"])
def test_claim_holds_and_controls_fail(page):
    claim = claim_of("cai2026.circle", page)
    assert (own(claim, 12) > 0).mean() > 0.7
    (found,) = of_controls(claim, 12).values()
    assert (found < 0).mean() > 0.7
