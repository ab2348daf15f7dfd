"""Every Python digests the catalogue alike: this one, and those that the npm package `pyodide` carries."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.digests.portrait import LAMBDAS, ROOMS, functions_in, portrait

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]

PYODIDES = {"3.12": "0.27.7", "3.13": "0.29.4", "3.14": "314.0.7"}
"""Python -> version of the npm package that carries it; 14 MB each."""
NPM_OPTIONS = (
    "--prefix=.", "--prefer-offline", "--fetch-retries=0", "--no-audit", "--no-fund", "--ignore-scripts",
)  # fmt: skip


@pytest.fixture(scope="session")
def here() -> dict[str, Any]:
    """All digests by the Python that runs the tests."""
    return portrait(ROOT)


@pytest.fixture
def pyodide(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A pyodide that npm installs, from its own cache where it can; without one there is nothing to compare with."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("neither node nor npm is here: no second Python to compare with")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < 20:
        pytest.skip(f"node {version} is too old for pyodide, which asks for 20")
    command = ["npm", "install", *NPM_OPTIONS, f"pyodide@{request.param}"]
    try:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch pyodide {request.param} within a minute")
    if done.returncode != 0:
        pytest.skip(f"npm has no pyodide {request.param}: {done.stderr.partition(chr(10))[0]}")
    return tmp_path / "node_modules" / "pyodide" / "pyodide.mjs"


@pytest.mark.parametrize(("python", "pyodide"), PYODIDES.items(), ids=PYODIDES, indirect=["pyodide"])
def test_another_python_gives_the_same_digests(python: str, pyodide: Path, here: dict[str, Any]) -> None:
    """Of every page with all that it reaches, and of every function and lambda in the house."""
    command = ["node", str(HERE / "in_pyodide.mjs"), str(pyodide), str(HERE / "portrait.py"), str(ROOT), *ROOMS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    there = json.loads(done.stdout)
    assert there.pop("python") == [int(number) for number in python.split(".")]
    for part, digests in there.items():
        assert digests == here[part], part


def test_the_portrait_holds_the_catalogue(here: dict[str, Any]) -> None:
    """What is compared is there: pages, files of all rooms, and the functions in them."""
    assert here["python"] == list(sys.version_info[:2])
    assert len(here["pages"]) > 100 and len(here["files"]) > 300
    assert sum(len(functions) for functions in here["files"].values()) > 1000


def test_lambdas_of_one_line_are_told_apart() -> None:
    """By what they say, as each of them says something of its own."""
    lines = Counter((line, digest) for line, _, digest in functions_in(LAMBDAS.encode()))
    assert max(lines.values()) == 1
