"""Outcomes become evidence in one place; what has no outcome counts as the caller says."""

from math import log

import numpy as np
import pytest

from theoremcheck.statistics import log_e_refute, log_e_support, lower_bound, upper_bound
from theoremcheck.weighing import Outcomes, Stratum, Unusable, weigh_outcomes

ALPHA = 0.05


def outcomes(holds, fails, unusable, required=0.9):
    margins = np.array([1.0] * holds + [-1.0] * fails + [np.nan] * unusable)
    return Outcomes(margins, ~np.isnan(margins), margins > 0, required)


@pytest.mark.parametrize(
    ("rule", "holds", "failures"),
    [(Unusable.FAILS, 7, 5), (Unusable.HOLDS, 9, 3), (Unusable.HELPS_NEITHER, 7, 3)],
)
def test_each_rule_counts_what_gave_no_outcome_in_its_way(rule, holds, failures):
    weight = weigh_outcomes(outcomes(7, 3, 2), ALPHA, rule)
    assert (weight.trials, weight.holds, weight.failures, weight.unusable) == (12, holds, failures, 2)
    assert weight.log_e_holds == pytest.approx(float(log_e_support(holds, 12, 0.9)))
    assert weight.log_e_fails == pytest.approx(float(log_e_refute(12 - failures, 12, 0.9)))


def test_bounds_hold_whatever_the_unusable_ones_would_have_been():
    weight = weigh_outcomes(outcomes(7, 3, 2), ALPHA, Unusable.HELPS_NEITHER)
    assert weight.lower == lower_bound(7, 12, ALPHA) and weight.upper == upper_bound(9, 12, ALPHA)


@pytest.mark.parametrize(("fails", "decided"), [(0, "holds"), (12, "fails"), (2, "undecided")])
def test_a_decision_falls_where_an_e_value_reaches_one_over_alpha(fails, decided):
    weight = weigh_outcomes(outcomes(40 - fails, fails, 0), ALPHA, Unusable.FAILS)
    assert weight.decided == decided
    assert (max(weight.log_e_holds, weight.log_e_fails) >= log(1 / ALPHA)) == (decided != "undecided")


def test_of_nothing_nothing_is_decided():
    weight = weigh_outcomes(outcomes(0, 0, 0), ALPHA, Unusable.FAILS)
    assert (weight.trials, weight.decided, weight.lower, weight.upper) == (0, "undecided", 0.0, 1.0)
    assert not weight.nothing_usable
    assert weigh_outcomes(outcomes(0, 0, 4), ALPHA, Unusable.HOLDS).nothing_usable


def test_what_is_required_at_each_draw_divides_them_into_strata():
    found = outcomes(25, 5, 2, required=np.array([0.9] * 20 + [0.8] * 12))
    weight = weigh_outcomes(found, ALPHA, Unusable.HELPS_NEITHER)
    assert weight.strata == (Stratum(0.8, 12, 5, 5), Stratum(0.9, 20, 20, 0))
    assert weight.required == pytest.approx((20 * 0.9 + 12 * 0.8) / 32)
    assert weight.log_e_holds == pytest.approx(float(log_e_support(5, 12, 0.8)))


def test_a_required_number_is_one_stratum():
    (stratum,) = weigh_outcomes(outcomes(7, 3, 0), ALPHA, Unusable.FAILS).strata
    assert stratum == Stratum(0.9, 10, 7, 3)
