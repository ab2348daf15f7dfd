"""What this machine remembers from run to run: it saves time, and changes nothing that a command says."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.conftest import page

QUICK = ("--budget", "quick")


@pytest.fixture
def again(finished):
    """A finished project, and the folder of a memory that a run has filled."""
    finished.run("run", *QUICK)
    return finished, Path(finished.environment()["XDG_CACHE_HOME"], "theoremcheck")


def forgotten(cache):
    for file in cache.iterdir():
        file.unlink()


def imports_torch(project, *arguments):
    code = (
        "import sys\nfrom theoremcheck.command_line.main import main\n"
        f"try: main({[*arguments, *QUICK]!r})\nexcept SystemExit: print('torch' in sys.modules)"
    )
    environment = project.environment(PYTHONPATH=str(Path.cwd()))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.root, env=environment, capture_output=True, text=True, timeout=120
    )
    return done.stdout.endswith("True\n")


def test_a_list_that_knows_all_imports_neither_page_nor_torch(again):
    project, _ = again
    first = project.run("list", *QUICK)
    assert first.line("coins.one").endswith("supported, >= 95 %, 74 draws")
    assert not imports_torch(project, "list")
    assert project.run("list", *QUICK).out == first.out


def test_a_claim_that_was_shown_is_shown_again_without_page_and_torch(again):
    """With evidence and without any; the same lines."""
    project, _ = again
    for arguments in (("show", "coins.one"), ("show", "coins.two", "--evidence", "nowhere")):
        first = project.run(*arguments, *QUICK)
        assert first.code == 0 and not imports_torch(project, *arguments)
        assert project.run(*arguments, *QUICK).out == first.out


def test_what_is_shown_changes_with_page_and_evidence(again):
    project, cache = again
    shown = [project.run("show", "coins.one", *QUICK).out]
    project.run("run", "coins.one", *QUICK, "--more", "5")
    shown.append(project.run("show", "coins.one", *QUICK).out)
    project.write("claims/one.py", page("coins.one", truth=0.99))
    shown.append(project.run("show", "coins.one", *QUICK).out)
    forgotten(cache)
    assert project.run("show", "coins.one", *QUICK).out == shown[-1] and len(set(shown)) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda project: project.write("claims/one.py", page("coins.one", truth=0.99)),
        lambda project: project.write("claims/new.py", page("coins.new")),
        lambda project: (project.root / "claims/two.py").unlink(),
    ],
    ids=["the page changes", "one comes", "one goes"],
)
def test_a_list_sees_what_changes(again, change):
    project, cache = again
    before = project.run("list", *QUICK).out
    change(project)
    after = project.run("list", *QUICK).out
    forgotten(cache)
    assert project.run("list", *QUICK).out == after != before


@pytest.mark.parametrize(
    ("kind", "file", "text"),
    [
        ("Path(__file__).with_name('kind.txt').read_text()", "claims/kind.txt", "theorem"),
        ("helpers.KIND", "helpers.py", 'KIND = "theorem"'),
        ("helpers.KIND", "claims/helpers.py", 'KIND = "theorem"'),  # it comes before the one that was imported
    ],
)
def test_what_a_page_reads_and_imports_is_part_of_it(project, kind, file, text):
    imports = "import helpers\nfrom pathlib import Path\nimport time"
    own = page("coins.one", kind="KIND").replace('"KIND"', kind).replace("import time", imports, 1)
    for path, content in (("claims/one.py", own), ("claims/kind.txt", "lemma"), ("helpers.py", 'KIND = "lemma"')):
        project.write(path, content)
    for _ in range(2):
        assert project.run("list", PYTHONPATH=str(project.root)).line("coins.one").split()[1] == "lemma"
    project.write(file, text)
    assert project.run("list", PYTHONPATH=str(project.root)).line("coins.one").split()[1] == "theorem"


def test_a_report_from_memory_has_the_same_bytes(again):
    project, cache = again
    report = project.root / "reports/latest"
    project.run("report", *QUICK)
    known = {file: file.read_bytes() for file in report.rglob("*") if file.suffix in (".json", ".html", ".svg", ".md")}
    forgotten(cache)
    project.run("report", *QUICK)
    assert known and {file: file.read_bytes() for file in known} == known


def test_a_run_that_has_nothing_to_train_starts_no_worker(again):
    project, cache = again
    before = project.segments()
    second = project.run("run", *QUICK)
    assert second.code == 0 and second.line("coins.one").endswith("nothing trained: its draws were there")
    assert " 0.0 " in second.line("coins.one") and project.segments() == before
    forgotten(cache)
    assert " 0.0 " not in project.run("run", *QUICK).line("coins.one")  # here one looked


def test_pytest_remembers_too(again):
    project, _ = again
    assert " 0.0 " in project.pytest("claims", *QUICK).line("coins.one")


def test_more_draws_are_drawn_all_the_same(again):
    project, _ = again
    assert " 94 " in project.run("run", "coins.one", "--more", "20", *QUICK).line("coins.one")
    assert " 94 " in project.run("run", "coins.one", *QUICK).line("coins.one")


def test_evidence_that_was_edited_is_read_again(again):
    project, _ = again
    path = project.segments("coins.one")[0]
    path.write_text(path.read_text().replace('"margin":0.', '"margin":1.', 1))
    ran = project.run("run", "coins.one", *QUICK)
    assert ran.code == 3 and "cannot be trusted" in ran.out
    assert project.run("list", "coins.one", *QUICK).code == 3


def test_evidence_that_is_gone_is_no_verdict(again):
    project, _ = again
    project.run("list", *QUICK)
    for path in project.segments("coins.one"):
        path.unlink()
    assert project.run("list", *QUICK).line("coins.one").endswith("-")


@pytest.mark.parametrize("command", ["list", "report", "run"])
def test_a_memory_that_holds_rubbish_is_none(again, command):
    project, cache = again
    for file in cache.iterdir():
        file.write_bytes(b'{"key": 3, "workshop": [')
    ran = project.run(command, *QUICK)
    assert ran.code == 0 and "supported" in ran.line("coins.one")


def test_without_a_place_for_it_there_is_none(finished, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    ran = finished.run("list", *QUICK, XDG_CACHE_HOME=str(blocked))
    assert ran.code == 0 and "74 draws" in ran.line("coins.one")


@pytest.mark.parametrize("command", ["run --more 8", "verify reports/latest/evidence", "show coins.two", "report"])
def test_a_page_that_fails_now_is_a_page_that_failed(project, command):
    """It imported when this machine learnt it; what it takes from the environment the memory does not see."""
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/two.py", page("coins.two") + 'assert "BROKEN" not in os.environ, "not today"\n')
    project.run("run", *QUICK)
    assert project.run("list", *QUICK).line("coins.two").endswith("supported, >= 95 %, 74 draws")
    ran = project.fresh(*command.split(), *QUICK, BROKEN="yes")
    assert "Traceback" not in ran.out.partition("two.py")[0]
    if command == "report":  # nothing that it says has changed, and it imports nothing
        assert ran.code == 0 and ran.line("coins.two")
        return
    assert "two.py cannot be imported (AssertionError: not today)" in ran.out
    if command == "show coins.two":
        assert ran.code == 2 and "no claim is named 'coins.two'" in ran.out and "Traceback" not in ran.out
    else:
        assert ran.code == (1 if command.startswith("run") else 0) and "supported" in ran.line("coins.one")
    assert project.run("list", *QUICK).line("coins.two").endswith("supported, >= 95 %, 74 draws")
