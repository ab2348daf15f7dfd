"""The claims about the frozen energy on a few draws: they hold, and controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail


@pytest.mark.parametrize("page", ["frozen_energy_is_concave", "frozen_energy_misses_the_optimum"])
def test_claim_holds_and_controls_fail(page):
    holds_and_controls_fail(claim_of("cai2026.energy", page), draws=32)
