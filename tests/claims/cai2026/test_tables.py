"""The claims about discrete pairs on a few draws: they hold, and controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = (
    "no_gap_above_the_critical_temperature",
    "gap_and_cone_are_equal",
    "zero_gap_minimiser_exists",
    "critical_temperature_of_few_states_and_many",
    "a_gap_needs_a_dimension",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_controls_fail(page):
    holds_and_controls_fail(claim_of("cai2026.tables", page), draws=6)


@pytest.mark.parametrize("page", [PAGES[0], PAGES[2], PAGES[4]])
def test_random_rows_are_no_minimiser(page):
    (found,) = of_baselines(claim_of("cai2026.tables", page), draws=6).values()
    assert (found < 0).all()
