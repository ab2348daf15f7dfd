"""`theoremcheck run`: which claims, what is printed, and the exit code."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.command_line.conftest import Project
from tests.plugin.conftest import KNOWN, draws_told, page
from theoremcheck import load


def test_a_run_ends_as_under_pytest(project):
    project.write("claims/coins.py", page())
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 0
    assert ran.line("coins.shows-heads").split()[1:6] == ["supported", ">=", "95", "%", "20.2"]
    assert "1 of 1 claims as expected; e-BH keeps the 1 decided verdicts" in ran.out
    assert project.verdicts() == {"coins.shows-heads": "supported"}


def test_pytest_and_run_make_the_same_draws(project):
    project.write("claims/coins.py", page())
    project.run("run", "--budget", "quick")
    assert "nothing trained: its draws were there" in project.pytest("claims", "--budget", "quick").line(
        "coins.shows-heads"
    )


def test_without_a_terminal_there_is_no_progress(project):
    project.write("claims/coins.py", page())
    assert "\x1b" not in project.run("run", "--budget", "quick").out


def test_what_it_costs_is_said_first(project):
    project.write("claims/coins.py", page())
    out = project.run("run", "--budget", "quick").out
    assert out.index("a claim that always holds costs 74 draws at required 0.95 (1 claim)") < out.index("verdict")


def test_it_costs_what_the_claims_require(project):
    """Each level of them, and no other; of claims that are decided already nothing is left to pay."""
    project.write("claims/one.py", page("coins.one", required=0.9))
    project.write("claims/two.py", page("coins.two", required="lambda coin: 0.8 + 0.1 * (coin.size - 1)"))
    out = project.run("run", "--budget", "quick").out
    assert "always holds costs 17 draws at required 0.8 (1 claim), 36 draws at required 0.9 (2 claims)\n" in out
    assert "at required 0.9: 36 draws support" in out and "0.95" not in out.partition("claims: ")[0]
    assert "always holds" not in project.run("run", "--budget", "quick").out


@pytest.mark.parametrize(("truth", "more", "code"), [(1.0, "", 0), (0.5, "", 1), (0.5, KNOWN, 0), (1.0, KNOWN, 1)])
def test_the_exit_code_says_whether_verdicts_are_as_known(project, truth, more, code):
    project.write("claims/coins.py", page(truth=truth, more=more))
    assert project.run("run", "--budget", "quick").code == code


def test_a_failure_is_told_in_words(project):
    project.write("claims/coins.py", page(truth=0.5))
    out = project.run("run", "--budget", "quick").out
    assert "coins.shows-heads is refuted, expected supported" in out and "first failing draw: number" in out


@pytest.fixture
def shelf(project):
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/deep/two.py", page("coins.two"))
    project.write("claims/dice.py", page("dice.three"))
    project.write("notes/four.py", page("notes.four"))
    return project


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["coins.one", "coins.two", "dice.three"]),
        (["coins.one"], ["coins.one"]),
        (["coins.*"], ["coins.one", "coins.two"]),
        (["dice"], ["dice.three"]),
        (["claims/deep"], ["coins.two"]),
        (["claims/one.py", "dice.three"], ["coins.one", "dice.three"]),
        (["notes/four.py"], ["notes.four"]),
        (["--paper", "coins"], ["coins.one", "coins.two"]),
        (["-k", "thr"], ["dice.three"]),
    ],
)
def test_names_globs_papers_and_paths(shelf, words, names):
    out = shelf.run("list", *words).out
    assert [line.split()[0] for line in out.splitlines()[2 : 2 + len(names)]] == names
    assert f"{len(names)} of {len(names)} claims" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["coins.oen"], "no claim is named 'coins.oen'; did you mean coins.one"),
        (["claims/none.py"], "there is no file or folder claims/none.py"),
        (["notes"], "no claims in notes"),
        (["--paper", "cards"], "no claim has --paper cards"),
    ],
)
def test_what_means_no_claim_is_a_usage_error(shelf, words, said):
    ran = shelf.run("run", *words)
    assert ran.code == 2 and said in ran.out


def test_an_empty_directory_says_what_to_do(project):
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 2 and "theoremcheck new" in ran.out


def test_more_adds_draws(project):
    project.write("claims/coins.py", page())
    project.run("run", "--budget", "quick")
    project.run("run", "--budget", "quick", "--more", "26")
    assert project.report()["claims"][0]["series"]["draws"] == 100


def test_report_and_evidence_go_where_they_are_asked_to(project):
    project.write("claims/coins.py", page())
    project.run("run", "--budget", "quick", "--report", "out", "--evidence", "kept")
    assert project.verdicts("out") == {"coins.shows-heads": "supported"}
    assert list((project.root / "kept" / "coins.shows-heads").rglob("*.jsonl"))


@pytest.mark.parametrize("line", ["import nothing_of_this_name", "raise SystemExit(0)", "1 / 0", "not python"])
def test_a_page_that_fails_to_import_is_one_failure(project, line):
    project.write("claims/bad.py", line + "  # theoremcheck\n")
    project.write("claims/coins.py", page())
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 1 and "bad.py could not be imported" in ran.out
    assert project.verdicts() == {"coins.shows-heads": "supported"}


def test_a_page_that_nobody_asked_for_does_not_matter(project):
    project.write("claims/bad.py", "1 / 0  # theoremcheck\n")
    project.write("claims/coins.py", page())
    assert project.run("run", "coins.shows-heads", "--budget", "quick").code == 0


def test_a_name_that_is_not_found_may_be_on_a_page_that_failed(project):
    project.write("claims/bad.py", "1 / 0  # theoremcheck\n")
    project.write("claims/coins.py", page())
    assert "bad.py" in project.run("run", "coins.other").out


def test_clashing_names_name_both_pages_and_the_others_run(project):
    for name in ("a", "b"):
        project.write(f"claims/{name}.py", page())
    project.write("claims/c.py", page("coins.third"))
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 1 and "a.py and " in ran.out and "names are for ever" in ran.out
    assert project.verdicts() == {"coins.shows-heads": "broken", "coins.third": "supported"}


def test_edited_evidence_is_named_and_the_code_is_3(project):
    project.write("claims/coins.py", page(truth=0.5))
    project.run("run", "--budget", "quick")
    (path,) = project.segments()
    path.write_text(path.read_text().replace('"margin":-0.', '"margin":0.', 1))
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 3 and f"{path.name}, line" in ran.out


@pytest.fixture(scope="module")
def in_processes(tmp_path_factory):
    """Two processes, two claims of one study, a false one, and one that kills whoever runs it."""
    project = Project(tmp_path_factory.mktemp("in-processes"))
    project.write("claims/__init__.py", "")
    study = 'study=Study("coins.series", package="claims"),'
    project.write("claims/one.py", page("coins.one", more=study))
    copy = "from claims.one import CLAIM as ONE\nfrom theoremcheck import Claim\n"
    project.write("claims/two.py", copy + 'CLAIM = Claim(**{**vars(ONE), "name": "coins.two", "required": 0.9})\n')
    project.write("claims/false.py", page("coins.false", truth=0.6))
    project.write(
        "claims/killer.py", page("killers.one").replace("    time.sleep(0)\n", "    import os; os._exit(9)\n")
    )
    return project, project.run("run", "--jobs", "2", "--budget", "quick")


def test_several_processes_change_nothing(in_processes):
    project, _ = in_processes
    project.run("run", "coins", "--jobs", "1", "--budget", "quick", "--report", "alone")
    numbers = [
        {
            claim["name"]: (claim["verdict"], claim["series"]["draws"], claim["series"]["holds"])
            for claim in project.report(folder)["claims"]
            if claim["name"] != "killers.one"
        }
        for folder in ("alone", "reports/latest")
    ]
    assert numbers[0] == numbers[1] and len(numbers[0]) == 3


def test_the_claims_of_a_study_are_trained_once_by_several_processes_too(in_processes):
    table = load(in_processes[0].root / "reports/latest/evidence/coins.series")
    assert not table.duplicated(["series", "precision", "index"]).any()


def test_a_claim_that_kills_its_process_is_the_only_one_lost(in_processes):
    project, ran = in_processes
    assert ran.code == 1 and "the process that ran it died" in ran.out
    assert project.verdicts() == {
        "killers.one": "broken",
        "coins.one": "supported",
        "coins.two": "supported",
        "coins.false": "refuted",
    }


@pytest.mark.parametrize(("jobs", "with_signal"), [("1", signal.SIGINT), ("2", signal.SIGTERM), ("2", signal.SIGKILL)])
def test_an_interruption_keeps_the_draws_and_leaves_no_process(project, jobs, with_signal):
    for name in ("a", "b"):
        project.write(f"claims/{name}.py", page(f"coins.{name}", pause=0.3, required=0.99))
    started = subprocess.Popen(
        [sys.executable, "-m", "theoremcheck", "run", "--jobs", jobs],
        cwd=project.root,
        env=project.environment(PYTHONPATH=os.getcwd()),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever started the tests in the background may have had interruptions ignored, which is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not project.segments() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(started.pid, with_signal)
    out, _ = started.communicate(timeout=30)
    if with_signal is not signal.SIGKILL:
        assert started.returncode == 130 and "what was drawn is kept" in out
    assert project.segments() and all_gone(started.pid)


def all_gone(group):
    """Whether no process of a group is left, a few seconds later at most."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


