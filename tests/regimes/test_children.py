"""Points on the boundaries of conditions, and children of known points."""

import hashlib
from dataclasses import dataclass

import pytest

from theoremcheck import Regimes, choice, derived, integers, uniform


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    size: int
    name: str
    product: float


REGIMES = Regimes(
    Point,
    x=uniform(0.0, 1.0),
    y=uniform(0.0, 1.0),
    size=integers(1, 100),
    name=choice("plain", "scaled", "both"),
    product=derived(lambda r: r.x * r.y),
    where=lambda r: r.product <= 0.25,
)
PARENTS = REGIMES.spread(16, 0)
PINNED = {
    "edges": "1f5b028691490193",
    "children": "99bd22931e279cca",
    "few": "75777ba60b78475c",
    "spread": "6afa81e08598ef02",
    "corners": "975557967377bae1",
    "simpler": "dc43a5e4e0e36e1b",
}


@pytest.fixture(params=[REGIMES.edges, REGIMES.children], ids=["edges", "children"])
def offered(request):
    return request.param


def test_all_of_them_are_admitted(offered):
    found = offered(PARENTS, 256, 0)
    assert len(found) > 128
    assert all(REGIMES.admits(point) for point in found)


def test_each_comes_once_and_the_seed_decides_which(offered):
    found = offered(PARENTS, 64, 3)
    assert len(found) == len(set(found))
    assert found == offered(PARENTS, 64, 3) != offered(PARENTS, 64, 4)


def test_nothing_comes_of_no_points(offered):
    assert offered([], 8, 0) == []


def test_many_end_at_a_curved_boundary_where_conditions_cut_a_range_off(offered):
    """At most 2^-16 of a range away, over both fields."""
    found = [point for point in offered(PARENTS, 256, 0) if 0.25 - 4e-5 <= point.product <= 0.25]
    assert len(found) >= 16
    assert len({round(point.x, 2) for point in found}) >= 8


def test_what_no_condition_cuts_off_ends_at_the_very_end(offered):
    found = offered(PARENTS, 256, 0)
    for end in (dict(x=0.0), dict(y=0.0), dict(size=1), dict(size=100)):
        assert any(vars(point).items() >= end.items() for point in found)


def test_a_child_takes_from_both_parents():
    parents = [
        REGIMES.complete(dict(x=0.1, y=0.2, size=7, name="plain")),
        REGIMES.complete(dict(x=0.3, y=0.4, size=70, name="both")),
    ]
    found = REGIMES.children(parents, 64, 0)
    assert not set(found) & set(parents)
    assert any(point.x == 0.1 and point.y == 0.4 for point in found)
    assert any(point.size == 70 and point.name == "plain" for point in found)


def test_a_regime_of_one_point_has_no_children():
    single = Regimes(Point, x=0.5, y=0.5, size=1, name="plain", product=derived(lambda r: r.x * r.y))
    assert single.children(single.spread(1, 0), 8, 0) == []


def told(points):
    return hashlib.sha256("\n".join(map(repr, points)).encode()).hexdigest()[:16]


def test_evidence_of_earlier_searches_holds_because_the_points_stay_the_same():
    """Recorded before points were made in columns: every search that a run recorded asks for them again."""
    found = {
        "edges": REGIMES.edges(PARENTS, 256, 0),
        "children": REGIMES.children(PARENTS, 256, 0),
        "few": [point for seed in range(8) for point in REGIMES.children(PARENTS, 16, seed)],
        "spread": REGIMES.spread(200, 5),
        "corners": REGIMES.corners(64),
        "simpler": REGIMES.simplifications(PARENTS[3]),
    }
    assert {kind: told(points) for kind, points in found.items()} == PINNED
