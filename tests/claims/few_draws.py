"""The first draws of a claim's series, for tests of pages: margins, under a key of the test's own."""

from dataclasses import replace

import numpy as np
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

__all__ = ["margins", "of_controls", "of_positive_controls", "own"]


def margins(claim, series, draws):
    """Of a series; no edit of the page changes the draws."""
    fixed = replace(series, specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    trials = recorder.train(fixed, draw_points(fixed, range(draws)), Precision.DECLARED)
    assert [trial.error for trial in trials] == [None] * draws
    return np.array([trial.margin for trial in trials])


def own(claim, draws):
    """Of the claim itself."""
    return margins(claim, series_of(claim)[0], draws)


def of_controls(claim, draws):
    """Of every control, by what it breaks."""
    return {series.breaks: margins(claim, series, draws) for series in series_of(claim) if series.breaks}


def of_positive_controls(claim, draws):
    """Of every positive control, by what it adds."""
    return {series.adds: margins(claim, series, draws) for series in series_of(claim) if series.adds}