BREAKS = (
    '\n\ndef flip(coin, streams):\n    return coin.wieght\n\n\nCLAIM = Claim(**vars(CLAIM) | {"experiment": flip})\n'
)


def test_a_broken_experiment_shows_its_own_lines_and_no_share_of_draws(project):
    project.write("claims/coins.py", page() + BREAKS)
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 1 and "claims/coins.py" in ran.out and "in flip\n      return coin.wieght" in ran.out
    assert "draws hold" not in ran.out and "NOT CAUGHT" not in ran.out
    assert "again: theoremcheck replay coins.shows-heads 0" in ran.out
    assert "return coin.wieght" in (project.root / "reports/latest/papers/coins.html").read_text()


def test_the_first_failing_draw_is_told_with_what_was_observed_and_how_to_see_it_again(project):
    project.write("claims/coins.py", page(truth=0.5))
    out = project.run("run", "--budget", "quick").out
    told = out.partition("first failing draw: number ")[2]
    index = told.partition(",")[0]
    assert (
        "reserve = -" in told and "NOT seen" in told and f"again: theoremcheck replay coins.shows-heads {index}" in told
    )
    assert "again: theoremcheck replay coins.shows-heads 'Coin(" in told


def test_a_run_of_a_page_that_fails_leaves_the_report_as_it_was(finished):
    page = finished.root / "reports/latest/index.html"
    before = page.read_bytes()
    finished.write("claims/three.py", "from theoremcheck import Claim\nimport nothing_of_that_name\n")
    ran = finished.run("run", "claims/three.py", "--budget", "quick")
    assert ran.code == 1 and "the report stays as it was" in ran.out and page.read_bytes() == before


