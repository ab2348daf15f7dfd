"""What a text is worth where a class is its mean, on a few draws of each page."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail

RULE, *READINGS = (
    claim_of("crossmodal2023.nearest_mean", page)
    for page in (
        "half_half_helps_until_three_v",
        "half_half_helps_at_few_shots",
        "text_is_worth_v_images",
        "both_modalities_gain",
        "digits_in_segments_help_until_three_v",
    )
)


@pytest.mark.parametrize("claim", [RULE, *READINGS], ids=lambda claim: claim.name)
def test_claim_holds_and_its_controls_fail(claim):
    holds_and_controls_fail(claim)


def test_all_read_one_rule():
    assert {claim.reading_of for claim in READINGS} == {RULE.name}
