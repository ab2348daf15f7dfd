"""Trained heads on few images and a text, on a few draws of each page."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

ONE_SHOT, *OTHERS = (
    claim_of("crossmodal2023.heads", page)
    for page in (
        "class_name_helps_at_one_shot",
        "logistic_head_crosses_later",
        "text_start_leaves_nothing_to_gain",
        "head_lies_in_the_span",
        "gap_spares_training",
    )
)


@pytest.mark.parametrize("claim", [ONE_SHOT, *OTHERS], ids=lambda claim: claim.name)
def test_claim_holds_and_its_controls_fail(claim):
    holds_and_controls_fail(claim)


def test_an_untrained_head_gains_nothing():
    """From zero weights every class ties, so both heads give the same answers: the strict inequality fails."""
    (found,) = of_baselines(ONE_SHOT).values()
    assert (found <= 0).all()
