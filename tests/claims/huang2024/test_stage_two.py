"""The claims about stage 2 on a few draws: what holds and what does not, and controls that fail."""

from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from claims.huang2024.stage_two.trajectory import REGIMES, observe_both, observe_multi
from strategies.huang2024.stage_two import strong_modalities
from theoremcheck import Verdict
from theoremcheck.regimes import batch_of, point_of, shape_of
from theoremcheck.streams import Streams, stream_key

TRUE = (
    "coefficients_stay_bounded",
    "gradient_below_loss",
    "multi_modal_average_loss",
    "multi_modal_descends",
    "multi_modal_loss_law",
    "second_modality_stays_bounded",
    "signal_stalls",
    "single_modal_average_loss",
    "single_modal_loss_law",
)
FALSE = (
    "anchors_agree_as_printed",
    "coefficients_as_printed",
    "multi_modal_anchors_agree_as_printed",
    "noise_stays_small_as_printed",
    "single_modal_descent_as_printed",
)


def claim_of(page):
    return import_module(f"claims.huang2024.stage_two.{page}").CLAIM


def observed(regimes, experiment, dtype, draws):
    """Observables of the first draws under a key of the test's own, so that no edit of a page changes them."""
    streams = Streams(stream_key("stage-two", "test"), torch.arange(draws))
    columns = regimes.sample(streams.child("regime"))
    points = [point_of(regimes.regime, columns, i) for i in range(draws)]
    found = {}
    for shape in {shape_of(point) for point in points}:
        rows = [i for i, point in enumerate(points) if shape_of(point) == shape]
        batch = batch_of([points[i] for i in rows], dtype, torch.device("cpu"))
        for name, values in experiment(batch, Streams(streams.key, torch.tensor(rows), dtype)).items():
            found.setdefault(name, np.full(draws, np.nan))[rows] = values.double().numpy()
    return found


@cache
def of_study():
    """What the claims of the study share."""
    return observed(REGIMES, observe_both, torch.float64, 8)


OF_CONTROLS = {}


def margins_of_control(claim, control, draws):
    """Margins where a hypothesis is broken; pages that break the same one in the same way share the training."""
    regimes, experiment = control.regimes or claim.regimes, control.experiment or claim.experiment
    key = repr((regimes, experiment, draws))
    if key not in OF_CONTROLS:
        OF_CONTROLS[key] = observed(regimes, experiment, claim.dtype, draws)
    return claim.prediction.margin(OF_CONTROLS[key])


@pytest.mark.parametrize("page", TRUE)
def test_claim_holds(page):
    assert (claim_of(page).prediction.margin(of_study()) > 0).all()


@pytest.mark.parametrize("page", FALSE)
def test_printed_statement_fails(page):
    claim = claim_of(page)
    assert claim.known is Verdict.REFUTED
    found = of_study() if claim.study else observed(claim.regimes, claim.experiment, claim.dtype, 8)
    assert (claim.prediction.margin(found) < 0).mean() > 0.9


@pytest.mark.parametrize("page", TRUE + FALSE)
def test_controls_fail_with_finite_margins(page):
    claim = claim_of(page)
    for control in claim.controls:
        found = margins_of_control(claim, control, 6)
        assert np.isfinite(found).all()
        assert (found > 0).mean() <= 0.75, control.breaks


@pytest.mark.parametrize("page", FALSE)
def test_positive_controls_hold(page):
    claim = claim_of(page)
    for positive in claim.positive_controls:
        assert (margins_of_control(claim, positive, 6) > 0).all(), positive.adds


def test_noise_outgrows_its_start_unless_the_second_modality_is_strong():
    """So deep in conditions (1) and (3) as the positive control is: what it adds is the strength alone."""
    claim = claim_of("noise_stays_small_as_printed")
    found = observed(strong_modalities(3.0, 6.0), observe_multi, claim.dtype, 4)
    assert (found["multi_noise_after"] > 10 * found["multi_start"]).all()


@pytest.mark.parametrize("page", ("figure_one_losses", "figure_one_accuracies"))
def test_figure_is_reproduced_and_its_controls_fail(page):
    claim = claim_of(page)
    found = observed(claim.regimes, claim.experiment, claim.dtype, 4)
    assert (claim.prediction.margin(found) > 0).all()
    for control in claim.controls:
        assert (margins_of_control(claim, control, 4) < 0).all()


def test_repair_names_the_printed_statement():
    assert claim_of("coefficients_stay_bounded").repairs == claim_of("coefficients_as_printed").name
