"""`theoremcheck verify`: what was edited, mixed up or made up is named, and the exit code is 3."""

import json
import re
import shutil

import pytest

from tests.command_line.conftest import forged, verified
from tests.plugin.conftest import KNOWN, page


def test_honest_evidence_gives_the_verdicts_of_the_run(finished):
    ran = verified(finished, "--replay", "5")
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out and " specifications, 5 of " in ran.out
    assert "supported" in ran.line("coins.one") and "refuted, as known" in ran.line("coins.two")


def test_draws_that_the_run_made_again_are_trials_like_others(finished):
    """Those of controls too: they have the regimes of their draws, and a replay finds them."""
    assert verified(finished, "--replay", "9999").code == 0

    def choose(record):
        if record["series"] == "the coin is good/again/backwards":
            record["regime"]["tilt"] = 0.123

    forged(finished, "coins.one", choose)
    ran = verified(finished)
    assert ran.code == 3 and "of 'the coin is good/again/backwards' has another regime" in ran.out


def test_an_edited_line_is_named_with_its_file(finished):
    path = finished.segments("coins.two")[0]
    lines = path.read_text().splitlines(keepends=True)
    lines[4] = lines[4].replace('"index":', '"index": ', 1)
    path.write_text("".join(lines))
    ran = verified(finished)
    assert ran.code == 3 and f"coins.two/{path.parent.name}/{path.name}, line 5: edited" in ran.out
    assert "supported" in ran.line("coins.one") and "\ncoins.two  " not in ran.out


def test_a_torn_last_line_is_no_harm(finished):
    path = finished.segments("coins.one")[0]
    path.write_text(path.read_text()[:-20])
    assert "the evidence lacks" in verified(finished).out
    assert finished.run("run", "coins.one", "--budget", "quick", "--jobs", "1").code == 0
    ran = verified(finished)
    assert ran.code == 0 and "the last line is cut off" in ran.out


def test_evidence_of_another_claim_is_named(finished):
    one, two = finished.segments("coins.one")[0], finished.segments("coins.two")[0]
    shutil.copy(two, one.parent / two.name)
    ran = verified(finished)
    assert ran.code == 3 and f"{two.name}, line 1: is evidence of coins.two" in ran.out


def test_evidence_of_an_earlier_specification_is_not_judged(finished):
    path = finished.root / "claims/one.py"
    path.write_text(path.read_text().replace("required=0.95", "required=0.9"))
    ran = verified(finished)
    assert ran.code == 0 and "no claim here has this specification" in ran.out
    assert "1 of 1 claims as expected" in ran.out


def test_a_margin_that_its_observables_do_not_give(finished):
    def lie(record):
        if record["index"] == 2 and record["series"] == "claim":
            record["margin"] = 9.0

    forged(finished, "coins.two", lie)
    ran = verified(finished)
    assert ran.code == 3 and "says margin 9, but its observables give" in ran.out


def test_a_regime_that_the_stream_did_not_draw(finished):
    def choose(record):
        if record["index"] == 2 and record["series"] == "claim":
            record["regime"]["tilt"] = 0.123

    forged(finished, "coins.one", choose)
    ran = verified(finished)
    assert ran.code == 3 and "draw 2 of 'claim' has another regime than its stream draws" in ran.out
    assert ", line " in ran.out


def test_no_edit_survives_a_replay(finished):
    def lie(record):
        if record["series"] == "claim":
            record["margin"] *= 1.01
            record["observables"]["reserve"] = record["margin"]

    forged(finished, "coins.two", lie)
    (finished.root / "reports/latest/report.json").unlink()
    assert "trustworthy: nothing" in verified(finished, "--budget", "quick").out
    ran = verified(finished, "--replay", "all", "--budget", "quick")
    assert ran.code == 3 and "was made again: recorded margin" in ran.out


