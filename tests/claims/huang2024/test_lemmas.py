"""Smaller lemmas of Huang et al. 2024 on a few draws: what holds, what fails, controls."""

from importlib import import_module

import numpy as np
import pytest
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

PAGES = (
    "matched_pairs_below_the_mean_shrink",
    "multi_modal_negatives_agree_little",
    "negatives_agree_with_the_reference",
    "noise_products_exceed_cross_talk",
    "signal_products_exceed_cross_talk",
    "single_modal_negatives_agree_little",
)


def claim_of(page):
    return import_module(f"claims.huang2024.lemmas.{page}").CLAIM


def margins(claim, series, draws):
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(series, draw_points(series, range(draws)), Precision.DECLARED)
    assert not [trial.error for trial in trials if trial.error]
    return np.array([trial.margin for trial in trials])


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds(page):
    """In all draws but one: two of the lemmas fail with probability delta / 2 on purpose."""
    claim = claim_of(page)
    assert (margins(claim, series_of(claim)[0], 4) > 0).sum() >= 3


@pytest.mark.parametrize("page", PAGES)
def test_controls_fail_with_finite_margins(page):
    """Four in five draws of the negatives' control fail, all draws of the others: eight draws show half of them."""
    claim = claim_of(page)
    for series in (series for series in series_of(claim) if series.breaks):
        failing = margins(claim, series, 8)
        assert np.isfinite(failing).all()
        assert (failing <= 0).mean() >= 0.5


def test_no_page_says_that_a_pair_never_shrinks():
    """What the inequality of Lemma C.10 would give fails in half of the pairs: no print that anybody read says it."""
    claim = claim_of("matched_pairs_below_the_mean_shrink")
    assert claim.repairs is None and claim.source.exactness == "reconstructed"
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(series_of(claim)[0], draw_points(series_of(claim)[0], range(4)), Precision.DECLARED)
    assert min(float(trial.observables["shrinking"]) for trial in trials) > 0.4
