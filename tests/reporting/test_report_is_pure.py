"""A report is a pure function of evidence: the same bytes, whoever makes it and how often."""

import hashlib
import json
import re

import jsonschema
import pytest

from tests.reporting.conftest import claims, run, searched
from theoremcheck import Verdict
from theoremcheck.reporting import REPORT_VERSION, build_report, entries_of
from theoremcheck.reporting.pictures import every_picture
from theoremcheck.reporting.pictures.listed import PICTURES
from theoremcheck.reporting.schema import schema_of
from theoremcheck.running import BUDGETS
from theoremcheck.vocabulary import Problem


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def schema():
    return schema_of(every_picture())


def test_rebuilt_from_the_evidence_every_file_has_the_same_bytes(evidence, report, tmp_path):
    build_report(tmp_path, entries_of(reversed(claims()), evidence, BUDGETS["quick"]), "quick")
    assert contents(tmp_path) == contents(report)


def test_a_report_has_page_json_summary_and_badges(report):
    names = {path.as_posix() for path in contents(report)}
    assert {
        "index.html",
        "overview.svg",
        "report.json",
        "report.schema.json",
        "SUMMARY.md",
        "badges/suite.svg",
        "badges/suite.json",
    } <= names
    assert {"badges/claims/planted.heads.svg", "badges/papers/planted.json"} <= names


def test_building_again_into_the_same_folder_removes_badges_of_claims_that_are_gone(entries, tmp_path):
    build_report(tmp_path, entries, "quick")
    build_report(tmp_path, entries[:1], "quick")
    assert [path.name for path in (tmp_path / "badges/claims").glob("*.svg")] == ["planted.heads.svg"]


def test_the_verdicts_are_those_of_the_run(entries):
    assert {entry.name.partition(".")[2]: str(entry.verdict) for entry in entries} == {
        "heads": "supported",
        "as-printed": "refuted",
        "repaired": "supported",
        "powerless": "powerless",
        "surprise": "refuted",
        "ladder": "supported",
        "text": "supported",
    }


def test_report_json_follows_the_published_schema(report):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads((report / "report.json").read_text()), schema())


def test_so_does_that_of_a_claim_whose_search_found_something(entry, tmp_path):
    build_report(tmp_path, [searched(entry("ladder"))], "quick")
    jsonschema.validate(json.loads((tmp_path / "report.json").read_text()), schema())


def test_and_one_of_a_claim_without_evidence(tmp_path):
    claim = claims()[0]
    (entry,) = entries_of([claim], tmp_path / "nowhere", BUDGETS["quick"])
    build_report(tmp_path, [entry], "quick")
    jsonschema.validate(json.loads((tmp_path / "report.json").read_text()), schema())
    assert entry.verdict is Verdict.UNDECIDED and "no draw is recorded" in entry.message


@pytest.mark.parametrize("word", ["spent", "warnings", "writer", "started"])
def test_nothing_of_a_run_is_in_the_report(report, word):
    assert f'"{word}"' not in (report / "report.json").read_text()


def test_edited_evidence_makes_a_broken_entry_and_not_a_broken_report(tmp_path):
    claim = claims()[0]
    run(claim, tmp_path)
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_text(path.read_text().replace('"margin":0.9', '"margin":0.8', 1))
    (entry,) = entries_of([claim], tmp_path, BUDGETS["quick"])
    assert entry.problem is Problem.EVIDENCE and path.name in entry.message and not entry.seen
    build_report(tmp_path / "report", [entry], "quick")


def test_report_json_has_no_line_of_a_thousand_numbers_each(report):
    lines = (report / "report.json").read_text().splitlines()
    assert len(lines) > 100 and not any(re.fullmatch(r"\s*-?[0-9.]+,?", line) for line in lines)


def test_the_version_rises_where_a_reader_finds_other_fields():
    """Who changes the fields of a report raises `REPORT_VERSION`, says so in CHANGELOG.md and enters both here."""
    parts = schema_of(PICTURES)["$defs"]
    fields = {name: sorted(part["properties"]) for name, part in parts.items() if "properties" in part}
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:8]
    assert (REPORT_VERSION, digest) == (6, "d2748bef")