def test_no_edit_of_what_only_pictures_draw_survives_a_replay(project):
    text = page("coins.two", truth=0.5, more=KNOWN)
    project.write("claims/two.py", text.replace("Observables(", 'Observables(beside=streams.uniform("beside"), '))
    assert project.run("run", "--budget", "quick", "--jobs", "1").code == 0
    assert verified(project, "--replay", "all").code == 0

    def lie(record):
        record["observables"]["beside"] = 0.99

    forged(project, "coins.two", lie)
    (project.root / "reports/latest/report.json").unlink()
    assert verified(project).code == 0
    ran = verified(project, "--replay", "all")
    assert ran.code == 3 and "has another 'beside' (" in ran.out and "which no prediction reads" in ran.out


def test_a_report_that_says_otherwise_is_named(finished):
    path = finished.root / "reports/latest/report.json"
    path.write_text(path.read_text().replace('"verdict": "refuted"', '"verdict": "supported"'))
    ran = verified(finished)
    assert ran.code == 3 and "report.json: says coins.two is supported, the evidence says refuted" in ran.out


def test_a_report_of_a_name_that_is_declared_twice_is_a_report(finished):
    """It judged nothing of it, at no level."""
    shutil.copy(finished.root / "claims/one.py", finished.root / "claims/again.py")
    finished.run("run", "--budget", "quick", "--jobs", "1")
    assert '"alpha": null' in (finished.root / "reports/latest/report.json").read_text()
    assert "is no report" not in verified(finished).out


def test_the_confidence_level_is_that_of_the_report(finished):
    assert json.loads((finished.root / "reports/latest/report.json").read_text())["budget"] == "quick"
    assert "undecided" in verified(finished, "--budget", "thorough").line("coins.one")


def searches(project):
    """Of each claim, what the report says of its search."""
    report = json.loads((project.root / "reports/latest/report.json").read_text())
    return {claim["name"]: claim["search"] for claim in report["claims"]}


def searched(project):
    return {name: search["budget"] for name, search in searches(project).items()}


def test_a_report_at_another_confidence_level_keeps_the_budget_of_each_search(finished):
    """A quick run searched no further because somebody reports it at the default level: the run was honest."""
    before = searches(finished)["coins.one"]
    assert finished.run("report").code == 0 and verified(finished).code == 0
    after = searches(finished)["coins.one"]
    assert after["reach"] == before["reach"] and after["sentence"].endswith("; the search had the budget quick")
    assert searched(finished) == {"coins.one": "quick", "coins.two": "quick"}
    assert json.loads((finished.root / "reports/latest/report.json").read_text())["budget"] == "standard"
    assert verified(finished, "--budget", "quick").code == 0
    ran = verified(finished, "--budget", "standard")
    assert ran.code == 3 and "coins.one: the evidence lacks the plan of a search at budget standard" in ran.out


def test_a_report_of_searches_at_several_budgets(finished):
    """The report of a run keeps claims that it left alone, and a search at a larger budget is one at a smaller too."""
    finished.run("run", "coins.one", "--jobs", "1")
    assert searched(finished) == {"coins.one": "standard", "coins.two": "quick"}
    assert verified(finished).code == 0 and verified(finished, "--budget", "quick").code == 0


def test_a_search_smaller_than_the_report_says_is_missing(finished):
    path = finished.root / "reports/latest/report.json"
    path.write_text(path.read_text().replace('"budget": "quick", "reach"', '"budget": "standard", "reach"'))
    assert searched(finished) == {"coins.one": "standard", "coins.two": "standard"}
    ran = verified(finished)
    assert ran.code == 3 and "coins.one: the evidence lacks the plan of a search at budget standard" in ran.out


def test_the_folder_of_a_report_will_do(finished):
    assert finished.run("verify", "reports/latest").code == 0


@pytest.mark.parametrize("folder", ["claims", "nowhere"])
def test_what_is_no_evidence_is_a_usage_error(finished, folder):
    assert finished.run("verify", folder).code == 2


def test_it_says_how_many_verdicts_it_recomputed(finished):
    assert "verdicts recomputed: 2 of 2 that the evidence speaks of\n" in verified(finished).out


