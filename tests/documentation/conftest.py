"""Environments in which a wheel is installed, and nothing of this clone can be seen."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = "import sys, setuptools.build_meta as backend; print(getattr(backend, f'build_{sys.argv[2]}')(sys.argv[1]))"


def build(tree, output, kind="wheel"):
    """The wheel or the sdist of a source tree, built in a copy of it."""
    built = subprocess.run([sys.executable, "-c", BUILD, str(output), kind], cwd=tree, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return output / built.stdout.split()[-1]


@dataclass(frozen=True)
class Environment:
    """A virtual environment with packages of its own; what those need is borrowed from the one that runs the tests.

    To install torch once more would take minutes. What is borrowed comes last on the path, so that a package which is
    installed here hides one of the same name there; and the clone is on no path at all.
    """

    root: Path

    def install(self, wheel):
        done = self.run("python", "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-installed", str(wheel))
        assert done.returncode == 0, done.stdout

    def run(self, *command, cwd=None, script=None):
        """Run a command, or the lines of a script, with this environment activated."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "OMP_NUM_THREADS", "TMPDIR") if name in os.environ}
        activated = kept | {
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "VIRTUAL_ENV": str(self.root),
            "COLUMNS": "200",
            # No registry is asked, and setuptools is borrowed too.
            "PIP_NO_INDEX": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        words = ["bash", "-euo", "pipefail", "-c", script] if script is not None else list(command)
        return subprocess.run(
            words, cwd=cwd or self.root, env=activated, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )


@pytest.fixture(scope="session")
def wheel(source_tree, tmp_path_factory):
    """The wheel of this tree."""
    return build(source_tree, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(source_tree, tmp_path_factory):
    """The source distribution of this tree."""
    return build(source_tree, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="session")
def source_tree(tmp_path_factory):
    """A copy of what is built."""
    tree = tmp_path_factory.mktemp("tree")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "theoremcheck", tree / "theoremcheck", ignore=ignored)
    for room in ("claims", "models", "strategies"):  # there, to be left out
        shutil.copytree(ROOT / room, tree / room, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    return tree


@pytest.fixture
def environment(empty_environment, wheel):
    """A fresh environment with our wheel in it."""
    empty_environment.install(wheel)
    return empty_environment


@pytest.fixture
def empty_environment(tmp_path):
    """A fresh environment without us."""
    root = tmp_path / "environment"
    venv.create(root, symlinks=True)
    borrowed = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages,) = root.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text("".join(f"{path}\n" for path in borrowed))
    return Environment(root)
