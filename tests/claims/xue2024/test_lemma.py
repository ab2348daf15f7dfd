"""The claims on Lemma 3.2, on a few draws: they hold, controls fail, and untrained encoders have no rate."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines, trials
from theoremcheck.series.specification import series_of

PAGES = ("score_error_vanishes_with_dimension", "score_is_the_cross_covariance")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("xue2024.lemma", page))


@pytest.mark.parametrize("page", PAGES)
def test_encoders_have_no_rate_before_training(page):
    for when, found in of_baselines(claim_of("xue2024.lemma", page)).items():
        assert (found < 0).all(), when


def test_both_ladders_begin_at_100_pairs():
    rungs = {
        page: trials(claim, series_of(claim)[0], 1)[0] for page in PAGES if (claim := claim_of("xue2024.lemma", page))
    }
    np.testing.assert_array_equal(rungs[PAGES[0]].observables["samples"], [100, 400, 1600])
    np.testing.assert_array_equal(rungs[PAGES[0]].observables["dim"], [8, 32, 128])
    np.testing.assert_array_equal(rungs[PAGES[1]].observables["samples"], [100, 400, 1600, 6400])
    assert len(set(rungs[PAGES[1]].observables["dim"])) == 1