def test_a_claim_whose_verdict_was_not_recomputed_is_named_with_the_reason(finished):
    path = finished.root / "claims/one.py"
    path.write_text(path.read_text().replace("required=0.95", "required=0.9"))
    out = verified(finished).out
    assert "verdicts recomputed: 1 of 2 that the evidence speaks of, but not of\n  coins.one: its specif" in out


def test_so_is_one_whose_page_cannot_be_imported(finished):
    (finished.root / "claims/one.py").write_text("1 / 0  # theoremcheck\n")
    ran = verified(finished)
    assert ran.code == 0
    assert "coins.one: no claim or study here has this name; 1 pages could not be imported" in ran.out


def test_so_is_one_whose_evidence_was_edited(finished):
    path = finished.segments("coins.two")[0]
    path.write_text(path.read_text().replace('"index":1', '"index":2', 1))
    assert "coins.two: its evidence is not trustworthy" in verified(finished).out


def test_so_is_one_whose_name_is_declared_twice(finished):
    shutil.copy(finished.root / "claims/one.py", finished.root / "claims/copy.py")
    assert "coins.one: the name 'coins.one' is declared twice" in verified(finished).out


def test_evidence_of_which_no_verdict_comes_is_not_verified(finished):
    for path in (finished.root / "claims").glob("*.py"):
        path.write_text(path.read_text().replace("required=0.95", "required=0.9"))
    ran = verified(finished)
    assert ran.code == 3 and "verdicts recomputed: 0 of 2" in ran.out and "\nNOT verified" in ran.out


def test_where_its_claims_are_not_the_files_are_checked_and_nothing_is_verified(finished, tmp_path):
    (finished.root / "claims").rename(tmp_path / "elsewhere")
    ran = verified(finished)
    assert ran.code == 3 and "its files were checked, and no verdict" in ran.out and "\ntrustworthy" not in ran.out


def test_all_trials_can_be_made_again(finished):
    ran = verified(finished, "--replay", "all")
    made, possible = re.search(r"(\d+) of (\d+) made again", ran.out).groups()
    assert ran.code == 0 and made == possible != "0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"claims": 3}',
        '{"budget": "huge", "claims": []}',
        "[" * 100_000,
        "\x00",
        '{"claims": [1]}',
    ],
)
def test_a_report_that_is_none_is_named(finished, text):
    (finished.root / "reports/latest/report.json").write_text(text)
    ran = verified(finished, "--budget", "quick")
    assert ran.code == 3 and "report.json: is no report" in ran.out and "Traceback" not in ran.out


def test_a_claim_whose_draws_another_one_of_its_study_made_is_not_run(project):
    """That is no failure, and no word of its controls: nobody drew them."""
    study = 'study=Study("coins.together", "claims"),'
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", more=study))
    project.write("claims/two.py", page("coins.two", more=study).replace("regimes=coins(0.1)", "regimes=coins(0.2)"))
    assert project.run("run", "coins.one", "--budget", "quick", "--jobs", "1").code == 0
    ran = verified(project)
    assert ran.code == 0 and "verdicts recomputed: 1 of 2" in ran.out and "powerless" not in ran.out, ran.out
    assert "coins.two: not run: no draw is recorded of it, or of a control" in ran.out
    shown = project.run("show", "coins.two")
    assert "evidence so far\n  none yet" in shown.out


def test_a_report_and_its_packed_evidence(finished):
    from theoremcheck.reporting import pack_evidence

    report = finished.root / "reports/latest"
    pack_evidence(report / "evidence", report)
    for place in ("reports/latest", "reports/latest/evidence.tar.xz"):
        ran = finished.run("verify", place)
        assert ran.code == 0 and "verdicts recomputed: 2 of 2" in ran.out and "trustworthy: nothing" in ran.out
    (report / "evidence").rename(finished.root / "elsewhere")
    ran = finished.run("verify", "reports/latest", "--replay", "3")
    assert ran.code == 0 and "reports/latest/evidence.tar.xz: " in ran.out and "3 of" in ran.out


def test_a_file_that_is_no_evidence(finished):
    ran = finished.run("verify", "reports/latest/report.json")
    assert ran.code == 2 and "is no packed evidence" in ran.out
