"""The Jensen-Shannon critic on a few draws: claims hold, and their controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail

DRAWS = {"critic_is_the_log_ratio": 4, "means_point_apart": 4}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("cliplite2023.critics", page), DRAWS[page], controls=min(DRAWS[page], 4))
