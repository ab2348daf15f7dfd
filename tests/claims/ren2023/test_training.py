"""The claims of Ren and Li 2023 on a few draws: they hold, and their controls fail with finite margins."""

from functools import cache
from importlib import import_module
from math import log

import numpy as np
import pytest
import torch

from models.ren2023.training.descent import attraction_of_infonce, train
from models.ren2023.training.geometry import cosines, start_of, tanh_law
from models.ren2023.training.pairs import BLOCK, LinearPairs, positive_pairs, start
from theoremcheck.regimes import batch_of
from theoremcheck.running import BUDGETS
from theoremcheck.series.drawing import by_shape, draw_points, streams_of
from theoremcheck.series.specification import series_of
from theoremcheck.statistics import log_e_refute
from theoremcheck.streams import Streams, stream_key

PAGES = (
    "training_aligns",
    "condition_number_grows",
    "negatives_balance",
    "positives_alone_stay_unbalanced",
    "aligned_before_balanced",
)
DRAWS = 8  # as many as a run takes to refute a control


def claim_of(page):
    return import_module(f"claims.ren2023.training.{page}").CLAIM


@cache
def observed(label):
    """Observables of a series on its first draws; pages share series."""
    series = next(series for page in PAGES for series in series_of(claim_of(page)) if series.label == label)
    points = draw_points(series, range(DRAWS))
    pieces = {}
    for _, members in by_shape(points):
        batch = batch_of([points[index] for index in members], torch.float32, torch.device("cpu"))
        for name, values in series.experiment(batch, streams_of(series, members, torch.float32)).items():
            pieces.setdefault(name, []).append(values.double().numpy())
    return {name: np.concatenate(values) for name, values in pieces.items()}


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds(page):
    claim = claim_of(page)
    margins = claim.prediction.margin(observed(series_of(claim)[0].label))
    assert (margins > 0).all()


@pytest.mark.parametrize("page", PAGES)
def test_controls_fail(page):
    claim = claim_of(page)
    for series in (series for series in series_of(claim) if series.breaks):
        margins = claim.prediction.margin(observed(series.label))
        assert np.isfinite(margins).all()
        refuted = log_e_refute(int((margins > 0).sum()), len(margins), claim.required)
        assert refuted >= log(1 / BUDGETS["standard"].alpha), series.breaks


def test_the_claims_share_one_series_but_for_two():
    """One has a condition on its regime, and one trains a second time, without negatives."""
    labels = {page: series_of(claim_of(page))[0].label for page in PAGES}
    assert [page for page in PAGES if list(labels.values()).count(labels[page]) == 1] == [
        "positives_alone_stay_unbalanced",
        "aligned_before_balanced",
    ]
    assert claim_of("aligned_before_balanced").regimes.where


def test_a_law_at_half_the_speed_leaves_the_band_and_the_law_does_not():
    corners = [torch.tensor(ends).float() for ends in ((3.0, 8.0), (0.5, 2.0), (0.3, 1.0), (0.0, 0.0))]
    pairs, streams = LinearPairs(2, 24, *corners), Streams(stream_key("test"), torch.arange(2), torch.float32)
    powers = pairs.powers(streams)
    columns = pairs.column_powers(powers)
    weights = start(pairs, columns, streams)
    (learned,) = train(pairs, weights, columns, positive_pairs, (attraction_of_infonce,), streams)
    for slower, within in ((1, True), (2, False)):
        law = tanh_law(learned.time / slower, powers, start_of(learned))
        deviation = (cosines(learned) - law).abs().amax(dim=(1, 2))
        assert ((deviation < 2 / pairs.width**0.5) == within).all()


def test_positives_alone_end_near_the_closed_form():
    """Within four standard deviations, 1 / sqrt(m), of the logarithm of a ratio of two lengths."""
    series = observed(series_of(claim_of("positives_alone_stay_unbalanced"))[0].label)
    ratio = series["condition_number_without_negatives"] / series["condition_number_closed_form"]
    assert (np.abs(np.log(ratio)) < 4 / 96**0.5).all()


def test_steps_are_stable_over_the_regimes():
    """The largest power times ds is at most 1/4 with no batch to spare, and training reaches s = 14."""
    regimes = claim_of("training_aligns").regimes
    columns = regimes.sample(Streams(stream_key("test"), torch.arange(2000)))
    names = ("strongest", "noise", "inverse_temperature", "longest_step")
    fields = {name: torch.from_numpy(columns[name].astype(float)) for name in names}
    for rank in (2, 4):
        pairs = LinearPairs(rank, 24, **fields)
        largest = torch.maximum(pairs.strongest, pairs.noise**2)
        assert (largest * pairs.clock_step).max() <= 0.25 and (pairs.batches <= pairs.steps).all()
        assert (largest * pairs.horizon / (pairs.batches - BLOCK)).min() > 0.25
        assert pairs.horizon.min() >= 14
