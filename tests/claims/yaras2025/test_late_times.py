"""The claims about late times on a few draws: they hold, their controls fail, and a gap at rest does not pass."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = ("scalar_model_is_the_cross_entropy_flow", "exponent_of_the_log")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("yaras2025.late_times", page), draws=16)


@pytest.mark.parametrize("page", PAGES)
def test_a_gap_at_rest_does_not_pass(page):
    for when, found in of_baselines(claim_of("yaras2025.late_times", page), 8).items():
        assert (found < 0).all(), when
