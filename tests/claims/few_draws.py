"""The first draws of a claim's series, for tests of pages; under a key of their own, so that no edit changes them."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

__all__ = ["claim_of", "holds_and_controls_fail", "margins", "of_baselines", "of_controls", "own", "trials"]


def claim_of(topic, page):
    """The claim of a page of a topic, such as `xue2024.lemma`."""
    return import_module(f"claims.{topic}.{page}").CLAIM


def trials(claim, series, draws=3):
    """The trials of a series, none of which went wrong."""
    fixed = replace(series, specification="test")
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    made = list(recorder.train(fixed, draw_points(fixed, range(draws)), Precision.DECLARED))
    assert [trial.error for trial in made] == [None] * draws
    return made


def margins(claim, series, draws=3):
    """Their margins."""
    return np.array([trial.margin for trial in trials(claim, series, draws)])


def own(claim, draws=3):
    """Of the claim itself."""
    return margins(claim, series_of(claim)[0], draws)


def of_controls(claim, draws=3):
    """Of every control, by what it breaks."""
    return {series.breaks: margins(claim, series, draws) for series in series_of(claim) if series.breaks}


def of_positive_controls(claim, draws=3):
    """Of every positive control, by what it adds."""
    return {series.adds: margins(claim, series, draws) for series in series_of(claim) if series.adds}


def of_baselines(claim, draws=3):
    """Of every baseline, by when it is asked."""
    return {series.baseline: margins(claim, series, draws) for series in series_of(claim) if series.baseline}


def holds_and_controls_fail(claim, draws=3, controls=None):
    """The claim holds in every draw, and each control fails in every one; of controls other draws may be asked."""
    assert (own(claim, draws) > 0).all()
    for broken, found in of_controls(claim, controls or draws).items():
        assert np.isfinite(found).all() and (found < 0).all(), broken
