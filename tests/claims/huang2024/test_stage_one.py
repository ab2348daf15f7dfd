"""The claims about stage 1 on a few draws: what holds and what does not, and controls that fail."""

from dataclasses import replace
from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from theoremcheck import Verdict
from theoremcheck.evidence import Ledger
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.streams import Streams, stream_key
from theoremcheck.vocabulary import Precision

CPU = torch.device("cpu")
TRUE = (
    "best_pairs_grow_with_noise",
    "class_sums_grow_with_noise",
    "inactive_pairs_stay",
    "loss_weights_stay_even",
    "loss_weights_stay_even_in_both",
    "matched_pairs_grow_with_noise",
    "signal_signs_are_kept",
    "signal_signs_synchronise",
    "unmatched_pairs_never_grow",
)
FALSE = ("active_pairs_grow_as_printed", "class_sums_grow_as_printed")


def claim_of(page):
    return import_module(f"claims.huang2024.stage_one.{page}").CLAIM


@cache
def margins(page, series, draws):
    """Margins of the first draws of a series under a key of the test's own, so that no edit of a page changes them."""
    claim = claim_of(page)
    series, trials = replace(series_of(claim)[series], specification="test"), []
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, CPU)
    trials = recorder.train(series, draw_points(series, range(draws)), Precision.DECLARED)
    assert [trial.error for trial in trials] == [None] * draws
    return np.array([trial.margin for trial in trials])


@pytest.mark.parametrize("page", TRUE)
def test_claim_holds(page):
    assert (margins(page, 0, 8) > 0).all()


@pytest.mark.parametrize("page", FALSE)
def test_printed_statement_fails(page):
    assert claim_of(page).known is Verdict.REFUTED
    assert (margins(page, 0, 8) <= 0).all()


@pytest.mark.parametrize("page", TRUE + FALSE)
def test_controls_fail_with_finite_margins(page):
    for series in range(1, 1 + len(claim_of(page).controls)):
        found = margins(page, series, 8)
        assert np.isfinite(found).all()
        assert (found <= 0).mean() >= 0.75


@pytest.mark.parametrize("page", FALSE)
def test_positive_controls_hold(page):
    claim = claim_of(page)
    first = 1 + len(claim.controls)
    for series in range(first, first + len(claim.positive_controls)):
        assert (margins(page, series, 8) > 0).all()


def test_repairs_name_the_printed_statements():
    assert {claim_of(page).repairs for page in TRUE} - {None} == {claim_of(page).name for page in FALSE}


def test_the_pages_share_their_trajectories():
    """One network, two, class sums, deep stages, and the n of 202 that one lemma asks for."""
    claims = [claim_of(page) for page in TRUE + FALSE]
    assert len({series_of(claim)[0].specification for claim in claims}) == 1
    assert len({series_of(claim)[0].label for claim in claims}) == 5


@pytest.mark.parametrize("page", ["inactive_pairs_stay", "unmatched_pairs_never_grow"])
def test_stage_one_ends_where_its_regimes_say(page):
    """The largest coefficient is between a quarter of 0.1 and 0.1."""
    claim = claim_of(page)
    largest = observed(claim, range(12))["largest"]
    assert 0.1 / 4 < largest.min() and largest.max() < 0.1


@pytest.mark.parametrize("page", ["inactive_pairs_stay", "unmatched_pairs_never_grow"])
def test_trials_do_not_depend_on_their_batch(page):
    claim = claim_of(page)
    together, alone = observed(claim, range(12)), observed(claim, [7])
    for name, values in alone.items():
        assert np.allclose(together[name][7], values[0], rtol=1e-9), name


def observed(claim, draws):
    """Observables of some draws, all of them at n = 50."""
    streams = Streams(stream_key("test stage one"), torch.tensor(list(draws)))
    columns = claim.regimes.sample(streams.child("regime"))
    points = [replace(point_of(claim.regimes.regime, columns, row), samples=50) for row in range(len(columns["steps"]))]
    return claim.experiment(batch_of(points, claim.dtype, CPU), replace(streams, dtype=claim.dtype))
