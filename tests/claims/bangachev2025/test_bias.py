"""The coordinate of the bias on a few draws, trained once: all three pages hold, and their control fails."""

import numpy as np
import pytest

from tests.claims.few_draws import claim_of, trials
from theoremcheck.series.specification import series_of

CLAIMS = tuple(
    claim_of("bangachev2025.bias", page)
    for page in (
        "plain_bias_ends_near_zero",
        "plain_bias_separates_the_modalities",
        "relative_bias_closes_the_gap",
    )
)


@pytest.mark.parametrize("which", ["claim", "control"])
def test_claims_hold_and_their_control_fails(which):
    series = next(each for each in series_of(CLAIMS[0]) if bool(each.breaks) == (which == "control"))
    made = trials(CLAIMS[0], series, 2)
    seen = {name: np.array([trial.observables[name] for trial in made]) for name in made[0].observables}
    for claim in CLAIMS:
        margin = claim.prediction.margin(seen)
        assert (margin >= 0).all() if which == "claim" else (margin < 0).all(), claim.name
