"""A stranger's project in a folder of its own, and pytest run in it as its author would."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from pkgutil import iter_modules
from textwrap import dedent
from time import time

import pytest

from theoremcheck.catalogue import memory
from theoremcheck.command_line import commands
from theoremcheck.running import executors

PAGE = '''
"""{statement}"""

import os
import time
from dataclasses import dataclass

from theoremcheck import (
    AtLeast, Claim, Control, Flaw, Observables, PositiveControl, Regimes, Source, Study, Verdict, choice, uniform,
)


@dataclass(frozen=True)
class Coin:
    size: int
    weight: float
    tilt: float


def flip(coin, streams):
    time.sleep({pause})
    return Observables(reserve=coin.weight - streams.uniform("flip"))


def coins(weight):
    return Regimes(Coin, size=choice(1, 2), weight=weight, tilt=uniform(0.0, 1.0))


CLAIM = Claim(
    name="{name}",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed", arxiv="2601.00001"),
    kind="{kind}",
    regimes=coins({truth}),
    experiment=flip,
    prediction=AtLeast("reserve", 0.0),
    required={required},
    controls=(Control(breaks="the coin is good", regimes=coins(0.1)),),
    {more}
)
'''


KNOWN = (
    'known=Verdict.REFUTED, reason="the coin is fair", flaw=Flaw.WRONG_CONSTANT, '
    'positive_controls=(PositiveControl(adds="both sides are heads", regimes=coins(1.0)),),'
)
"""What a page says whose coin is known to be fair."""


WHERE_ASKED = 'float(os.environ.get("PAUSE", 0))'
"""A pause that the environment asks for: a run that is to be disturbed is slow, and others of the same page are not."""


def page(name="coins.shows-heads", truth=1.0, required=0.95, pause=0, kind="lemma", more="", statement="Heads."):
    return PAGE.format(
        name=name, truth=truth, required=required, pause=pause, kind=kind, more=more, statement=statement
    )


SERVER = get_context("forkserver")
COMMANDS = [module.name for module in iter_modules(commands.__path__, f"{commands.__name__}.")]
SERVER.set_forkserver_preload(
    ["torch", "pandas", "scipy.stats", "jinja2", "theoremcheck.pytest_plugin.items", *COMMANDS]
)


def begin_here():
    """This process was forked: it has no threads, torch is loaded, and no file of the project was read before."""
    executors._START, memory._BEGAN = "fork", time()


def _pytest(arguments, folder, environment, output):
    file = os.open(output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.chdir(folder)
    # A page rewritten within a second at the same length would be taken from its stale bytecode.
    sys.dont_write_bytecode = True
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    begin_here()
    code = pytest.main(["-p", "no:cacheprovider", *arguments])
    sys.stdout.flush()
    os._exit(int(code))


@dataclass(frozen=True)
class Ran:
    code: int
    out: str

    def line(self, start):
        """The line of the table that starts with a name."""
        return next(line for line in self.out.splitlines() if re.match(rf"{re.escape(start)}\s", line))


@dataclass(frozen=True)
class Project:
    root: Path

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text))
        return target

    def command(self, *arguments):
        return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]

    def environment(self, **variables):
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
        cache = str(self.root.parent / f"{self.root.name}-cache")
        return clean | {"COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": cache} | variables

    def pytest(self, *arguments, cwd=None, **variables):
        """Run pytest in a process of its own, forked where all that it imports is loaded already."""
        output = self.root / "output.txt"
        environment = self.environment(**variables)
        child = SERVER.Process(target=_pytest, args=(arguments, cwd or self.root, environment, output))
        child.start()
        child.join(240)
        assert child.exitcode is not None, f"pytest {arguments} did not end"
        return Ran(child.exitcode, output.read_text())

    def fresh_pytest(self, *arguments):
        """Run pytest in a new interpreter."""
        done = subprocess.run(
            self.command(*arguments), cwd=self.root, env=self.environment(), capture_output=True, text=True, timeout=300
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def report(self, folder="reports/latest"):
        return json.loads((self.root / folder / "report.json").read_text())

    def verdicts(self, folder="reports/latest"):
        return {claim["name"]: claim["verdict"] for claim in self.report(folder)["claims"]}


@pytest.fixture
def project(tmp_path):
    """An empty project whose root directory pytest can tell."""
    project = Project(tmp_path)
    project.write("pytest.ini", "[pytest]\naddopts = --strict-markers\n")
    return project


@pytest.fixture
def growing(project):
    """Two claims of a study that share draws: the second needs more of them than decided the first."""
    study = 'study=Study("coins.series", package="claims"),'
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", required=0.9, more=study))
    copy = "from claims.one import CLAIM as ONE\nfrom theoremcheck import Claim\n"
    project.write("claims/two.py", copy + 'CLAIM = Claim(**{**vars(ONE), "name": "coins.two", "required": 0.95})\n')
    return project


def draws_told(project, ran):
    """Draws by the table and by the report."""
    reported = {claim["name"]: claim["series"]["draws"] for claim in project.report()["claims"]}
    return {name: (int(re.search(r" (\d+) +1/1 caught", ran.line(name)).group(1)), reported[name]) for name in reported}
