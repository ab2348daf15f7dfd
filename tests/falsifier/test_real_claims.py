"""The search finds the known counterexamples of the catalogue by itself: it is given no draw at all."""

from claims.yaras2025.flows.gap_bound_as_printed import CLAIM as GAP_BOUND
from claims.yaras2025.initialisation.gap_grows_as_printed import CLAIM as GAP_GROWS


def test_gaps_that_chance_would_make_anyway_do_not_grow_as_printed(searched):
    """Theorem 3.3 for Delta fails where gamma_0 is small against n^(-1/2), the gap of unrelated samples."""
    found = searched(GAP_GROWS, "quick", draws=0).found
    assert found.finding == "stays"
    assert 0 < found.counterexample.point.gap_parameter < found.counterexample.point.pairs**-0.5


def test_the_printed_constants_of_the_lower_bound_fail_for_few_pairs(searched):
    """Theorem 3.2 at t = 0 says c_2 <= c_4^2, which fails for c_2 < 1.19: few pairs or small initial gaps."""
    found = searched(GAP_BOUND, "standard", draws=0).found
    assert found.finding == "stays"
    assert found.counterexample.point.pairs == 2
    assert found.counterexample.minimal
