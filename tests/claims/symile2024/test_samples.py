"""What few samples cost, on one draw: the claim holds, and its control fails."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail

DRAWS = {"data_cost": 1}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("symile2024.samples", page), DRAWS[page], controls=min(DRAWS[page], 4))
