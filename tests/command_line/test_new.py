"""`theoremcheck new`: a claim that works as written, in the author's own repository."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYRIGHT = shutil.which("pyright") and subprocess.run(["pyright", "--version"], capture_output=True).returncode == 0

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
    assert ran.code == 0 and "3 passed" in ran.out and "supported" in ran.line(NAMES[0])
    assert "nothing trained" in project.run("run", NAMES[0], "--budget", "quick").line(NAMES[0])


OTHER = '''
"""A coin of weight w shows heads at least as often as w (a page that has nothing of the scaffold left)."""

from dataclasses import dataclass

from theoremcheck import AtLeast, Claim, Control, Observables, PerTrial, Regimes, Source, uniform


@dataclass(frozen=True)
class Coin:
    weight: PerTrial


def flips(coin, streams):
    return Observables(reserve={reserve})


CLAIM = Claim(
    name="smith2026.mean-concentrates",
    statement=__doc__ or "",
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    kind="lemma",
    regimes=Regimes(Coin, weight=uniform(0.99, 1.0)),
    experiment=flips,
    prediction=AtLeast("reserve", 0.0),
    required=0.9,
    controls=(Control(breaks="it is heavy", regimes=Regimes(Coin, weight=uniform(0.0, 0.1))),),
)
'''


@pytest.mark.parametrize(
    ("reserve", "outcomes"),
    [
        ('coin.weight - streams.uniform("flip")', {"passed": 2}),
        ('(coin.weight - streams.uniform("flip")).mean() + 0 * coin.weight', {"failed": 1, "passed": 1}),
        ("(coin.weight - 2) ** 0.5", {"failed": 1, "passed": 1}),
    ],
    ids=["another theorem", "trials are mixed", "no number"],
)
def test_its_tests_hold_of_whatever_the_author_writes_next(project, reserve, outcomes):
    """They ask for the contract and for outcomes, not for numbers of the page that `new` wrote."""
    project.run("new", NAMES[0])
    project.write("smith2026/claims/mean_concentrates.py", OTHER.format(reserve=reserve))
    ran = project.pytest("tests", "-p", "no:randomly")
    assert all(f"{count} {outcome}" in ran.out for outcome, count in outcomes.items()), ran.out


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


def test_another_paper_is_entered_where_the_first_is(project):
    project.run("new", "smith2026.one")
    file = project.root / "pyproject.toml"
    before = file.read_text().splitlines()
    ran = project.run("new", "jones2027.one")
    assert "added jones2027 to the entry points and the packages and the test paths" in ran.out
    declared = tomllib.loads(file.read_text())
    points = declared["project"]["entry-points"]["theoremcheck.claims"]
    assert points == {"smith2026": "smith2026.claims", "jones2027": "jones2027.claims"}
    assert declared["tool"]["setuptools"]["packages"][2:] == ["jones2027", "jones2027.claims"]
    changed = [line for line in before if line not in file.read_text().splitlines()]
    assert [line.partition(" =")[0] for line in changed] == ["packages", "testpaths"]  # comments and order stay
    collected = project.pytest("--collect-only", "-q")
    assert "smith2026.one" in collected.out and "jones2027.one" in collected.out


def test_a_project_of_another_make_gets_the_entry_point_alone(project):
    written = '[project]\nname = "thesis"  # mine\nversion = "1"\n\n[tool.setuptools.packages.find]\nwhere = ["."]\n'
    file = project.write("pyproject.toml", written)
    ran = project.run("new", "smith2026.one")
    assert "added smith2026 to the entry points" in ran.out
    text = file.read_text()
    assert all(line in text.splitlines() for line in written.splitlines())
    assert tomllib.loads(text)["project"]["entry-points"] == {"theoremcheck.claims": {"smith2026": "smith2026.claims"}}


@pytest.mark.parametrize(("written", "said"), [("[tool.ruff]\n", "has no [project] table"), ("[a\n", "is no TOML")])
def test_a_file_that_takes_no_entry_stays_as_it_is(project, written, said):
    file = project.write("pyproject.toml", written)
    ran = project.run("new", "smith2026.one")
    assert ran.code == 0 and said in ran.out and file.read_text() == written


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


@pytest.mark.skipif(not PYRIGHT, reason="pyright is not installed, or finds no node to run in")
def test_pyright_is_content_with_what_is_written(project):
    project.run("new", "smith2026.one")
    project.write("pyrightconfig.json", json.dumps({"extraPaths": [str(ROOT)], "typeCheckingMode": "strict"}))
    done = subprocess.run(["pyright", "smith2026"], cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_mypy_is_content_with_what_is_written_and_sees_what_one_number_would_break(project):
    project.run("new", "smith2026.one")
    page = project.root / "smith2026/claims/one.py"
    wrong = page.read_text().replace("return self.bound * sqrt(", "return self.bound.clamp(min=0) * sqrt(")
    project.write("smith2026/claims/wrong.py", wrong.replace("smith2026.one", "smith2026.wrong"))
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--explicit-package-bases"]
    done = subprocess.run(
        [*command, "--cache-dir", str(project.root / "cache"), "smith2026"],
        cwd=project.root,
        capture_output=True,
        text=True,
        env={**os.environ, "MYPYPATH": str(ROOT)},
    )
    assert "claims/one.py" not in done.stdout
    assert (
        "claims/wrong.py" in done.stdout and 'Item "float" of "float | Tensor" has no attribute "clamp"' in done.stdout
    )
