"""The claims about random initialisations on a few draws: they hold, their controls fail, and margins are finite."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import torch

from claims.yaras2025.initialisation.gap_follows_its_parameter import DIM, FACTORS, bands
from strategies.yaras2025.initialisation import growing_starts
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

CPU = torch.device("cpu")
DRAWS = {
    "softmax_gap_bound": 40,
    "inner_product_density": 8,
    "inner_product_moments": 8,
    "gap_speed_normal_limit": 8,
    "gap_parameter_grows": 4,
    "gap_shortfall": 8,
    "gap_follows_its_parameter": 4,
    "related_pairs_stand_still_at_a": 6,
}


def claim_of(page):
    return import_module(f"claims.yaras2025.initialisation.{page}").CLAIM


def margins(claim, series, draws):
    """Margins of the first draws of a series under a key of the test's own, so that no edit of a page changes them."""
    fixed = replace(series, specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, CPU)
    trials = recorder.train(fixed, draw_points(fixed, range(draws)), Precision.DECLARED)
    assert [trial.error for trial in trials] == [None] * draws
    return np.array([trial.margin for trial in trials])


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds(page):
    claim = claim_of(page)
    assert (margins(claim, series_of(claim)[0], DRAWS[page]) > 0).all()


@pytest.mark.parametrize("page", [*DRAWS, "gap_grows_as_printed"])
def test_controls_fail(page):
    claim = claim_of(page)
    for series in (series for series in series_of(claim) if series.breaks):
        found = margins(claim, series, 4)
        assert np.isfinite(found).all()
        assert (found <= 0).all(), series.breaks


def test_the_printed_theorem_fails_where_the_gap_parameter_is_small():
    claim = claim_of("gap_grows_as_printed")
    found = margins(claim, series_of(claim)[0], 12)
    assert (found <= 0).any()
    assert (found > 0).any()


def test_the_printed_theorem_holds_where_the_gap_parameter_is_not_small():
    claim = claim_of("gap_grows_as_printed")
    (added,) = (series for series in series_of(claim) if series.adds)
    assert (margins(claim, added, 12) > 0).all()


def test_the_repaired_theorem_names_the_printed_one():
    assert claim_of("gap_parameter_grows").repairs == claim_of("gap_grows_as_printed").name


def test_a_shortfall_that_levels_off_at_the_ladder_s_end_is_told_apart():
    """f(n) + f(last) with f = 1 / n: its residual's slope is outside of the band that chance leaves."""
    assert growing_starts().laws["dim"].value == DIM
    residual = np.log1p(np.array(FACTORS) / FACTORS[-1])
    slope = np.polyfit(np.log(FACTORS), residual, 1)[0]
    assert slope > bands()[0]
