"""The limit of many negatives on a few draws: the pages hold, and their controls fail."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, of_controls, own

PAGES = (
    "contrastive_limit_rate",
    "contrastive_limit_rate_is_one",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail_in_most_draws(page):
    """A bank that happens to be as good as the sphere shows the rate for a while."""
    claim = claim_of("wang2020.limits", page)
    assert (own(claim, 16) > 0).all()
    for broken, found in of_controls(claim, 16).items():
        assert np.isfinite(found).all() and (found < 0).mean() > 0.6, broken


def test_the_sharp_rate_is_a_reading_that_implies_the_printed_one():
    printed, sharp = (claim_of("wang2020.limits", page) for page in PAGES)
    assert sharp.reading_of == printed.name and printed.study == sharp.study
    assert sharp.prediction.predictions[0].high < printed.prediction.high
