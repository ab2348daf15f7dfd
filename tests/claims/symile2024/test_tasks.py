"""Tasks that no pair of modalities solves, on a few draws: claims hold, and their controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail

DRAWS = {"xor_needs_all_three": 2, "image_of_many_languages": 3, "missing_modalities": 3, "parity_of_many_bits": 4}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("symile2024.tasks", page), DRAWS[page], controls=min(DRAWS[page], 4))