def test_a_run_of_one_claim_keeps_the_others_in_the_report(finished):
    ran = finished.run("run", "coins.one", "--budget", "quick", "--more", "5")
    assert "coins.two" not in ran.out and "(with 1 other claim of which there is evidence)" in ran.out
    assert finished.verdicts() == {"coins.one": "supported", "coins.two": "refuted"}


@pytest.mark.parametrize("package", ["claims.coins", "claims"])
def test_a_run_of_a_study_looks_for_its_other_claims_and_imports_no_page_elsewhere(project, package):
    """Of these it has evidence, whichever of them a run was asked for."""
    study = f'study=Study("coins.series", package="{package}"),'
    for folder in ("claims", "claims/coins", "claims/other"):
        project.write(f"{folder}/__init__.py", "")
    project.write("claims/coins/one.py", page("coins.one", more=study))
    project.write("claims/two.py" if package == "claims" else "claims/coins/two.py", page("coins.two", more=study))
    project.write("claims/other/three.py", page("coins.three") + "from pathlib import Path\nPath('seen').touch()\n")
    ran = project.run("run", "claims/coins/one.py", "--budget", "quick")
    assert ran.code == 0 and (project.root / "seen").exists() == (package == "claims")
    assert project.verdicts().keys() == {"coins.one"}  # nobody ran the other: its controls have no draw
    project.run("run", "claims/two.py" if package == "claims" else "claims/coins/two.py", "--budget", "quick")
    assert project.verdicts() == {"coins.one": "supported", "coins.two": "supported"}


def test_a_verdict_is_that_of_the_draws_which_others_of_the_study_added_after_it(growing):
    assert draws_told(growing, growing.run("run", "--budget", "quick", "--jobs", "1")) == {
        "coins.one": (74, 74),
        "coins.two": (74, 74),
    }
    again = growing.run("run", "--budget", "quick", "--jobs", "1")
    assert "nothing trained" in again.line("coins.one") and "nothing trained" in again.line("coins.two")


def test_draws_that_are_added_on_purpose_are_added_once(growing):
    growing.run("run", "--budget", "quick", "--jobs", "1")
    told = draws_told(growing, growing.run("run", "--budget", "quick", "--jobs", "1", "--more", "10"))
    assert told == {"coins.one": (94, 94), "coins.two": (94, 94)}
