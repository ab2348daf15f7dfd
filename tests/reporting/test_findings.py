"""Findings pair what was refuted with what repairs it."""

from dataclasses import replace

import pytest

from tests.reporting.conftest import SEARCH
from theoremcheck import Flaw, Verdict
from theoremcheck.reporting import Record, failure_text, table
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.findings import erratum, findings_of
from theoremcheck.reporting.page import page_of
from theoremcheck.reporting.summary import summary_of


def test_a_refuted_claim_stands_beside_its_repair(entries):
    found = {finding.printed.name: [repair.name for repair in finding.repairs] for finding in findings_of(entries)}
    assert found == {"planted.as-printed": ["planted.repaired"], "planted.surprise": []}


def test_a_repair_of_a_claim_that_is_not_there_is_not_lost(entry):
    (finding,) = findings_of([entry("repaired")])
    assert finding.printed is None and finding.repairs[0].name == "planted.repaired"


def test_the_erratum_says_what_fails_how_often_why_where_and_what_holds(entries):
    text = " ".join(erratum(findings_of(entries)[0]))
    series = next(entry for entry in entries if entry.name == "planted.as-printed").series
    text = text.replace("\u00a0", " ")
    for part in (
        "Lemma 0 of Nobody 2026 does not hold",
        "The finding is a wrong constant (a constant is wrong: with another one",
        f"was seen in {series.holds} of {series.draws} independent draws",
        "The coin is bent",
        "It fails, for instance, at `Coin(size=",
        "In its place, Lemma 0: reserve is at least 0.",
        "with probability 90 % at least",
    ):
        assert part in text


def test_a_reconstruction_is_not_laid_at_the_papers_door(entries):
    assert "does not hold as reconstructed here" in erratum(findings_of(entries)[0])[0]


@pytest.fixture
def overruled(entry):
    """A claim whose draws hold and which a counterexample refutes, as the engine words it."""
    sentence = "a counterexample among 9 candidates: Coin(size=1) fails"
    search = replace(SEARCH, sentence=sentence)
    return replace(entry("heads"), verdict=Verdict.REFUTED, as_expected=False, message=sentence, search=search)


def test_findings_stand_kind_by_kind(entry):
    flaws = {"a": Flaw.RATE, "b": None, "c": Flaw.MISPRINT, "d": Flaw.RATE}
    entries = [replace(entry("as-printed"), name=name, flaw=flaw) for name, flaw in flaws.items()]
    assert [finding.printed.name for finding in findings_of(entries)] == ["c", "a", "d", "b"]


def test_a_refutation_that_nobody_knew_of_has_no_kind(entry):
    assert "The finding is" not in " ".join(erratum(findings_of([entry("surprise")])[0]))


def test_a_claim_that_a_counterexample_refutes_shows_the_share_of_draws_too(overruled):
    text = " ".join(erratum(findings_of([overruled])[0])).replace("\u00a0", " ")
    assert "draws hold, and yet: a counterexample among 9 candidates: Coin(size=1) fails." in text
    assert "with probability 90 % at least" in text


@pytest.mark.parametrize(
    "said",
    [
        failure_text,
        lambda entry: table([Record(entry, spent=1, seconds=0.0)])[-1],
        lambda entry: summary_of([entry], "quick"),
        lambda entry: page_of(report_of([entry], "quick")),
    ],
    ids=["failure", "table", "summary", "page"],
)
def test_every_surface_heads_it_as_what_it_is(overruled, said):
    series = overruled.series
    assert f"{series.holds} of {series.draws} draws hold, and yet: a counterexample among 9" in said(overruled)


def test_a_failure_text_lays_no_missing_share_at_its_door(overruled):
    assert "less than the required share" not in failure_text(overruled)


def test_a_share_that_is_too_small_is_said_to_be(entry):
    assert "less than the required share" in failure_text(entry("surprise"))
