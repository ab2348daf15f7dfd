"""What `pytest claims/` leaves behind is what the evidence alone gives."""

import xml.etree.ElementTree as ET

import pytest

from tests.plugin.conftest import page, project  # noqa: F401

STUDY = 'study=Study("coins.series", package="claims"),'


@pytest.fixture
def coins(project):  # noqa: F811
    """Two claims of one study, of which the second asks for more draws than the first."""
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", required=0.9, more=STUDY))
    project.write(
        "claims/two.py",
        """
        from claims.one import CLAIM as ONE
        from theoremcheck import Claim

        CLAIM = Claim(**{**vars(ONE), "name": "coins.two", "required": 0.95})
        """,
    )
    return project


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and "evidence" not in path.parts]
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_a_second_report_from_the_same_evidence_has_the_same_bytes(coins):
    assert coins.pytest("claims", "--budget", "quick", "-n", "2").code == 0
    again = coins.pytest("claims", "--budget", "quick", "--report", "again", "--evidence", "reports/latest/evidence")
    assert again.code == 0
    first, second = contents(coins.root / "reports/latest"), contents(coins.root / "again")
    assert first == second and len(first) == 14


def test_draws_that_a_later_claim_of_the_study_added_are_in_the_report_of_the_earlier_one(coins):
    coins.pytest("claims", "--budget", "quick", "-n", "0")
    assert {claim["series"]["draws"] for claim in coins.report()["claims"]} == {74}


def test_junit_lists_a_few_numbers_and_not_the_whole_record(coins):
    coins.pytest("claims", "--budget", "quick", "-n", "0", "--junitxml=junit.xml")
    names = {item.get("name") for item in ET.parse(coins.root / "junit.xml").iter("property")}
    assert {"verdict", "expected", "draws", "holds", "lower", "upper"} == names


def test_where_the_report_cannot_be_written_the_table_is_shown_and_the_run_fails(coins):
    coins.write("reports/latest/index.html/occupied", "")
    ran = coins.pytest("claims", "--budget", "quick", "-n", "0")
    assert ran.code == 1 and "supported" in ran.line("coins.one")
    assert "no report was written: " in ran.out and "index.html" in ran.out and "Traceback" not in ran.out


def test_a_required_probability_that_depends_on_the_regime_is_shown_as_what_it_is(project):  # noqa: F811
    """In the terminal, in SUMMARY.md and on the page: its mean is required of no draw."""
    project.write("claims/one.py", page("coins.one", required="lambda coin: 0.8 + 0.1 * (coin.size - 1)"))
    ran = project.pytest("claims", "--budget", "quick", "-n", "0")
    assert ran.code == 0 and "required 80 % to 90 %, by stratum" in ran.line("coins.one")
    folder = project.root / "reports/latest"
    assert "(required 80 % to 90 %, by stratum)" in (folder / "SUMMARY.md").read_text()
    assert "<dd>80\u00a0% to 90\u00a0%, by stratum</dd>" in (folder / "papers/coins.html").read_text()
    assert "80\u00a0% to 90\u00a0% is required, by stratum" in (folder / "index.html").read_text()


def names(run):
    return sorted(claim["name"] for claim in run.report()["claims"])


def test_a_part_of_the_claims_leaves_the_others_in_the_report(project):  # noqa: F811
    """Whether pytest or the command line runs it; what no page declares any more goes."""
    for name in ("one", "two", "three"):
        project.write(f"claims/{name}.py", page(f"coins.{name}"))
    alone = project.pytest("claims/one.py", "--budget", "quick", "-n", "0")
    assert names(project) == ["coins.one"] and "of which there is evidence" not in alone.out
    project.pytest("claims/two.py", "--budget", "quick", "-n", "0")
    part = project.pytest("claims", "-k", "three", "--budget", "quick", "-n", "0")
    assert names(project) == ["coins.one", "coins.three", "coins.two"]
    assert "index.html (with 2 other claims of which there is evidence)" in part.out
    (project.root / "claims/two.py").unlink()
    project.pytest("claims/one.py", "--budget", "quick", "-n", "0")
    assert names(project) == ["coins.one", "coins.three"]


def test_a_claim_of_a_study_that_nobody_ran_is_not_in_the_report(coins):
    """Its draws are there, since another claim made them; its controls are not."""
    coins.pytest("claims/one.py", "--budget", "quick", "-n", "0")
    assert names(coins) == ["coins.one"]
