"""What the tests of Xue et al.'s pages share: margins of a few draws of a claim and of what it declares beside."""

from importlib import import_module

import numpy as np
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

DRAWS = 3


def claim_of(topic, page):
    return import_module(f"claims.xue2024.{topic}.{page}").CLAIM


def trials_of(claim, series, draws=DRAWS):
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(series, draw_points(series, range(draws)), Precision.DECLARED)
    assert not [trial.error for trial in trials if trial.error]
    return trials


def margins_of(claim, series, draws=DRAWS):
    return np.array([trial.margin for trial in trials_of(claim, series, draws)])


def holds_and_controls_fail(claim, draws=DRAWS):
    """The claim holds in every draw, each of its controls fails in every one, with finite margins or minus infinity."""
    assert (margins_of(claim, series_of(claim)[0], draws) > 0).all()
    for series in series_of(claim)[1:]:
        if not series.baseline:
            failing = margins_of(claim, series, draws)
            assert not np.isnan(failing).any()
            assert (failing < 0).all(), series.label
