"""A third party's package: installed in a fresh environment, its claims are found and run by both commands."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.documentation.conftest import build

EXAMPLE = Path(__file__).parents[2] / "examples" / "textbook-rules"


@pytest.fixture
def tree(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__", "reports", "*.egg-info", "build")
    return shutil.copytree(EXAMPLE, tmp_path / "example", ignore=ignored)


def test_installed_it_is_run_by_name_from_anywhere(environment, tree, tmp_path):
    environment.install(build(tree, tmp_path))
    home = tmp_path / "home"
    home.mkdir()
    ran = environment.run(script="theoremcheck run textbook_rules --jobs 1", cwd=home)
    assert ran.returncode == 0 and "2 of 2 claims as expected" in ran.stdout, ran.stdout
    again = environment.run(script="python -m pytest -q --rootdir . --pyargs textbook_rules", cwd=home)
    assert again.returncode == 0 and again.stdout.count("nothing trained: its draws were there") == 2, again.stdout
    for badge in ("suite.svg", *(f"claims/{path.name}" for path in (EXAMPLE / "badges/claims").iterdir())):
        said = [label(folder / badge) for folder in (EXAMPLE / "badges", home / "reports/latest/badges")]
        assert said[0] == said[1], f"{badge} is out of date"


def test_its_own_tests_pass(environment, tree):
    ran = environment.run(script="python -m pytest -q tests", cwd=tree)
    assert ran.returncode == 0, ran.stdout


def label(svg):
    return ElementTree.parse(svg).getroot().attrib["aria-label"]
