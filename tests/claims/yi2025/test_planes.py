"""All pairs on two hyperplanes, on a few draws: both claims hold, and their controls fail."""

import pytest

from tests.claims.few_draws import claim_of, holds_and_controls_fail, of_controls, own

CONES = claim_of("yi2025.planes", "tight_cones_on_planes_keep_the_angle")
POINTS = claim_of("yi2025.planes", "planes_alone_make_no_centroid_gap")


def test_tight_cones_keep_the_angle():
    holds_and_controls_fail(CONES, draws=100)


def test_it_repairs_the_printed_theorem():
    assert CONES.repairs == claim_of("yi2025.centre_pair", "subspace_centre_pair_as_printed").name


def test_free_points_close_the_distance_and_most_cones_keep_it():
    """Of cones some stay at a saddle in C, from where no orientation leads out; most do not."""
    assert (own(POINTS) > 0).all()
    (found,) = of_controls(POINTS, 12).values()
    assert (found < 0).mean() > 0.5


@pytest.mark.parametrize("claim", [CONES, POINTS], ids=lambda claim: claim.name)
def test_they_are_ours(claim):
    assert claim.source.exactness == "reconstructed"
