"""The claims on InfoNCE, on a few draws: the spurious weight is negative, and positive under the linear loss."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, trials
from theoremcheck.series.specification import series_of

PAGES = ("info_nce_turns_the_spurious_weight_around", "normalised_info_nce_turns_the_spurious_weight_around")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("xue2024.infonce", page), draws=4)


def test_both_readings_are_trained_once():
    first, second = (claim_of("xue2024.infonce", page) for page in PAGES)
    assert series_of(first)[0].specification == series_of(second)[0].specification
    for trial in trials(first, series_of(first)[0], 2):
        assert trial.observables["ratio"] != trial.observables["normalised_ratio"]
