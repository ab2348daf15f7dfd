"""Free pairs on a few draws: both claims hold, their controls fail, and an untrained network closes no gap."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

BOUND, GAP = (claim_of("yi2025.matched_pairs", page) for page in ("matched_loss_bound", "matched_gap_vanishes"))


@pytest.mark.parametrize("claim", [BOUND, GAP], ids=lambda claim: claim.name)
def test_claim_holds_and_its_controls_fail(claim):
    holds_and_controls_fail(claim)


def test_the_gap_is_there_before_training():
    (found,) = of_baselines(GAP).values()
    assert (found < 0).all()
