"""The claims about mitigations on a few draws: they hold, their controls fail, and nothing passes before training."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = (
    "fixed_temperature_rate",
    "best_fixed_temperature",
    "learned_between_its_own_temperatures",
    "slower_temperature_smaller_gap",
    "hotter_schedule_smaller_gap",
    "swapping_closes_at_the_same_temperature",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("yaras2025.mitigations", page), draws=8)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_passes_before_training(page):
    for when, found in of_baselines(claim_of("yaras2025.mitigations", page), 4).items():
        assert (found <= 0).all(), when


def test_four_pages_read_one_statement():
    claims = [claim_of("yaras2025.mitigations", page) for page in PAGES[1:5]]
    assert [claim.reading_of for claim in claims] == [None, *["yaras2025.best-fixed-temperature"] * 3]
