"""`theoremcheck report` and `badge`: from the evidence alone."""

import json
import xml.etree.ElementTree as ET

import pytest


def files(project):
    root = project.root / "reports/latest"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "evidence" not in path.parts
    }


def test_a_report_that_is_made_again_has_the_same_bytes(finished):
    before = files(finished)
    for name in before:
        (finished.root / "reports/latest" / name).unlink()
    assert finished.run("report", "--budget", "quick").code == 0
    assert files(finished) == before and "report.json" in before


def test_it_trains_nothing(finished):
    before = [path.read_bytes() for path in finished.segments()]
    finished.run("report", "--budget", "quick")
    assert [path.read_bytes() for path in finished.segments()] == before


def test_a_verdict_that_differs_gives_code_1(finished):
    assert finished.run("report", "--budget", "thorough").code == 1


def test_edited_evidence_gives_code_3(finished):
    path = finished.segments("coins.one")[0]
    path.write_text(path.read_text().replace('"margin":0.', '"margin":1.', 1))
    ran = finished.run("report", "--budget", "quick")
    assert ran.code == 3 and finished.verdicts()["coins.one"] == "broken"


@pytest.mark.parametrize("command", ["report", "badge suite"])
def test_without_evidence_there_is_nothing_to_make(finished, command):
    ran = finished.run(*command.split(), "--evidence", "none")
    assert ran.code == 2 and "no evidence" in ran.out


@pytest.mark.parametrize(
    ("what", "label", "message"),
    [
        ("coins.one", "one", "supported"),
        ("coins.two", "two", "refuted, as known"),
        ("coins", "Nobody 2026", "1 supported"),
        ("suite", "theorems", "2 of 2 as expected"),
    ],
)
def test_a_badge_says_what_the_evidence_says(finished, what, label, message):
    endpoint = json.loads(finished.run("badge", what, "--json", "--budget", "quick").out)
    assert endpoint["label"] == label and endpoint["message"].startswith(message)


def test_an_svg_goes_to_a_file(finished):
    ran = finished.run("badge", "coins.one", "--budget", "quick", "--output", "badges/one.svg")
    svg = (finished.root / "badges/one.svg").read_text()
    assert ran.code == 0 and ran.out == "" and "one: supported" in ET.fromstring(svg).attrib["aria-label"]


def test_a_badge_of_nothing_is_a_usage_error(finished):
    assert finished.run("badge", "cards").code == 2
