"""Views of proteins on a few draws with a third of the steps: claims hold, controls and untrained encoders fail."""

from dataclasses import replace

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
STEPS = 100


def brief(page):
    """A claim whose encoders see fewer batches, in no study: the study's draws are those of its pages."""
    claim = claim_of("proteinviews2024.homology", page)
    return replace(claim, regimes=claim.regimes.with_(steps=STEPS), study=None)


@pytest.mark.parametrize("page", ["family_views_help_families", "homology_views_forget_the_protein"])
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(brief(page), draws=3)


@pytest.mark.parametrize("page", ["superfamily_views_forget_families", "crops_help"])
def test_claim_holds_and_its_controls_mostly_fail(page):
    """Some draws of these controls hold: a small difference has either sign."""
    claim = brief(page)
    assert (own(claim, 3) > 0).all()
    for found in of_controls(claim, 5).values():
        assert np.isfinite(found).all() and (found < 0).sum() >= 2


@pytest.mark.parametrize("page", PAGES)
def test_untrained_encoders_fail(page):
    for found in of_baselines(brief(page), 2).values():
        assert (found <= 0).all()


def test_three_readings_are_trained_once():
    first, *readings = (claim_of("proteinviews2024.homology", page) for page in PAGES[:3])
    for claim in readings:
        assert claim.reading_of == first.name
        assert series_of(claim)[0].specification == series_of(first)[0].specification
    assert claim_of("proteinviews2024.homology", "crops_help").reading_of is None
