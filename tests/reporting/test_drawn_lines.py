"""Lines of theory in a picture: drawn where the picture has them, and spoken of only there."""

import re
from dataclasses import replace

import numpy as np
import pytest

from tests.reporting.conftest import ACCURACY, LINES, PLANES
from theoremcheck import Scatter
from theoremcheck.reporting.page.main_pictures import main_picture_body
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.drawn_lines import drawn_lines
from theoremcheck.reporting.pictures.rulers import Ruler

LINEAR = Ruler(0.0, 10.0, 0.0, 100.0), Ruler(0.0, 10.0, 100.0, 0.0)
LOG = Ruler(-2.0, 1.0, 0.0, 90.0, "log"), Ruler(-1.0, 1.0, 100.0, 0.0, "log")


def places(drawn):
    """The vertices of each drawn line."""
    return [[tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([^MLZ\"]+)", one)] for one in drawn]


def test_a_line_from_zero_begins_at_the_edge_of_logarithmic_axes():
    """y = x from (0, 0): the upper axis begins at 0.1, a third of the way along the other."""
    assert places(drawn_lines(*LOG, [((0.0, 0.0), (1.0, 1.0))], "line")) == [[(30.0, 100.0), (60.0, 50.0)]]
    assert places(drawn_lines(*LOG, [((1.0, 1.0), (0.0, 0.0))], "line")) == [[(60.0, 50.0), (30.0, 100.0)]]


def test_a_line_from_zero_is_as_it_is_on_linear_axes():
    assert places(drawn_lines(*LINEAR, [((0.0, 0.0), (5.0, 5.0))], "line")) == [[(0.0, 100.0), (50.0, 50.0)]]


@pytest.mark.parametrize("line", [((20.0, 0.0), (30.0, 5.0)), ((0.0, 11.0), (11.0, 30.0)), ()])
def test_a_line_of_which_one_sees_nothing_is_not_drawn(line):
    assert drawn_lines(*LINEAR, [line], "line") == []
    assert drawn_lines(*LOG, [line[:0] or ((1e-4, 1e-4), (1e-3, 1e-3)), ((0.0, 0.0), (1e-3, 1e-3))], "line") == []


def test_a_line_is_seen_though_both_ends_lie_outside():
    assert len(drawn_lines(*LINEAR, [((-5.0, 5.0), (50.0, 6.0))], "line")) == 1


def test_a_path_has_a_gap_where_a_place_is_infinite():
    path = svg.line(np.array([0.0, 1.0, -np.inf, 3.0, 4.0]), np.array([0.0, 1.0, 2.0, np.inf, 4.0]), "line")
    assert 'd="M0.0 0.0L1.0 1.0M4.0 4.0"' in path


def test_a_band_reaches_beyond_the_picture_where_its_end_is_infinite():
    assert "9999" in svg.area(np.array([0.0, 1.0]), np.array([np.inf, 5.0]), np.array([1.0, 2.0]), "band")


@pytest.mark.parametrize(
    ("lines", "said"),
    [((((8.0, 0.01), (32.0, 0.05)),), True), ((((800.0, 1.0), (900.0, 2.0)),), False), ((), False)],
)
def test_a_caption_speaks_of_a_line_where_one_is_drawn(entry, lines, said):
    scatter = Scatter("planted.ladder", "size", "noise", (), ("draws",), lines, "Draws.", dashed="both are equal")
    body = main_picture_body(scatter, {"planted.ladder": entry("ladder")}, "key")
    assert ("Dashed: both are equal." in body) == ("line c5 dashed" in body) == said


def test_a_map_speaks_of_the_lines_that_it_has():
    (plane,), (surface,), (line,) = PLANES.maps, ACCURACY.surfaces, LINES.maps
    far = (((1e9, 1e9), (2e9, 2e9)),)
    assert "The line is where" in plane.body("key") and "Dashed" not in plane.body("key", far)
    assert "The line is where" not in replace(plane, lines=()).body("key")
    assert "The line is where" in surface.body("key")
    assert "The line is where" not in replace(surface, lines=()).body("key")
    assert "The band ends" in line.body("key") and "The band ends" not in replace(line, crossings=()).body("key")
