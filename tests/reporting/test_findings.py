"""Findings pair what was refuted with what repairs it."""

from dataclasses import replace

from tests.reporting.conftest import SEARCH
from theoremcheck import Verdict
from theoremcheck.reporting.findings import erratum, findings_of


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
        f"was seen in {series.holds} of {series.draws} independent draws",
        "The coin is bent",
        "It fails, for instance, at `Coin(size=",
        "In its place, Lemma 0: reserve is at least 0.",
        "with probability 90 % at least",
    ):
        assert part in text


def test_a_reconstruction_is_not_laid_at_the_papers_door(entries):
    assert "does not hold as reconstructed here" in erratum(findings_of(entries)[0])[0]


def test_a_claim_that_a_counterexample_refutes_shows_the_share_of_draws_too(entry):
    sentence = "a counterexample among 9 candidates: Coin(size=1) fails"
    heads = replace(entry("heads"), verdict=Verdict.REFUTED, search=replace(SEARCH, sentence=sentence))
    text = " ".join(erratum(findings_of([heads])[0])).replace("\u00a0", " ")
    assert "with probability 90 % at least" in text and "But the search found a counterexample among 9" in text
