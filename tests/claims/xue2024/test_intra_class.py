"""The claims of data model 1 on a few draws, their conditions, and the order of both learners."""

import numpy as np
import pytest
import torch

from claims.xue2024.intra_class import contrastive_beats_supervised
from claims.xue2024.intra_class.groups import minority_error
from claims.xue2024.paper import LEARNED, LEAST_FALL
from models.xue2024.intra_class.separator import CountedGroups
from strategies.xue2024.intra_class import corollary, worst_group
from tests.claims.few_draws import claim_of, holds_and_controls_fail, margins, of_baselines, trials
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.series.specification import series_of
from theoremcheck.streams import Streams, stream_key

PAGES = (
    "contrastive_accuracy_reaches_the_bound",
    "contrastive_at_81_and_supervised_at_two_thirds",
    "contrastive_beats_supervised_where_classes_overlap",
    "core_outweighs_spurious_by_the_cross_covariance",
    "supervised_learning_fails_in_the_minority",
    "trained_contrastive_accuracy_reaches_the_bound",
)


def points(regimes, count):
    columns = regimes.sample(Streams(stream_key("intra class", "regimes"), torch.arange(count)))
    return [point_of(regimes.regime, columns, k) for k in range(count)]


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("xue2024.intra_class", page))


def test_the_comparison_without_its_condition_fails_and_with_it_holds():
    claim = contrastive_beats_supervised.CLAIM
    own, control, positive = (margins(claim, series) for series in series_of(claim))
    assert (own < 0).all() and (control < 0).all() and (positive > 0).all()


@pytest.mark.parametrize("page", ["supervised_learning_fails_in_the_minority", PAGES[-1]])
def test_nothing_that_has_not_learned_passes(page):
    for when, found in of_baselines(claim_of("xue2024.intra_class", page)).items():
        assert (found < 0).all(), when


@pytest.mark.parametrize("regimes", [worst_group(), corollary()])
def test_constants_are_those_of_the_theorem(regimes):
    for point in points(regimes, 50):
        majority = point.minority * point.odds
        assert point.minority >= 100 and point.core_spread >= 1
        assert majority / (majority + point.minority) >= 1 - 1 / 2001
        assert float(point.spurious_spread) ** 2 <= 1 / (16 * np.log(100 * majority)) * (1 + 1e-12)
        assert float(point.noise) ** 2 <= majority / 600**2 * (1 + 1e-12)


def test_a_control_is_caught_by_the_theorem_s_own_inequality():
    """Not by the condition that the separator has learned: in most controls the majority is right."""
    claim = claim_of("xue2024.intra_class", "supervised_learning_fails_in_the_minority")
    for series in series_of(claim)[1:]:
        if not series.baseline:
            for trial in trials(claim, series):
                assert trial.observables["minority_error"] < 2 / 3


def test_the_spurious_feature_outweighs_the_core():
    """As measured at the literal constants: fifteen times, at the limits of both variances."""
    point = CountedGroups(minority=100, odds=2000, core_spread=1.0, spurious_share=1.0, noise_share=1.0)
    found = minority_error(
        batch_of([point], torch.float64, torch.device("cpu")), Streams(stream_key("weights", "test"), torch.arange(1))
    )
    assert float(found["spurious_weight"] / found["core_weight"]) == pytest.approx(15, rel=0.15)
    assert float(found["minority_error"]) == pytest.approx(1, abs=1e-6)
    assert float(found["majority_accuracy"]) > LEARNED


def test_the_bar_tells_a_rate_from_what_levels_off():
    """The bar lies between the slope of a root and those of what must not pass, on four rungs and on three."""
    for rungs in (3, 4):
        samples = 4.0 ** np.arange(rungs)[None]
        root = samples**-0.5
        levelled, half = (float(log_slope(samples, curve)[0]) for curve in (root + root[:, -1:], root**0.5))
        assert -0.5 < LEAST_FALL < levelled < half
