"""The guarantee over pairwise CLIP on a few draws: refuted as printed, and repaired in three readings."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, of_positive_controls, own

DRAWS = {"at_least_as_accurate": 24, "at_least_as_accurate_with_prior": 24, "at_least_as_accurate_in_retrieval": 24}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds(page):
    assert (own(claim_of("symile2024.guarantee", page), DRAWS[page]) >= -1e-12).all()


@pytest.mark.parametrize("page", DRAWS)
def test_controls_fail(page):
    for broken, found in of_controls(claim_of("symile2024.guarantee", page), min(DRAWS[page], 4)).items():
        assert np.isfinite(found).all() and (found < 0).mean() > 0.7, broken


def test_the_printed_guarantee_fails_on_most_trials_and_holds_where_the_target_is_uniform():
    printed = claim_of("symile2024.guarantee", "at_least_as_accurate_as_printed")
    assert (own(printed, 24) < 0).mean() > 0.8
    for found in of_positive_controls(printed, 8).values():
        assert (found >= -1e-12).all()
