"""The claim of this topic on a few draws: it holds, and its controls fail."""

from tests.claims.few_draws import claim_of, holds_and_controls_fail


def test_claim_holds_and_controls_fail():
    holds_and_controls_fail(claim_of("liang2022.features", "clip_keeps_its_gap"), draws=3)
