"""What the proofs pass through, on a few draws: what holds and what does not, and controls that fail."""

from dataclasses import replace
from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from strategies.huang2024.proof_steps import lasting_parts
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
    "average_signal_reaches_three",
    "each_signal_grows_with_both",
    "multi_modal_descends_along_first_signs",
    "parts_tell_the_arms_apart",
)
FALSE = (
    "average_response_reaches_three_as_printed",
    "noise_part_falls_below_signal_as_printed",
    "recursion_of_two_modalities_as_printed",
)
DRAWS = 6


def claim_of(page):
    return import_module(f"claims.huang2024.proof_steps.{page}").CLAIM


@cache
def trials_of(page, index):
    """First draws of a series under a key of the test's own, so that no edit of a page changes them."""
    claim = claim_of(page)
    series = replace(series_of(claim)[index], specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, CPU)
    trials = recorder.train(series, draw_points(series, range(DRAWS)), Precision.DECLARED)
    assert [trial.error for trial in trials] == [None] * DRAWS
    return trials


def margins(page, index):
    return np.array([trial.margin for trial in trials_of(page, index)])


def indices(page, kind):
    return [k for k, series in enumerate(series_of(claim_of(page))) if getattr(series, kind)]


@pytest.mark.parametrize("page", TRUE)
def test_claim_holds(page):
    assert (margins(page, 0) > 0).all()


@pytest.mark.parametrize("page", FALSE)
def test_printed_statement_fails(page):
    assert claim_of(page).known is Verdict.REFUTED
    assert (margins(page, 0) < 0).all()


@pytest.mark.parametrize("page", TRUE + FALSE)
def test_controls_fail_with_finite_margins(page):
    for index in indices(page, "breaks"):
        found = margins(page, index)
        assert np.isfinite(found).all()
        assert (found <= 0).mean() >= 0.75


@pytest.mark.parametrize("page", FALSE)
def test_positive_controls_hold(page):
    for index in indices(page, "adds"):
        assert (margins(page, index) > 0).all()


@pytest.mark.parametrize("page", TRUE)
def test_an_untrained_network_does_not_pass(page):
    for index in indices(page, "baseline"):
        assert (margins(page, index) < 0).all()


def test_the_index_matters_to_either_kind_of_increment():
    """Whichever of the two eqs. 15 and 17 are: neither is a step of gradient descent."""
    for trial in trials_of("recursion_of_two_modalities_as_printed", 0):
        assert min(float(trial.observables["noise"]), float(trial.observables["signal"])) > 0.01


def test_learned_direction_alone_exceeds_the_signal_part():
    """At the nu of section 3.3 by the root of n / c, at most 1.4 here: by 4, 5.8 and 8.2 at n = 24, 48 and 96."""
    for trial in trials_of("noise_part_falls_below_signal_as_printed", 0):
        assert (np.asarray(trial.observables["ratio"]) > np.sqrt(np.array([24, 48, 96]) / 1.4)).all()


def test_repair_names_the_printed_statement():
    assert claim_of(TRUE[3]).repairs == claim_of(FALSE[1]).name


def test_the_start_weighs_at_most_half_in_a_neuron():
    columns = lasting_parts().sample(Streams(stream_key("parts"), torch.arange(200)))
    patches = batch_of([point_of(lasting_parts().regime, columns, k) for k in range(200)], torch.float64, CPU)
    boosted = patches.samples * patches.signal_strength * patches.modality_ratio
    share = patches.dim_ratio * patches.start_size**2 * boosted / (2 * 9 * patches.temperature)
    assert share.max() <= 0.5 + 1e-12
