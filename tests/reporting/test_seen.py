"""The numbers behind the pictures, against what they are by definition."""

import re
from math import log

import numpy as np
import pytest

from theoremcheck.reporting.pictures.allowed_slopes import AllowedSlopes
from theoremcheck.reporting.pictures.margin_by_field import MarginByField, TellingField
from theoremcheck.reporting.pictures.numbers import histogram
from theoremcheck.reporting.pictures.regime_marginals import ConstantField
from theoremcheck.reporting.pictures.sensitivity import sensitivity_of
from theoremcheck.statistics import log_e_refute, log_e_support

ALPHA = 0.05


def judged_at(margins, shift, required):
    """The verdict that a threshold shifted by so much would have had."""
    held = int((margins > shift).sum())
    if log_e_support(held, len(margins), required) >= -log(ALPHA):
        return "supported"
    return "refuted" if log_e_refute(held, len(margins), required) >= -log(ALPHA) else "undecided"


@pytest.mark.parametrize("mean", [-1.0, 0.5, 4.0])
@pytest.mark.parametrize("required", [0.5, 0.9])
def test_the_verdict_changes_exactly_at_the_shifts_that_are_named(mean, required):
    margins = np.random.default_rng(1).normal(mean, 1.0, 200).round(2)
    shifts = sensitivity_of(margins, required, ALPHA)
    for shift in np.unique(np.concatenate([margins, margins - 0.005, [margins.max() + 1]])):
        expected = "undecided"
        if shift < shifts.supported_below:
            expected = "supported"
        elif shift >= shifts.refuted_above:
            expected = "refuted"
        assert judged_at(margins, shift, required) == expected


def test_too_few_draws_support_at_no_threshold():
    assert sensitivity_of(np.ones(5), 0.95, ALPHA).supported_below is None


def test_a_draw_without_outcome_fails_at_every_threshold():
    shifts = sensitivity_of(np.array([1.0] * 40 + [np.nan] * 40), 0.9, ALPHA)
    assert (shifts.supported_below, shifts.refuted_above) == (None, None)


def test_thresholds_that_differ_from_draw_to_draw_are_weighed_each():
    margins, required = np.linspace(0.1, 1.0, 80), np.resize([0.5, 0.7], 80)
    shifts = sensitivity_of(margins, required, ALPHA)
    assert 0.1 < shifts.supported_below < shifts.refuted_above < 1.0


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [1e-6, 1.0, 1e6], [-5.0, 0.0, 1e9], [0.0, 0.0], [-3.0], [7.0]])
@pytest.mark.parametrize("through_zero", [False, True])
def test_a_histogram_counts_every_value(values, through_zero):
    shown = histogram(np.array(values), 12, through_zero=through_zero)
    assert sum(shown.counts) == len(values) and len(shown.edges) == len(shown.counts) + 1
    assert list(shown.edges) == sorted(shown.edges) and (not through_zero or 0.0 in shown.edges)


@pytest.mark.parametrize("values", [[-1.0, 0.0], [-0.5, -0.25, 0.0, 0.0], [-1e9, -1.0, -1e-9, 0.0], [0.0]])
def test_a_margin_of_zero_is_in_the_bin_above(values):
    seen = histogram(np.array(values), 12, through_zero=True)
    assert seen.counts[seen.edges.index(0.0)] == values.count(0.0)


def test_no_bin_of_margins_holds_both_sides_of_the_threshold():
    margins = np.random.default_rng(0).normal(0.3, 1.0, 500)
    seen = histogram(margins, 32, through_zero=True)
    below = sum(count for count, high in zip(seen.counts, seen.edges[1:], strict=True) if high <= 0)
    assert below == (margins < 0).sum()


def test_the_path_ends_at_the_e_values_of_the_verdict(entry):
    series, path = entry("heads").series, entry("heads").seen["path"]
    assert path.draws[-1] == series.draws and path.holds[-1] == series.holds
    assert path.log10_support[-1] == pytest.approx(series.log_e_support / log(10), abs=1e-3)
    assert path.log10_refute[-1] == pytest.approx(series.log_e_refute / log(10), abs=1e-3)


def test_the_exponent_of_a_ladder_is_found_with_an_interval(entry):
    curves = entry("ladder").seen["curves"]
    value, law = curves.curves
    assert (value.name, value.reference, law.name, law.reference) == ("value", False, "law", True)
    # Slopes scatter by 0.05 at most, and 36 draws have a mean that does by a sixth of that: five of these.
    assert value.rate.low < value.rate.slope < value.rate.high
    assert value.rate.slope == pytest.approx(-1.0, abs=0.042)
    assert law.rate.slope == pytest.approx(-1.0)
    assert curves.log_x and curves.log_y and curves.allowed == (AllowedSlopes("value", "law", -0.2, 0.2),)


def test_a_claim_of_numbers_has_no_curves(entry):
    assert "curves" not in entry("heads").seen


def test_every_draw_is_in_the_marginals(entry):
    regime, draws = entry("ladder").seen["regime"], entry("ladder").series.draws
    assert {field.name: sum(field.counts) for field in regime.spread} == {"size": draws, "noise": draws}
    assert regime.constants == (ConstantField("exponent", comment="", value=-1.0),)


def test_a_field_is_shown_on_the_axis_of_its_law(entry):
    """Sizes are drawn evenly in the logarithm, from 8 to 32; noise is drawn evenly."""
    seen = entry("ladder").seen
    assert {field.name: field.scale for field in seen["regime"].spread} == {"size": "log", "noise": "linear"}
    assert {field.name: field.log for field in seen["pairs"].fields} == {"size": True, "noise": False}
    assert seen["draws"].column("size").log and not seen["draws"].column("noise").log


def test_the_draws_have_margins_fields_and_observables(entry):
    draws = entry("ladder").seen["draws"]
    names = [column.name for column in draws.columns]
    assert names[:3] == ["the claim's margin", "size", "noise"] and {"value, first", "value, last"} <= set(names)
    assert all(len(column.values) == len(draws.fails) for column in draws.columns)


def test_a_field_is_shown_with_the_papers_symbol(entry):
    fields = {field.name: field.comment for field in entry("ladder").seen["regime"].spread}
    assert fields == {"size": "n", "noise": "sigma, of the exponent"}


def test_what_was_run_is_said_in_the_experiments_words_without_its_shapes(entry):
    said = "A value that decays along the ladder, and the law that predicts it."
    assert entry("ladder").experiment == said


def test_fields_are_ranked_by_what_they_say_about_the_margin(entry):
    (field, *_) = entry("heads").seen["pairs"].fields
    assert field.name == "tilt" and abs(field.rank_correlation) < 0.6


def test_a_field_called_margin_is_not_taken_for_the_claims():
    """Two panels show the claim's margin, whose threshold is 0; a field has none."""
    fields = (
        TellingField("margin", 0.9, (0.1, 1.0, 10.0), log=True),
        TellingField("size", 0.5, (-1.0, 0.0, 1.0), log=False),
    )
    body = MarginByField(fields, (-1.0, 0.5, 1.0), (True, False, False), "linear").body("key")
    assert body.count('class="threshold"') == 2 and not re.search(r"[ M]-?inf", body)
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)<', body) == ["margin", "size", "the claim&#39;s margin"]
