"""The command line, run in a stranger's project as its author would."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.plugin.conftest import KNOWN, SERVER, Ran, begin_here, page
from tests.plugin.conftest import Project as PytestProject
from tests.plugin.conftest import growing as growing  # of a project of this room


def _command(arguments, folder, environment, output):
    file = os.open(output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.chdir(folder)
    sys.dont_write_bytecode = True
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    from theoremcheck.command_line.main import main

    begin_here()
    try:
        main(list(arguments), prog_name="theoremcheck")
    except SystemExit as left:
        sys.stdout.flush()
        os._exit(int(left.code or 0))


@dataclass(frozen=True)
class Project(PytestProject):
    def run(self, *arguments, **variables):
        """Run a command in a process of its own, forked where all that it imports is loaded already."""
        output = self.root.parent / f"{self.root.name}-output.txt"
        child = SERVER.Process(target=_command, args=(arguments, self.root, self.environment(**variables), output))
        child.start()
        child.join(120)
        assert child.exitcode is not None, f"theoremcheck {arguments} did not end"
        return Ran(child.exitcode, output.read_text())

    def fresh(self, *arguments, **variables):
        """Run a command in a new interpreter."""
        done = subprocess.run(
            [sys.executable, "-m", "theoremcheck", *arguments],
            cwd=self.root,
            env=self.environment(PYTHONPATH=os.getcwd(), **variables),
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def segments(self, name="*"):
        """Files of the evidence."""
        return sorted((self.root / "reports/latest/evidence").glob(f"{name}/*/*.jsonl"))

    def forge(self, path, change):
        """Edit the records of a segment, each as it is, and make all checksums right again."""

        def edit(records):
            for record in records[1:]:
                change(record)
            return records

        self.rewrite(path, edit)

    def rewrite(self, path, edit):
        """Replace the records of a segment, header included, and make all checksums right again."""
        from theoremcheck.evidence.segments import _checksum

        records = [json.loads(line) for line in path.read_text().splitlines()]
        previous, lines = b"", []
        for record in edit([{name: record[name] for name in record if name != "sum"} for record in records]):
            body = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
            previous = _checksum(previous, body)
            lines.append(body[:-1] + b',"sum":"' + previous + b'"}\n')
        path.write_bytes(b"".join(lines))

    def register(self, name, module, folder="site"):
        """Metadata of an installed distribution that offers claims."""
        self.write(f"{folder}/{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        self.write(f"{folder}/{name}-1.0.dist-info/entry_points.txt", f"[theoremcheck.claims]\n{name} = {module}\n")


EVIDENCE = "reports/latest/evidence"


def verified(project, *arguments):
    return project.run("verify", EVIDENCE, *arguments)


def forged(project, name, change):
    for path in project.segments(name):
        project.forge(path, change)


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    return Project(root)


@pytest.fixture(scope="session")
def _finished(tmp_path_factory):
    root = tmp_path_factory.mktemp("finished") / "project"
    root.mkdir()
    project = Project(root)
    project.write("claims/one.py", page("coins.one", statement=r"Heads: $\mathbb{P}(H) = 1$."))
    project.write("claims/two.py", page("coins.two", truth=0.5, kind="theorem", more=KNOWN))
    assert project.run("run", "--budget", "quick").code == 0
    return root


@pytest.fixture
def finished(_finished, tmp_path):
    """A project whose two claims were run: coins.one is supported, coins.two refuted, as known."""
    shutil.copytree(_finished, tmp_path / "project")
    return Project(tmp_path / "project")
