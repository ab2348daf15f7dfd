"""No surface shows more than the evidence does: lower bounds are rounded down, upper bounds up."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theoremcheck import Verdict
from theoremcheck.reporting import Record, failure_text, table
from theoremcheck.reporting.badges import claim_badge
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.entry_words import holds_for
from theoremcheck.reporting.findings import shown
from theoremcheck.reporting.overview import overview_of
from theoremcheck.reporting.page import page_of
from theoremcheck.reporting.summary import summary_of
from theoremcheck.reporting.words import short
from theoremcheck.statistics import (
    at_least,
    at_most,
    down,
    down_to_digits,
    lower_bound,
    up,
    up_to_digits,
    upper_bound,
)

SHARES = st.integers(1, 400).flatmap(lambda draws: st.tuples(st.integers(0, draws), st.just(draws)))

SURFACES = {
    "table": lambda entry: table([Record(entry, spent=1, seconds=1.0)])[-1],
    "badge": lambda entry: claim_badge(entry).message,
    "summary": lambda entry: summary_of([entry], "quick"),
    "finding": shown,
    "overview": lambda entry: overview_of([entry]),
    "page": lambda entry: page_of(report_of([entry], "quick")),
    "list": holds_for,
}


def number(text):
    return float(text.removesuffix("\u00a0%")) / 100


@given(SHARES, st.sampled_from([0.01, 0.05, 0.1]))
def test_printed_bounds_lie_outside_the_true_ones(counts, alpha):
    lower, upper = lower_bound(*counts, alpha), upper_bound(*counts, alpha)
    assert number(at_least(lower)) <= lower and upper <= number(at_most(upper))
    assert float(down(lower, 4)) <= lower and upper <= float(up(upper, 4))


@given(st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6), st.integers(1, 6))
def test_digits_are_dropped_outward(value, digits):
    low, high = down_to_digits(value, digits), up_to_digits(value, digits)
    assert low <= value <= high and high - low <= abs(value) * 10.0 ** (1 - digits) * 1.001


@given(st.integers(0, 1000).map(lambda thousandths: thousandths / 1000))
def test_a_decimal_stays_what_it_is(share):
    assert number(at_least(share)) == number(at_most(share)) == pytest.approx(share)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("counts", [(74, 74), (73, 74), (36, 36), (377, 377), (118, 123)])
def test_every_surface_rounds_a_lower_bound_down(entry, surface, counts):
    lower = lower_bound(*counts, 0.05)
    text = SURFACES[surface](bounded(entry("heads"), lower, 1.0, Verdict.SUPPORTED))
    assert percentages(text) & {at_least(lower)} and not any(lower < one < lower + 2e-3 for one in shares(text))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("counts", [(0, 8), (3, 8), (17, 40)])
def test_every_surface_rounds_an_upper_bound_up(entry, surface, counts):
    upper = upper_bound(*counts, 0.05)
    text = SURFACES[surface](bounded(entry("heads"), 0.0, upper, Verdict.REFUTED))
    assert percentages(text) & {at_most(upper)} and not any(upper - 2e-3 < one < upper for one in shares(text))


def test_a_failure_text_rounds_both_outward(entry):
    text = failure_text(bounded(entry("heads"), 0.94996, 0.98764321, Verdict.UNDECIDED))
    assert "above 0.9499, and below 0.9877" in text


def bounded(entry, lower, upper, verdict):
    """The entry as if its draws had these bounds and nothing else were known of it."""
    decided = None if verdict is Verdict.UNDECIDED else str(verdict)
    series = replace(entry.series, lower=lower, upper=upper, decided=decided)
    return replace(entry, verdict=verdict, series=series, controls=(), seen={})


def percentages(text):
    return {f"{found}\u00a0%" for found in re.findall(r"([0-9.]+)[\u00a0 ]%", text)}


def shares(text):
    return [number(one) for one in percentages(text)]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (100, 2, "100"),
        (120.0, 2, "120"),
        (999.96, 3, "1000"),
        (0.5, 2, "0.5"),
        (-250.0, 2, "−250"),
        (1234.5, 3, "1234.5"),
    ],
)
def test_a_number_that_a_reader_can_say_has_no_exponent(value, digits, text):
    assert short(value, digits) == text
