"""Views of proteins on a few draws: claims hold, controls fail, and untrained encoders show nothing."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines, of_controls, own
from theoremcheck.series.specification import series_of

PAGES = (
    "family_views_help_families",
    "superfamily_views_forget_families",
    "homology_views_forget_the_protein",
    "crops_help",
)
CAUGHT_IN_MOST = {"superfamily_views_forget_families", "crops_help"}
"""Of 48 and of 36 draws of the control 15 and 2 held."""


@pytest.mark.parametrize("page", [page for page in PAGES if page not in CAUGHT_IN_MOST])
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("proteinviews2024.homology", page), draws=3)


@pytest.mark.parametrize("page", sorted(CAUGHT_IN_MOST))
def test_claim_holds_and_its_controls_mostly_fail(page):
    claim = claim_of("proteinviews2024.homology", page)
    assert (own(claim, 3) > 0).all()
    for found in of_controls(claim, 5).values():
        assert np.isfinite(found).all() and (found < 0).sum() >= 2


@pytest.mark.parametrize("page", PAGES)
def test_untrained_encoders_fail(page):
    for found in of_baselines(claim_of("proteinviews2024.homology", page), 2).values():
        assert (found <= 0).all()


def test_three_readings_are_trained_once():
    first, *readings = (claim_of("proteinviews2024.homology", page) for page in PAGES[:3])
    for page in readings:
        assert page.reading_of == first.name
        assert series_of(page)[0].specification == series_of(first)[0].specification
    assert claim_of("proteinviews2024.homology", "crops_help").reading_of is None
