"""`theoremcheck compare`: two runs side by side."""

import json
import shutil

import pytest


@pytest.fixture
def edited(finished):
    """Changes a claim in a copy of the report and compares both."""

    def compare(change, name="coins.one"):
        finished.run("report", "--budget", "quick")
        copy = finished.root / "old"
        shutil.copytree(finished.root / "reports/latest", copy, ignore=shutil.ignore_patterns("evidence"))
        report = json.loads((copy / "report.json").read_text())
        change(report, next(claim for claim in report["claims"] if claim["name"] == name))
        (copy / "report.json").write_text(json.dumps(report))
        return finished.run("compare", "old", "reports/latest")

    return compare


def moved(by):
    def change(report, claim):
        columns = claim["seen"]["draws"]["columns"]
        margins = next(column["values"] for column in columns if column["name"] == "the claim's margin")
        margins[3] *= 1 + by

    return change


def test_a_report_is_as_itself(edited):
    ran = edited(lambda report, claim: None)
    assert ran.code == 0 and "2 claims as before, of 2 then and 2 now; 0 differences" in ran.out


@pytest.mark.parametrize("round_off", [1e9, 1e-12])
def test_a_round_off_of_ones_own_hides_no_drift(edited, round_off):
    """Of one specification it is one, so whoever writes another into a report is named, and the smaller one counts."""

    def change(report, claim):
        moved(0.05)(report, claim)
        claim["numerics"]["round_off"] = round_off

    ran = edited(change)
    assert ran.code == 1 and f"| coins.one | round-off (!) | {round_off:g} | 0.001 |" in ran.out
    assert "| coins.one | margins (!) | draw 3:" in ran.out


def test_a_report_that_states_no_round_off_is_compared_at_the_other_ones(edited):
    def change(report, claim):
        moved(1e-4)(report, claim)
        del claim["numerics"]

    assert edited(change).code == 0


def test_an_infinite_margin_hides_no_drift(edited):
    ran = edited(lambda report, claim: moved(float("inf"))(report, claim))
    assert ran.code == 1 and "| coins.one | margins (!) | draw 3: \N{EN DASH} | " in ran.out


@pytest.mark.parametrize(
    "seen",
    [
        {"draws": {"columns": [1]}},
        {"draws": {"columns": None}},
        {"draws": {"columns": [{"name": "margin"}]}},
        {"draws": {"columns": [{"name": "margin", "values": ["x"]}]}},
        {"draws": [1]},
        {"sharpness": {"readings": [{}]}},
        {"sharpness": {"readings": [{"of": "c", "lower": "x", "upper": None}]}},
        [1],
    ],
)
def test_what_a_report_holds_of_pictures_is_not_taken_on_trust(edited, seen):
    ran = edited(lambda report, claim: claim.update(seen=seen))
    assert ran.code == 2 and "old/report.json is no report: " in ran.out and "at `$.claims[0].seen" in ran.out


def test_another_verdict_is_grave(edited):
    ran = edited(lambda report, claim: claim.update(verdict="undecided", as_expected=False))
    assert ran.code == 1
    assert "| coins.one | verdict (!) | undecided, not as expected | supported |" in ran.out


def test_a_margin_of_the_same_draw_that_drifted_is_grave_and_round_off_is_not(edited):
    ran = edited(moved(0.05))
    assert ran.code == 1 and "| coins.one | margins (!) | draw 3:" in ran.out and "1 of " in ran.out


def test_a_margin_within_round_off_is_no_difference(edited):
    assert edited(moved(1e-6)).code == 0


def test_under_another_specification_the_sharpest_constants_are_compared(edited):
    def change(report, claim):
        claim["specification"] = "0" * 16
        (reading,) = claim["seen"]["sharpness"]["readings"]
        reading.update(lower=reading["upper"] + 1, upper=reading["upper"] + 2)

    ran = edited(change)
    assert ran.code == 1 and "| coins.one | specification | 0000000000000000 |" in ran.out
    assert "| coins.one | margins (!) |" in ran.out


def test_tighter_bounds_are_told_and_are_not_grave(edited):
    ran = edited(lambda report, claim: claim["series"].update(lower=0.5))
    assert ran.code == 0 and "| coins.one | bounds | 50\u00a0% to" in ran.out


def test_bounds_that_exclude_each_other_are_grave(edited):
    ran = edited(lambda report, claim: claim["series"].update(lower=0.1, upper=0.2))
    assert ran.code == 1 and "| coins.one | bounds (!) |" in ran.out


def test_a_claim_that_is_gone_is_grave_and_a_new_one_is_not(edited):
    ran = edited(lambda report, claim: claim.update(name="coins.gone"))
    assert ran.code == 1
    assert "| coins.gone | gone (!) | supported |  |" in ran.out and "| coins.one | new |  | supported |" in ran.out


def test_a_report_of_an_earlier_version_is_read_too(edited):
    def change(report, claim):
        report["report"] = 3
        del report["papers"]
        for one in report["claims"]:
            one["seen"] = {}

    assert edited(change).code == 0


def test_evidence_is_compared_as_the_claims_here_read_it(finished):
    shutil.copytree(finished.root / "reports/latest/evidence", finished.root / "old")
    ran = finished.run("compare", "old", "reports/latest/evidence", "--budget", "quick")
    assert ran.code == 0 and "2 claims as before" in ran.out


def test_what_is_neither_is_refused(finished):
    (finished.root / "empty").mkdir()
    (finished.root / "no.json").write_text("[]")
    for place, why in (("empty", "neither a report.json nor evidence"), ("no.json", "is no report")):
        ran = finished.run("compare", place, "reports/latest")
        assert ran.code == 2 and why in ran.out


def test_a_report_may_say_what_differs_from_an_earlier_one(edited, finished):
    assert edited(lambda report, claim: claim.update(verdict="undecided")).code == 1
    ran = finished.run("report", "--budget", "quick", "--against", "old")
    page = (finished.root / "reports/latest/index.html").read_text()
    assert ran.code == 0 and "Since an earlier report" in page and "1 claims as before, of 2 then and 2 now" in page
    since = json.loads((finished.root / "reports/latest/report.json").read_text())["since"]
    assert [one["what"] for one in since["differences"]] == ["verdict"]
