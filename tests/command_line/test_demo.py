"""`theoremcheck demo`: what a newcomer types first."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.conftest import Project
from tests.plugin.conftest import page

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """One run of it, in an empty folder."""
    project = Project(tmp_path_factory.mktemp("newcomer") / "project")
    project.root.mkdir()
    return project, project.run("demo")


def test_three_verdicts_and_a_forgery(shown):
    _, ran = shown
    assert ran.code == 0
    assert "supported" in ran.line("demo.true-theorem")
    assert "refuted" in ran.line("demo.wrong-constant")
    assert "powerless" in ran.line("demo.no-teeth")


def test_the_readme_shows_the_table_that_it_prints(shown):
    """But for the seconds."""
    _, ran = shown
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("demo.")]
    assert len(rows) == 3 and all(row in ran.out for row in rows)


def test_the_wrong_constant_falls_with_its_counterexample_and_the_line_that_replays_it(shown):
    project, ran = shown
    told = ran.out.partition("demo.wrong-constant is refuted")[2]
    command = told.partition("again: theoremcheck replay demo.wrong-constant 'Signs(")[2].partition("'")[0]
    assert command.startswith("count=1, bound=1.0)")  # one sign of size 1 exceeds the wrong bound, 0.68
    again = project.run("replay", "theoremcheck-demo/claims/wrong_constant.py", f"Signs({command}")
    assert again.code == 0 and "fresh replicates fail" in again.out


def test_the_changed_number_is_named_and_the_true_evidence_is_trustworthy(shown):
    project, ran = shown
    said = ran.out.partition("`theoremcheck verify forged` says")[2]
    assert re.search(r"demo\.true-theorem/\S+\.jsonl, line \d+: edited", said) and "problems found: 1" in said
    root = project.root / "theoremcheck-demo"
    verified = type(project)(root).run("verify", "reports/latest", "--replay", "20")
    assert verified.code == 1 and "trustworthy: nothing was edited" in verified.out


def test_it_overwrites_nothing(shown):
    project, _ = shown
    ran = project.run("demo")
    assert ran.code == 2 and "is there already" in ran.out


def test_its_pages_are_clean(shown):
    project, _ = shown
    for words in (["check", "--select", "E4,E7,E9,F,I,UP,B,SIM,RUF100"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--isolated", "theoremcheck-demo"],
            cwd=project.root,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_a_project_around_it_leaves_its_claims_alone(shown):
    """It is a project of its own, for the command line and for pytest; whoever names it means it."""
    project, _ = shown
    project.write("pyproject.toml", "[tool.pytest.ini_options]\n")
    project.write("claims/mine.py", page("coins.mine"))
    listed = project.run("list").out
    assert "coins.mine" in listed and "demo." not in listed
    assert "demo.no-teeth" in project.run("list", "theoremcheck-demo/claims").out
    inside = type(project)(project.root / "theoremcheck-demo").run("list").out
    assert "demo.no-teeth" in inside and "coins.mine" not in inside
    around = project.pytest("--collect-only", "-q")
    assert "coins.mine" in around.out and "demo." not in around.out
    named = project.pytest("--collect-only", "-q", "theoremcheck-demo")
    assert "demo.no-teeth" in named.out
