"""The grey of a picture along a scale holds the curves that the prediction allows, and no others."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.reporting.conftest import ladder_claim, run
from theoremcheck.predictions import (
    AllOf,
    AtMost,
    DecaysAtLeastAsFastAs,
    NeverAbove,
    SlopeBetween,
    Vanishes,
)
from theoremcheck.reporting import entries_of
from theoremcheck.reporting.pictures.allowed_slopes import AllowedSlopes, allowed_slopes
from theoremcheck.reporting.pictures.recorded_curves import Curve, RecordedCurves
from theoremcheck.running import BUDGETS

X = np.array([8.0, 16.0, 64.0, 512.0])
LAW = np.log(X) / X
"""No power of x: its own slope is one by least squares."""
OBSERVED = 3 / X * np.array([1.1, 0.9, 1.0, 1.02])

TWO_SIDED = Vanishes("v", "x", "law", slope_band=0.2, log_spread=9.0)
ONE_SIDED = DecaysAtLeastAsFastAs("v", "x", "law", slope_band=0.2)
RATES = {
    "like a law": TWO_SIDED,
    "at least as fast as a law": ONE_SIDED,
    "between slopes": SlopeBetween("v", "x", rate=-0.5, low=-0.7, high=-0.4),
    "at most a slope": SlopeBetween("v", "x", rate=-0.5, high=-0.4),
    "at most a growth": SlopeBetween("v", "x", rate=0.5, high=0.6),
}


@pytest.mark.parametrize("prediction", RATES.values(), ids=RATES)
@pytest.mark.parametrize("far", [-40.0, -3.0, -0.75, -0.25, -0.15, 0.0, 0.15, 0.25, 0.55, 0.65, 3.0])
def test_a_curve_lies_in_the_grey_just_where_the_prediction_holds(prediction, far):
    (allowed,) = allowed_slopes(prediction, "x")
    law = LAW if allowed.beyond else np.ones(len(X))
    curve = law * X**far
    holds = prediction.margin({"v": curve[None], "x": X[None], "law": LAW[None]})[0] >= 0
    places, *ends = allowed.between(X, OBSERVED, LAW if allowed.beyond else None)
    level = np.exp(np.log(OBSERVED).mean() - np.log(curve).mean())
    rungs = [int(np.flatnonzero(np.isclose(places, x))[0]) for x in X]
    low, high = np.minimum(*ends)[rungs], np.maximum(*ends)[rungs]
    inside = ((low <= level * curve * (1 + 1e-9)) & (level * curve <= high * (1 + 1e-9))).all()
    assert inside == holds


def test_where_all_falls_are_allowed_the_grey_has_no_steepest_curve():
    (allowed,) = allowed_slopes(ONE_SIDED, "x")
    places, steepest, flattest = allowed.between(X, OBSERVED, LAW)
    assert places[2] == places[3] == pytest.approx(np.exp(np.log(X).mean()))
    assert steepest.tolist() == [np.inf] * 3 + [0.0] * 3 and flattest[2] == flattest[3]


def test_places_need_not_rise():
    (allowed,) = allowed_slopes(TWO_SIDED, "x")
    assert_allclose(allowed.between(X[::-1], OBSERVED[::-1], LAW[::-1]), allowed.between(X, OBSERVED, LAW))


def test_a_prediction_made_of_others_allows_what_each_of_them_does():
    inner = AllOf((SlopeBetween("v", "x", rate=-0.5, low=-0.7, high=-0.4), NeverAbove("v", "law")))
    assert allowed_slopes(AllOf((ONE_SIDED, inner)), "x") == (
        AllowedSlopes("v", "law", None, 0.2),
        AllowedSlopes("v", None, -0.7, -0.4),
    )


def test_other_predictions_and_other_abscissas_have_none():
    assert allowed_slopes(AtMost("v", 1.0), "x") == allowed_slopes(TWO_SIDED, "time") == ()


def picture(*allowed, log_y=True):
    def curve(name, values, reference):
        values = tuple(values.tolist())
        return Curve(name, True, reference, values, values, values, rate=None)

    curves = (curve("v", OBSERVED, False), curve("law", LAW, True))
    return RecordedCurves("x", True, 20, tuple(X.tolist()), True, log_y, allowed, curves)


def drawn(body):
    """The corners of each grey."""
    paths = re.findall(r'<path class="allowed" d="([^"]*)"', body)
    return [[tuple(map(float, corner)) for corner in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", path)] for path in paths]


def test_the_caption_says_to_which_side_slopes_are_free():
    said = {
        name: re.search("Grey: [^<]*", picture(*allowed_slopes(rate, "x")).body("key"))[0]
        for name, rate in RATES.items()
    }
    grey = "Grey: the slopes that the claim allows, of v: "
    assert {name: words.removeprefix(grey) for name, words in said.items()} == {
        "like a law": "within 0.2 of that of law.",
        "at least as fast as a law": "at most 0.2 above that of law, and all below.",
        "between slopes": "\u22120.7 to \u22120.4.",
        "at most a slope": "at most \u22120.4.",
        "at most a growth": "at most 0.6.",
    }


def test_a_grey_that_is_open_below_is_cut_off_by_the_picture_alone():
    (corners,) = drawn(picture(*allowed_slopes(ONE_SIDED, "x")).body("key"))
    steepest, flattest = corners[: len(corners) // 2], corners[len(corners) // 2 :][::-1]
    assert [y for _, y in steepest] == [-9999.0] * 3 + [9999.0] * 3  # an axis upwards, whose places fall
    assert all(abs(y) < 300 for _, y in flattest) and [x for x, _ in steepest] == [x for x, _ in flattest]


def test_a_band_is_closed_in_the_middle_of_the_curve():
    (corners,) = drawn(picture(*allowed_slopes(TWO_SIDED, "x")).body("key"))
    half = len(corners) // 2
    heights = [abs(one[1] - other[1]) for one, other in zip(corners[:half], corners[half:][::-1], strict=True)]
    assert heights[2] == heights[3] == 0 < min(heights[:2] + heights[4:])
    assert all(left > right for left, right in pairwise(heights[:3]))


def test_no_grey_is_named_that_is_not_drawn():
    body = picture(*allowed_slopes(ONE_SIDED, "x"), log_y=False).body("key")
    assert drawn(body) == [] and "Grey" not in body
    hidden = replace(picture(*allowed_slopes(ONE_SIDED, "x")), curves=picture().curves[:1]).body("key")
    assert drawn(hidden) == [] and "Grey" not in hidden


def test_each_part_has_its_grey():
    parts = allowed_slopes(AllOf((ONE_SIDED, RATES["between slopes"])), "x")
    body = picture(*parts).body("key")
    assert len(drawn(body)) == 2 and "and all below; of v: \u22120.7 to \u22120.4." in body


def test_of_a_rate_among_others_the_law_is_theorys_and_the_slopes_are_known(tmp_path):
    made = ladder_claim()
    bound = NeverAbove("value", "law", slack=1.0, because="the exponent scatters")
    claim = replace(made, prediction=AllOf((made.prediction, bound)))
    run(claim, tmp_path)
    (entry,) = entries_of([claim], tmp_path, BUDGETS["quick"])
    curves = entry.seen["curves"]
    assert [(curve.name, curve.reference) for curve in curves.curves] == [("value", False), ("law", True)]
    assert curves.allowed == (AllowedSlopes("value", "law", -0.2, 0.2),)
