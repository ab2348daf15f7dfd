"""The claims about samples on a few draws: they hold, their controls fail, and nothing passes before training."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = ("sampling_noise_unbalances_further", "balancing_needs_both")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("ren2023.sampling", page), draws=4)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_passes_before_training(page):
    for when, found in of_baselines(claim_of("ren2023.sampling", page), 3).items():
        assert (found < 0).all(), when
