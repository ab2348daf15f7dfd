"""The bound on total correlation on a few draws: it holds, and its controls exceed it."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_controls, own

DRAWS = {
    "all_combinations_bound": 16,
    "total_correlation_bound": 24,
    "gap_below_chi_square": 24,
    "gap_shrinks_with_candidates": 24,
    "gap_vanishes_like_one_over_n": 8,
}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("symile2024.bounds", page), DRAWS[page], controls=min(DRAWS[page], 4))


def test_five_critics_of_a_thousand_tables_stay_below_and_both_controls_do_not():
    """Each table has its own N; the largest bound of its critics is read. Of controls, most draws exceed it."""
    claim = claim_of("symile2024.bounds", "total_correlation_bound")
    assert (own(claim, 1000) > 0).all()
    for found in of_controls(claim, 100).values():
        assert (found < 0).mean() > 0.5
