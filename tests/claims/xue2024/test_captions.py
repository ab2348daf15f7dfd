"""The claims on caption richness, on a few draws: they hold, and broken captions break them."""

import pytest
import torch

from strategies.xue2024.captions import richness_plane
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
