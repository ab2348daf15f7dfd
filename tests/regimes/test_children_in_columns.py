"""Children made in columns are those made one by one: recorded searches ask for exactly these points."""

from pathlib import Path

import numpy as np
import pytest

from tests.planted_shapes import shaped
from tests.regimes import children_one_by_one
from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.falsifier.descending import _downhill
from theoremcheck.falsifier.quadratic import fitted
from theoremcheck.regimes import children
from theoremcheck.regimes.children import Breeding

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def declared():
    """Every declaration of the catalogue, once."""
    every = [item.claim.regimes.declaration for item in catalogue_here(ROOT).found]
    return list({id(regimes): regimes for regimes in every if regimes is not None}.values())


def offered(made, regimes):
    """What a search asks for: edges, a generation, and twice the first steps on a quadratic."""
    cover = regimes.spread(24, 1)[:16] + regimes.corners(4)
    asked = ((2, 64), (0, 16), (1, 16), (0, 16))
    return [made.edges(regimes, cover, 32, 0), *(made.children(regimes, cover, count, seed) for seed, count in asked)]


def test_the_catalogues_regimes_get_the_same_points(declared):
    assert len(declared) > 100
    for regimes in declared:
        fast, slow = offered(children, regimes), offered(children_one_by_one, regimes)
        assert (fast, repr(fast)) == (slow, repr(slow))


def downhill(regimes, margins, offered, count):
    """The evolution on a quadratic, point by point."""
    quadratic = fitted(regimes.levels(list(margins)), np.array(list(margins.values())))

    def least(points, kept):
        return [points[row] for row in np.argsort(quadratic(regimes.levels(points)), kind="stable")[:kept]]

    points = list(offered)
    for step in range(6):
        best = least(points, 16)
        points = list(dict.fromkeys([*best, *children_one_by_one.children(regimes, best, 16, step)]))
    return least([point for point in points if point not in margins], count)


def test_a_walk_on_a_quadratic_goes_the_same_way():
    regimes, noise = shaped(), np.random.default_rng(0)
    margins = {point: point.load + noise.normal() for point in regimes.spread(128, 0)}
    breeding = Breeding(regimes)
    for seed in range(4):
        flock = breeding.children(breeding.flock(list(margins)[:16]), 64, seed)
        standing = breeding.flock(list(margins)).places.levels
        found = _downhill(breeding, margins, standing, flock, 8)
        assert found == downhill(regimes, margins, flock.points, 8)
