"""The claims about small encoders on a few draws: they hold, their controls fail, and chance does not pass."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = ("retrieval_peaks_between", "unnormalised_features_keep_the_gap")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("yaras2025.encoders", page), draws=4)


@pytest.mark.parametrize("page", PAGES)
def test_chance_does_not_pass(page):
    for when, found in of_baselines(claim_of("yaras2025.encoders", page), 4).items():
        assert (found <= 0).all(), when
