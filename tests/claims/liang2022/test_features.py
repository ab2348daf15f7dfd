"""The claims about CLIP's features on a few draws: they hold, and their controls fail."""

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_controls, own


def test_claim_holds_and_controls_fail():
    """The least loss is at -0.1, 0 or 0.1; either end has no margin left, and holds."""
    claim = claim_of("liang2022.features", "clip_keeps_its_gap")
    assert (own(claim, 3) > -1e-6).all()
    for broken, found in of_controls(claim, 3).items():
        assert (found < -0.05).all(), broken


def test_closing_the_gap_raises_the_loss_at_clips_temperature_alone():
    holds_and_controls_fail(claim_of("liang2022.features", "closing_the_gap_raises_the_loss"), draws=3)


def test_the_two_pages_read_one_statement():
    closing = claim_of("liang2022.features", "closing_the_gap_raises_the_loss")
    assert closing.reading_of == claim_of("liang2022.features", "clip_keeps_its_gap").name
