"""What the terminal says of searches, and what they weigh in the level of the suite."""

from dataclasses import replace
from math import exp, log

import pytest

from tests.reporting.conftest import SEARCH
from theoremcheck import Verdict
from theoremcheck.reporting import Record, record_from, record_text, suite_line, suite_of, table
from theoremcheck.reporting.suite import FixedLevel
from theoremcheck.reporting.words import e_value


@pytest.fixture
def planted(entry):
    """A claim of a made-up verdict, whose search found something, or nothing, or was not made."""

    def make(verdict="supported", decided="supported", finding=None, log_e=0.0, **series):
        heads = entry("heads")
        numbers = dict(log_e_support=3.0, log_e_refute=-5.0, lower=0.95, upper=1.0, decided=decided) | series
        example = replace(SEARCH.counterexample, log_e=log_e) if finding != "none" else None
        return replace(
            heads,
            verdict=Verdict(verdict),
            expected=Verdict(verdict),
            series=replace(heads.series, **numbers),
            search=finding and replace(SEARCH, finding=finding, counterexample=example),
        )

    return make


def line(entry):
    return table([Record(entry, spent=1, seconds=1.0)])[-1]


def test_a_counterexample_is_named_beside_the_bound_of_the_draws(planted):
    shown = line(planted("refuted", finding="stays", log_e=9.0))
    assert ">= 95 %" in shown and shown.endswith("a counterexample fails in 40 of 64 replicates")


def test_the_e_value_beside_it_is_the_counterexamples(planted):
    shown = line(planted("refuted", finding="stays", log_e=9.0, log_e_support=12.0))
    assert f" {e_value(9.0)} " in shown and e_value(12.0) not in shown


def test_a_finite_size_effect_is_named(planted):
    assert line(planted(finding="fades")).endswith("a finite-size effect was found")


def test_a_claim_without_findings_says_nothing(planted):
    assert line(planted(finding="none")).endswith("1.0")


@pytest.mark.parametrize(
    ("finding", "log_e", "mean"), [("stays", 9.0, 0.5 * (exp(4) + exp(9))), ("none", 0, exp(4) / 2)]
)
def test_against_a_theorem_stands_the_mean_of_two_e_values(planted, finding, log_e, mean):
    """One claim alone is kept at level 1 / e."""
    known = planted("refuted", "refuted", finding, log_e, log_e_refute=4.0)
    assert suite_of([known]).ebh_level == pytest.approx(1 / mean)


def test_for_a_theorem_stand_its_draws_alone(planted):
    assert suite_of([planted(finding="none", log_e_support=log(50))]).ebh_level == pytest.approx(1 / 50)


@pytest.mark.parametrize("fixed", [FixedLevel.of(0.1, None), FixedLevel.of(None, 0.1)], ids=["e-BH", "e-Holm"])
@pytest.mark.parametrize(
    "other",
    [
        dict(verdict="powerless"),
        dict(verdict="unstable"),
        dict(verdict="undecided"),
        dict(verdict="refuted", finding="stays", log_e=90.0),
    ],
    ids=lambda other: other["verdict"],
)
def test_a_verdict_that_was_thrown_away_helps_no_other(planted, other, fixed):
    """The draws of each hold, by e-values of e^80; the last is refuted by its search, which nobody expected."""
    thrown = replace(planted(**other, log_e_support=80.0), expected=Verdict.SUPPORTED, as_expected=False)
    weak = planted(log_e_support=log(21))
    suite = suite_of([weak, *[thrown] * 9], fixed)
    assert (suite.decided, suite.kept) == (1, 0) and suite.ebh_level == pytest.approx(10 / 21)
    assert suite_of([weak], fixed).kept == 1


def test_a_counterexample_that_refutes_alone_has_the_mean_to_itself(planted):
    """The draws support what is known to be refuted: their e-value for it plays no part."""
    known = planted("refuted", "supported", "stays", log(100), log_e_support=50.0, log_e_refute=-60.0)
    assert suite_of([known]).ebh_level == pytest.approx(1 / 50)


def test_what_nobody_searched_has_the_draws_alone(planted):
    known = planted("refuted", "refuted", log_e_refute=log(80))
    assert suite_of([known]).ebh_level == pytest.approx(1 / 80)


def test_two_readings_of_a_statement_count_once(planted):
    first = replace(planted(), name="planted.first")
    second, third = (replace(planted(), name=f"planted.{name}") for name in ("second", "third"))
    second = replace(second, reading_of="planted.first")
    assert suite_of([first, second, third]).statements == 2
    assert suite_line([Record(entry, spent=1, seconds=1.0) for entry in (first, second, third)]).startswith(
        "3 of 3 claims as expected: 2 statements, some of them in several readings;"
    )


def test_a_reading_of_what_is_not_in_the_report_counts(planted):
    assert suite_of([replace(planted(), reading_of="planted.elsewhere")]).statements == 1


def test_a_record_comes_back_from_json_as_it_was(planted):
    record = Record(replace(planted(finding="fades"), seen={}), spent=3, seconds=0.5, warnings=("one",))
    assert record_from(record_text(record)) == record


def test_half_a_surrogate_pair_travels_with_a_record(planted):
    record = Record(replace(planted(), seen={}, message="\udfff"), spent=3, seconds=0.5)
    assert record_from(record_text(record)) == record
