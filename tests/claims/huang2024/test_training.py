"""The main claims of Huang et al. 2024 on a few draws: margins are finite, claims hold and controls fail."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import torch

from theoremcheck import Verdict
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

PAGES = (
    "every_sample_is_memorised",
    "multi_modal_signal_rate",
    "single_modal_signal_rate",
    "multi_modal_converges",
    "multi_modal_error",
    "multi_modal_error_as_printed",
    "multi_modal_error_vanishes",
    "noise_is_memorised_first",
    "second_modality_helps",
    "second_modality_helps_fresh_heads",
    "signal_is_learned_first",
    "signal_reaches_order_one",
    "single_modal_converges",
    "single_modal_stalls",
    "single_modal_stalls_fresh_head",
)
DRAWS = 8


def margins(claim, series):
    """Margins of the first draws of a series under a key of the test's own, so that no edit of a page changes them."""
    series = replace(series, specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(series, draw_points(series, range(DRAWS)), Precision.DECLARED)
    assert not [trial.error for trial in trials if trial.error]
    return np.array([trial.margin for trial in trials])


@pytest.mark.parametrize("page", PAGES)
def test_claim_and_controls(page):
    """A control fails in most draws; a positive control, the refuted statement where it is true, holds in all eight."""
    claim = import_module(f"claims.huang2024.training.{page}").CLAIM
    every = series_of(claim)
    assert (margins(claim, every[0]) > 0).all() == (claim.known is not Verdict.REFUTED)
    for failing in (margins(claim, series) for series in every if series.breaks):
        assert np.isfinite(failing).all()
        assert (failing <= 0).mean() > 0.5
    for holding in (margins(claim, series) for series in every if series.adds):
        assert (holding > 0).all()
