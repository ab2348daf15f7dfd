"""The claims on populations on a few draws: they hold, their controls fail, and nothing passes before training."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of

PAGES = (
    "positives_alone_closed_form",
    "unbalance_grows_with_dimension",
    "balancing_waits_for_temperature",
    "balanced_is_the_minimum",
    "stage_one_is_positives_alone",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("ren2023.population", page), draws=8)


@pytest.mark.parametrize("page", PAGES[:3])
def test_nothing_passes_before_training(page):
    for when, found in of_baselines(claim_of("ren2023.population", page), 4).items():
        assert (found < 0).all(), when


def test_what_positives_alone_end_at_is_asked_in_two_readings_of_one_statement():
    assert {claim_of("ren2023.population", page).reading_of for page in PAGES[:2]} == {
        "ren2023.positives-alone-stay-unbalanced"
    }


def test_the_control_of_the_minimum_keeps_to_the_claims_temperatures():
    """It breaks the law of the signals, and nothing else."""
    claim = claim_of("ren2023.population", "balanced_is_the_minimum")
    (control,) = (series for series in series_of(claim) if series.breaks)
    drawn = {(point.rank, float(point.inverse_temperature)) for point in draw_points(control, range(32)).values()}
    assert {rank for rank, _ in drawn} == {2, 4, 8}
    assert all(claim.regimes.laws["inverse_temperature"].support.admits(level) for _, level in drawn)
