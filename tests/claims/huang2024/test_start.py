"""The claims about the random start on a few draws: what holds and what does not, and controls that fail."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import torch

from models.huang2024.start.window import central_half
from theoremcheck import Verdict
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import series_of
from theoremcheck.streams import Streams, stream_key
from theoremcheck.vocabulary import Precision

CPU = torch.device("cpu")
TRUE = (
    "active_counts",
    "anticoncentration",
    "class_sizes",
    "class_sum",
    "first_products",
    "gaussian_window",
    "neuron_averages",
    "noise_geometry",
    "products_below_class_mean",
)
FALSE = ("class_sum_as_printed", "gaussian_window_as_printed", "products_above_class_mean_as_printed")


def claim_of(page):
    return import_module(f"claims.huang2024.start.{page}").CLAIM


def margins(claim, series, draws):
    """Margins of the first draws of a series under a key of the test's own, so that no edit of a page changes them."""
    own = replace(series, specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, CPU)
    trials = recorder.train(own, draw_points(own, range(draws)), Precision.DECLARED)
    assert [trial.error for trial in trials] == [None] * draws
    return np.array([trial.margin for trial in trials])


@pytest.mark.parametrize("page", TRUE)
def test_claim_holds(page):
    claim = claim_of(page)
    assert (margins(claim, series_of(claim)[0], 16) > 0).mean() >= 0.9


@pytest.mark.parametrize("page", FALSE)
def test_printed_statement_fails(page):
    claim = claim_of(page)
    assert claim.known is Verdict.REFUTED
    assert (margins(claim, series_of(claim)[0], 16) > 0).mean() <= 0.5


@pytest.mark.parametrize("page", TRUE + FALSE)
def test_controls_fail_with_finite_margins(page):
    claim = claim_of(page)
    for series in (series for series in series_of(claim) if series.breaks):
        found = margins(claim, series, 32)
        assert np.isfinite(found).all()
        assert (found > 0).mean() <= 0.6, series.label


@pytest.mark.parametrize("page", FALSE)
def test_positive_controls_hold(page):
    claim = claim_of(page)
    for series in (series for series in series_of(claim) if series.adds):
        assert (margins(claim, series, 16) > 0).mean() >= 0.9


def test_a_gaussian_given_its_central_half_has_the_printed_probability():
    drawn = central_half(Streams(stream_key("half"), torch.arange(2), torch.float64), "x", (100_000,))
    assert drawn.abs().max() <= 0.6745
    printed = 2 * torch.special.erf(torch.tensor(0.25 / 2**0.5))
    torch.testing.assert_close((drawn.abs() <= 0.25).double().mean(), printed.double(), rtol=0, atol=0.005)


@pytest.mark.parametrize("page", TRUE)
def test_required_probability_follows_delta(page):
    claim = claim_of(page)
    if callable(claim.required):
        required = required_at(claim, draw_points(series_of(claim)[0], range(32)))
        assert (required >= 0.8).all() and (required <= 0.98).all() and required.std() > 0.02


def test_repairs_name_the_printed_statements():
    printed = {claim_of(page).name for page in FALSE}
    assert {claim_of(page).repairs for page in TRUE} - {None} == printed
