"""The centre pair on many draws, since they are closed forms: what holds, what falls, and where that would hold."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_controls, of_positive_controls, own

PRINTED = claim_of("yi2025.centre_pair", "subspace_centre_pair_as_printed")
HOLDING = [
    claim_of("yi2025.centre_pair", page)
    for page in ("cone_centre_pair", "zero_gap_needs_matched_centres", "subspace_centre_pair_infimum")
]


@pytest.mark.parametrize("claim", HOLDING, ids=lambda claim: claim.name)
def test_claim_holds_and_its_controls_fail(claim):
    holds_and_controls_fail(claim, draws=200)


def test_the_printed_theorem_fails_for_many_centres_and_not_for_all():
    found = own(PRINTED, 200)
    assert (found < 0).mean() > 0.2
    assert (found > 0).any()


def test_it_always_fails_in_the_shared_space():
    (found,) = of_controls(PRINTED, 200).values()
    assert (found < 0).all()


def test_it_holds_for_orthogonal_centres():
    (found,) = of_positive_controls(PRINTED, 200).values()
    assert (found > 0).all()
