"""The claims of data model 2 on a few draws: they hold, controls fail, and chance does not pass."""

import pytest
import torch

from models.xue2024.sharing.model import least_concepts, noise_share
from strategies.xue2024.sharing import many_concepts
from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_baselines
from theoremcheck.regimes import point_of
from theoremcheck.streams import Streams, stream_key

PAGES = ("details_of_other_classes_suffice", "supervised_learning_takes_the_tied_attribute")


@pytest.mark.parametrize("page", PAGES)
def test_claim_holds_and_its_controls_fail(page):
    holds_and_controls_fail(claim_of("xue2024.sharing", page))


@pytest.mark.parametrize("page", PAGES)
def test_chance_does_not_pass(page):
    for when, found in of_baselines(claim_of("xue2024.sharing", page)).items():
        assert (found < 0).all(), when


@pytest.mark.parametrize(("multiple", "allowed"), [(2.0, (2.0, 2.2)), (0.5, (0.45, 0.75))])
def test_concepts_are_counted_in_units_of_their_least_number(multiple, allowed):
    """And half as many keep the samples of twice as many: one hypothesis is broken, not two."""
    regimes, full = many_concepts(multiple), many_concepts()
    streams = Streams(stream_key("concepts", "test"), torch.arange(50))
    columns, others = regimes.sample(streams), full.sample(streams)
    for k in range(50):
        point, regular = point_of(regimes.regime, columns, k), point_of(full.regime, others, k)
        details = point.core_detail, point.spurious_detail, point.spurious_strength
        assert allowed[0] <= point.concepts / least_concepts(*details) <= allowed[1]
        assert point.samples == regular.samples
        variance = regular.noise**2 / regular.dim
        assert noise_share(regular.concepts, variance, *details) <= 0.5
