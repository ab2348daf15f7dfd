"""The claims on caption richness, on a few draws: they hold, and broken captions break them."""

import numpy as np
import pytest
import torch

from models.xue2024.sharing.model import least_concepts, least_richness, noise_share, samples_by_rule
from strategies.xue2024.captions import richness_plane
from strategies.xue2024.sharing import MOST_CONCEPTS, MOST_SAMPLES, PLENTY
from tests.claims.few_draws import claim_of, holds_and_controls_fail, trials
from theoremcheck.regimes import point_of
from theoremcheck.series.specification import series_of
from theoremcheck.streams import Streams, stream_key

PAGES = (
    "caption_richness_decides_whatever_the_spurious",
    "caption_richness_has_a_threshold",
    "rich_caption_accuracy_reaches_the_bound",
    "rich_captions_raise_accuracy",
)


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("xue2024.captions", page))


def test_both_sides_of_the_threshold_are_drawn_and_the_band_is_not():
    regimes = richness_plane()
    columns = regimes.sample(Streams(stream_key("plane", "test"), torch.arange(200)))
    drawn = [point_of(regimes.regime, columns, k) for k in range(200)]
    below = [point for point in drawn if point.richness <= 0.5]
    above = [point for point in drawn if point.richness >= 2]
    assert len(below) + len(above) == 200 and min(len(below), len(above)) > 50
    assert all(0 < point.kept_core <= 1 for point in drawn)


def test_only_the_minority_is_wrong_below_the_threshold():
    claim = claim_of("xue2024.captions", "caption_richness_has_a_threshold")
    for trial in trials(claim, series_of(claim)[0]):
        assert trial.observables["poor_accuracy"] == pytest.approx(0.5, abs=0.02)
        assert 2 * trial.observables["threshold"] < 1


def test_no_larger_details_are_affordable():
    """At the least noise in most dimensions, where the rule asks for least: details beyond the declared ranges."""
    axes = np.linspace(0.4, 0.7, 301), np.linspace(0.1, 0.7, 301), [1.0, 1.5]
    alpha, beta, b = (axis.flatten() for axis in np.meshgrid(*axes))
    m = np.ceil(3 * least_concepts(alpha, beta, b))
    kept, variance = 2 * least_richness(m, alpha, beta, b), 0.05**2 / (8 * m)
    affordable = (m <= MOST_CONCEPTS) & (noise_share(m, variance, alpha, beta, b, kept) <= 0.5) & (beta <= alpha)
    affordable &= PLENTY * samples_by_rule(m, variance, alpha, beta, b, kept) <= MOST_SAMPLES
    assert affordable.any()
    assert alpha[affordable].max() < 0.65 and beta[affordable].max() < 0.45
