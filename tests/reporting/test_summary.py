"""SUMMARY.md: what a job shows."""

from dataclasses import replace

from tests.reporting.conftest import HOSTILE, many
from theoremcheck.reporting.summary import summary_of


def test_it_starts_with_the_count_and_names_what_was_not_expected(report):
    text = (report / "SUMMARY.md").read_text()
    assert text.startswith("# Theorems\n\n**5 of 7 claims as expected** at budget quick")
    assert "**planted.surprise** is refuted, expected supported" in text


def test_a_finding_of_a_reconstruction_is_not_laid_at_the_papers_door(entry):
    ours, theirs = (replace(entry("as-printed").source, exactness=one) for one in ("reconstructed", "paraphrased"))
    said = summary_of([replace(entry("as-printed"), source=ours)], "quick")
    assert "**planted.as-printed** (wrong constant), Lemma 0 of Nobody 2026 (as reconstructed): " in said
    assert "as reconstructed" not in summary_of([replace(entry("as-printed"), source=theirs)], "quick")


def test_every_claim_has_a_row(report, entries):
    text = (report / "SUMMARY.md").read_text()
    assert all(f"\n| {entry.name} |" in text for entry in entries)


def test_it_stays_below_its_size_and_counts_what_was_cut(entries):
    whole = summary_of(many(entries, 500), "quick")
    cut = summary_of(many(entries, 500), "quick", largest=20_000)
    assert len(cut.encode()) <= 20_000 < len(whole.encode()) < 1_000_000
    missing = len(whole.splitlines()) - len(cut.splitlines()) + 2
    assert cut.endswith(f"*{missing} lines were cut: the page and report.json have them all.*\n")


def test_ten_thousand_claims_stay_below_the_limit_of_a_job_summary(entries):
    assert len(summary_of(many(entries, 10_000), "quick").encode()) < 1024 * 1000


def test_text_of_a_claim_is_neither_html_nor_markdown(entry):
    message = f"{HOSTILE} | *bold* [link](x)\n# heading"
    hostile = replace(entry("text"), message=message, as_expected=False)
    text = summary_of([hostile], "quick")
    assert "<script" not in text and "*bold*" not in text and "[link]" not in text and "\n# heading" not in text
