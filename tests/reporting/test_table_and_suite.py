"""What the terminal says of searches, and what they weigh in the level of the suite."""

from math import exp, log

import pytest

from theoremcheck.reporting import suite_of
from theoremcheck.reporting.table import table


def record(verdict="supported", expected="supported", decided="supported", finding=None, log_e=0.0, **series):
    return {
        "name": "planted.claim",
        "verdict": verdict,
        "expected": expected,
        "as_expected": verdict == expected,
        "message": "",
        "series": dict(log_e_support=3.0, log_e_refute=-5.0, draws=74, lower=0.95, upper=1.0, decided=decided) | series,
        "controls": [],
        "caught": 0,
        "spent": 1,
        "seconds": 1.0,
        "experiment_seconds": 0.5,
        "search": finding and {"finding": finding, "counterexample": {"log_e": log_e}},
    }


def test_a_counterexample_is_named_beside_the_bound_of_the_draws():
    line = table([record("refuted", "refuted", finding="stays", log_e=9.0)])[-1]
    assert ">= 95.0%" in line and line.endswith("refuted by a counterexample")


def test_a_finite_size_effect_is_named():
    assert table([record(finding="fades")])[-1].endswith("a finite-size effect was found")


def test_a_claim_without_findings_says_nothing():
    assert table([record(finding="none")])[-1].endswith("1.0")


@pytest.mark.parametrize(
    ("finding", "log_e", "mean"), [("stays", 9.0, 0.5 * (exp(4) + exp(9))), ("none", 0, exp(4) / 2)]
)
def test_against_a_theorem_stands_the_mean_of_two_e_values(finding, log_e, mean):
    """One claim alone is kept at level 1 / e."""
    known = record("refuted", "refuted", "refuted", finding, log_e, log_e_refute=4.0)
    assert suite_of([known]).ebh_level == pytest.approx(1 / mean)


def test_for_a_theorem_stand_its_draws_alone():
    assert suite_of([record(finding="none", log_e_support=log(50))]).ebh_level == pytest.approx(1 / 50)


def test_what_was_not_searched_has_the_draws_alone():
    known = record("refuted", "refuted", "refuted", log_e_refute=log(80))
    assert suite_of([known]).ebh_level == pytest.approx(1 / 80)
