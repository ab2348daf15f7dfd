"""The claims on few-shot adaptation, on a few draws each."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines

PAGES = {
    "nearest_mean": (
        "half_half_helps_until_three_v",
        "text_is_worth_v_images",
        "both_modalities_gain",
        "digits_in_segments_help_until_three_v",
    ),
    "heads": (
        "class_name_helps_at_one_shot",
        "logistic_head_crosses_later",
        "text_start_leaves_nothing_to_gain",
        "head_lies_in_the_span",
        "gap_spares_training",
    ),
}


@pytest.mark.parametrize(("topic", "page"), [(topic, page) for topic, pages in PAGES.items() for page in pages])
def test_claim_holds_and_its_controls_fail(topic, page):
    holds_and_controls_fail(claim_of(f"crossmodal2023.{topic}", page))


def test_an_untrained_head_gains_nothing():
    """From zero weights every class ties, so both heads give the same answers: the strict inequality fails."""
    (found,) = of_baselines(claim_of("crossmodal2023.heads", "class_name_helps_at_one_shot")).values()
    assert (found <= 0).all()


def test_readings_name_a_statement_that_is_here():
    claims = {
        claim.name: claim for claim in (claim_of(f"crossmodal2023.{t}", p) for t, ps in PAGES.items() for p in ps)
    }
    assert {claim.reading_of for claim in claims.values() if claim.reading_of} <= claims.keys()
