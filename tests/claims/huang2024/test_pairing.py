"""The claims of Huang et al. 2024 on pairs and negatives, on a few draws: they hold, and broken pairs break them."""

from importlib import import_module

import numpy as np
import pytest
import torch

from models.huang2024.pairing.labels import fair_pairs
from strategies.huang2024.pairing import drawn_labels, multi_modal_plateaus
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.streams import Streams, stream_key
from theoremcheck.vocabulary import Precision

PAGES = (
    "multi_modal_signal_rate_by_class",
    "shared_labels_carry_the_signal",
    "shared_labels_synchronise",
    "single_modal_signal_rate_by_class",
)
DRAWS = 3


def claim_of(page):
    return import_module(f"claims.huang2024.pairing.{page}").CLAIM


def trials_of(claim, series):
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(series, draw_points(series, range(DRAWS)), Precision.DECLARED)
    assert not [trial.error for trial in trials if trial.error]
    return trials


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    claim = claim_of(page)
    own, *controls = (
        np.array([trial.margin for trial in trials_of(claim, series)])
        for series in series_of(claim)
        if not series.baseline
    )
    assert (own > 0).all()
    for failing in controls:
        assert np.isfinite(failing).all()
        assert (failing <= 0).mean() > 0.5


def test_negatives_of_the_same_label_halve_the_rate():
    """Half of the negatives pull the same signal back: about one half, as the note measures (0.505)."""
    claim = claim_of("multi_modal_signal_rate_by_class")
    series = series_of(claim)[2]
    rates = [float(trial.observables["growth"]) for trial in trials_of(claim, series)]
    assert 0.4 < np.mean(rates) < 0.6


def test_classes_are_never_empty_where_rates_are_measured():
    """The closed form of a rate needs a sample and a negative: four standard deviations from n / 2 leave eleven."""
    for regimes in (multi_modal_plateaus(), drawn_labels()):
        smallest = min(regimes.laws["samples"].support.values)
        streams = Streams(stream_key("test", "classes"), torch.arange(2_000))
        point = type("Sizes", (), {"samples": smallest})
        positive = (fair_pairs(point, streams).first > 0).sum(dim=1)
        assert positive.min() > 5
        assert positive.max() < smallest - 5
