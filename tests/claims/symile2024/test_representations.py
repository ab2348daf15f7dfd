"""Sufficiency on a few draws: it holds, and its controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail

DRAWS = {"product_is_sufficient": 4}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("symile2024.representations", page), DRAWS[page], controls=min(DRAWS[page], 4))
