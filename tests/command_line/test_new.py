"""`theoremcheck new`: a claim that works as written, in the author's own repository."""

import subprocess
import sys
import tomllib

import pytest

NAMES = [
    "smith2026.mean-concentrates",
    "a.b",
    "a-rather-long-name2026.which-says-something-at-quite-some-length-indeed",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("check", [["check", "--select", "E4,E7,E9,F,I,UP,B,SIM,RUF100"], ["format", "--check"]])
def test_what_is_written_is_clean(project, name, check):
    assert project.run("new", name).code == 0
    command = [sys.executable, "-m", "ruff", *check, "--isolated", "."]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_it_runs_and_its_tests_pass(project):
    project.run("new", NAMES[0])
    ran = project.pytest("--budget", "quick")
    assert ran.code == 0 and "5 passed" in ran.out and "supported" in ran.line(NAMES[0])
    assert "nothing trained" in project.run("run", NAMES[0], "--budget", "quick").line(NAMES[0])


def test_it_is_registered(project):
    project.run("new", "smith2026.mean-concentrates")
    declared = tomllib.loads((project.root / "pyproject.toml").read_text())["project"]
    assert declared["entry-points"]["theoremcheck.claims"] == {"smith2026": "smith2026.claims"}
    assert declared["dependencies"][0].startswith("theoremcheck>=")


def test_a_second_claim_joins_the_first(project):
    project.run("new", "smith2026.one")
    before = (project.root / "pyproject.toml").read_bytes()
    ran = project.run("new", "smith2026.two")
    assert ran.code == 0 and "pyproject.toml" not in ran.out
    assert (project.root / "pyproject.toml").read_bytes() == before
    assert "2 of 2 claims" in project.run("list").out


def test_another_paper_is_told_how_to_register(project):
    project.run("new", "smith2026.one")
    ran = project.run("new", "jones2027.one")
    assert 'jones2027 = "jones2027.claims"' in ran.out


def test_nothing_that_is_there_is_changed(project):
    page = project.write("smith2026/claims/one.py", "# mine\n")
    ran = project.run("new", "smith2026.one")
    assert ran.code == 2 and "is there already" in ran.out and page.read_text() == "# mine\n"


def test_in_another_directory(project):
    ran = project.run("new", "smith2026.one", "--directory", "theorems")
    assert "cd theorems && theoremcheck run smith2026.one" in ran.out
    assert (project.root / "theorems/smith2026/claims/one.py").is_file()


@pytest.mark.parametrize(
    "name", ["one", "Smith.one", "a.b.c", "../x.y", "import.one", "paper.class", "2026.one", "a.b c"]
)
def test_what_is_no_name_is_a_usage_error(project, name):
    ran = project.run("new", name)
    assert ran.code == 2 and not list(project.root.iterdir())
