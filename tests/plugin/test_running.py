"""What a user sees of a run: verdicts, table, report, failure texts, JUnit."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.plugin.conftest import KNOWN, draws_told, page
from theoremcheck import load


def test_a_run_ends_with_a_table_a_suite_line_and_a_report(project):
    project.write("claims/coins.py", page())
    ran = project.pytest("claims")
    assert ran.code == 0
    assert re.match(
        r"coins.shows-heads\s+supported\s+>= 95 %\s+20\.2\s+74\s+1/1 caught\s+\d", ran.line("coins.shows-heads")
    )
    assert "1 of 1 claims as expected; e-BH keeps the 1 decided verdicts" in ran.out
    (claim,) = project.report()["claims"]
    assert (claim["verdict"], claim["series"]["draws"], claim["caught"]) == ("supported", 74, 1)


def test_what_a_budget_costs_is_said_before_it_is_spent(project):
    project.write("claims/coins.py", page())
    out = project.pytest("claims", "--budget", "quick").out
    assert out.index("budget quick, alpha 0.05") < out.index("collected 1 item")
    assert out.index("a claim that always holds costs 74 draws at required 0.95 (1 claim)") < out.index("theorems")


def test_a_second_run_trains_nothing_and_says_so(project):
    project.write("claims/coins.py", page())
    project.pytest("claims")
    assert "nothing trained: its draws were there" in project.pytest("claims").line("coins.shows-heads")


def test_more_adds_draws(project):
    project.write("claims/coins.py", page())
    project.pytest("claims")
    project.pytest("claims", "--more", "26")
    assert project.report()["claims"][0]["series"]["draws"] == 100


def test_a_failure_reads_as_a_theorist_would_write_it(project):
    project.write("claims/coins.py", page(truth=0.5, statement=r"Every coin shows heads: $\mathbb{P}(H) = 1$."))
    ran = project.pytest("claims")
    assert ran.code == 1
    for text in (
        "coins.shows-heads is refuted, expected supported",
        "lemma: Lemma 0 of Nobody 2026 (reconstructed), https://arxiv.org/abs/2601.00001",
        r"Every coin shows heads: $\mathbb{P}(H) = 1$.",
        "predicted: reserve is at least 0",
        "draws hold, 0.95 is required; the holding probability lies",
        "control caught (the coin is good)",
    ):
        assert text in ran.out
    assert re.search(r"in the regime\s+Coin\(size=[12], weight=0\.5, tilt=0\.\d+\)", ran.out)
    assert "Traceback" not in ran.out


def test_a_known_refutation_passes_and_a_changed_verdict_fails(project):
    project.write("claims/fair.py", page("coins.fair", truth=0.5, more=KNOWN))
    assert project.pytest("claims").code == 0
    project.write("claims/fair.py", page("coins.fair", truth=1.0, more=KNOWN))
    ran = project.pytest("claims")
    assert ran.code == 1 and "coins.fair is supported, expected refuted" in ran.out


@pytest.mark.parametrize("workers", [(), ("-n", "0"), ("-n", "1"), ("-n", "2"), ("-p", "no:xdist")])
def test_with_any_number_of_workers(project, workers):
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/two.py", page("coins.two", truth=0.6))
    assert project.pytest("claims", *workers).code == 1
    assert project.verdicts() == {"coins.one": "supported", "coins.two": "refuted"}


def test_x_stops_at_the_first_failure(project):
    for name in ("a", "b"):
        project.write(f"claims/{name}.py", page(f"coins.{name}", truth=0.5))
    project.pytest("claims", "-x")
    assert list(project.verdicts()) == ["coins.a"]


def test_junit_carries_the_verdict(project):
    project.write("claims/coins.py", page())
    project.pytest("claims", "--junitxml=junit.xml")
    tree = ET.parse(project.root / "junit.xml")
    properties = {item.get("name"): item.get("value") for item in tree.iter("property")}
    assert properties["verdict"] == "supported" and float(properties["lower"]) > 0.95


def test_report_and_evidence_go_where_they_are_asked_to(project):
    project.write("claims/coins.py", page())
    project.pytest("claims", "--report", "out", "--evidence", "kept")
    assert project.verdicts("out") == {"coins.shows-heads": "supported"}
    assert list((project.root / "kept" / "coins.shows-heads").rglob("*.jsonl"))


def test_a_page_that_fails_to_import_is_one_failed_item(project):
    project.write("claims/bad.py", "import nothing_of_this_name  # theoremcheck\n")
    project.write("claims/coins.py", page())
    ran = project.pytest("claims")
    assert "1 failed, 1 passed" in ran.out and "bad.py could not be imported" in ran.out
    assert "No module named 'nothing_of_this_name'" in ran.out


@pytest.mark.parametrize("line", ["raise SystemExit(0)", "import pytest; pytest.skip(allow_module_level=True)"])
def test_a_page_that_leaves_or_skips_is_a_failed_item_too(project, line):
    project.write("claims/bad.py", line + "  # theoremcheck\n")
    project.write("claims/coins.py", page())
    assert "1 failed, 1 passed" in project.pytest("claims").out


def test_a_claim_declared_wrongly_says_what_is_wrong(project):
    project.write("claims/bad.py", page(required=1.0))
    assert "required=1.0 must lie strictly between 0 and 1" in project.pytest("claims").out


def test_clashing_names_name_both_owners(project):
    for name in ("a", "b"):
        project.write(f"claims/{name}.py", page())
    out = project.pytest("claims", "-n", "0").out
    assert "2 failed" in out and re.search(r"declared twice, by \S+a\.py and \S+b\.py", out)


def test_edited_evidence_is_named_and_nothing_is_judged_by_it(project):
    project.write("claims/coins.py", page(truth=0.5))
    project.pytest("claims")
    (path,) = (project.root / "reports/latest/evidence").rglob("*.jsonl")
    path.write_text(path.read_text().replace('"margin":-0.', '"margin":0.'))
    ran = project.pytest("claims")
    assert ran.code == 1 and project.verdicts() == {"coins.shows-heads": "broken"}
    assert f"{path.name}, line" in ran.out and "checksum differs" in ran.out


def test_a_study_is_trained_once_for_all_its_claims(project):
    study = 'study=Study("coins.series", package="claims"),'
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", more=study))
    project.write(
        "claims/two.py",
        """
        from claims.one import CLAIM as ONE
        from theoremcheck import Claim

        CLAIM = Claim(**{**vars(ONE), "name": "coins.two", "required": 0.9})
        """,
    )
    assert project.pytest("claims", "-n", "2").code == 0
    trials = load(project.root / "reports/latest/evidence")
    drawn = trials[~trials["series"].str.contains("/")]  # a search, whose series have a slash, is each claim's own
    assert set(drawn["claim"]) == {"coins.one"} and set(project.verdicts()) == {"coins.one", "coins.two"}


def test_plain_tests_neither_load_torch_nor_see_the_plugin(project):
    project.write("test_plain.py", "import sys\ndef test_plain(): assert 'torch' not in sys.modules\n")
    ran = project.fresh_pytest()
    assert ran.code == 0 and "theorem" not in ran.out.partition("plugins:")[2].partition("\n")[2]


UNEXPECTED_AGAIN = """
from dataclasses import replace
from theoremcheck.pytest_plugin.items import ClaimItem

run, ran = ClaimItem._run, set()

def run_again(item, plan):
    record, again = run(item, plan), item.name in ran
    ran.add(item.name)
    return replace(record, entry=replace(record.entry, as_expected=not again))

ClaimItem._run = run_again
"""
"""A claim that is run once more has not the verdict that is expected."""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_table_has_the_draws_that_others_of_the_study_added(growing, workers):
    ran = growing.pytest("claims", "--budget", "quick", "-n", workers)
    assert ran.code == 0 and draws_told(growing, ran) == {"coins.one": (74, 74), "coins.two": (74, 74)}


def test_a_claim_that_passed_and_would_not_any_more_fails_with_the_last_of_its_study(growing):
    growing.write("conftest.py", UNEXPECTED_AGAIN)
    ran = growing.pytest("claims", "--budget", "quick", "-n", "0")
    assert ran.code == 1 and "1 failed, 1 passed" in ran.out
    assert "coins.one passed, and its study has added draws to its own since:" in ran.out
