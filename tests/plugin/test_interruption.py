"""Kill -9, stop, resume, two workers: the same verdicts, draw counts and bounds as an undisturbed run."""

import os
import signal
import subprocess
import time

import pytest

from tests.plugin.conftest import WHERE_ASKED, page
from theoremcheck import load

NUMBERS = ("draws", "holds", "lower", "upper", "log_e_support", "log_e_refute", "decided")


def numbers(project, folder):
    return {
        claim["name"]: (claim["verdict"], *(claim["series"][name] for name in NUMBERS))
        for claim in project.report(folder)["claims"]
    }


def write_pages(project, pause):
    project.write("claims/perfect.py", page("coins.perfect", pause=pause))
    project.write("claims/mostly.py", page("coins.mostly", truth=0.985, required=0.9, pause=pause))
    project.write("claims/false.py", page("coins.false", truth=0.8, required=0.9, pause=pause))


def kill_when_written(project, lines, *arguments):
    """Start a run in a process group of its own and kill all of it once so many lines of evidence are on the disk."""
    started = subprocess.Popen(
        project.command(*arguments),
        cwd=project.root,
        env=project.environment(PAUSE="0.15"),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while len(recorded(project)) < lines and started.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert started.poll() is None, "the run was over before it could be killed"
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    return recorded(project)


def recorded(project):
    return [
        line
        for path in sorted((project.root / "killed" / "evidence").rglob("*.jsonl"))
        for line in path.read_text().splitlines(keepends=True)[1:]
        if line.endswith("\n")
    ]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_killed_and_run_again(project, workers):
    write_pages(project, pause=WHERE_ASKED)
    project.pytest("claims", "-n", "0", "--report", "undisturbed")
    before = kill_when_written(project, 30, "claims", "-n", workers, "--report", "killed")
    project.pytest("claims", "-n", workers, "--report", "killed")
    after = recorded(project)
    assert set(before) <= set(after)
    table = load(project.root / "killed" / "evidence")
    assert not table.duplicated(["owner", "specification", "series", "precision", "index"]).any()
    assert len(table) == len(after)
    assert numbers(project, "killed") == numbers(project, "undisturbed")


def test_workers_change_nothing(project):
    write_pages(project, pause=0)
    for workers in ("0", "2"):
        project.pytest("claims", "-n", workers, "--report", f"with-{workers}")
    assert numbers(project, "with-0") == numbers(project, "with-2")
    key = ["owner", "series", "precision", "index"]
    one, two = (load(project.root / f"with-{n}" / "evidence").set_index(key).margin for n in ("0", "2"))
    # A search goes where margins are least, and a last digit, which the size of a batch decides, may turn its walk.
    drawn, again = (margins[~margins.index.get_level_values("series").str.contains("/")] for margins in (one, two))
    assert set(drawn.index) == set(again.index)
    both = one.index.intersection(two.index)
    assert set(drawn.index) <= set(both) and abs(one[both] - two[both]).max() <= 1e-3  # a float32 claim's round-off


def test_slow_failures_change_nothing(project):
    """By order of completion, slow failures arrive late and inflate false support; index order does not see time."""
    write_pages(project, pause=0)
    project.pytest("claims", "-n", "2", "--report", "even")
    for path in (project.root / "claims").glob("*.py"):
        text = path.read_text()
        slow = '    time.sleep(0.05 * float((coin.weight - streams.uniform("flip") < 0).any()))\n'
        path.write_text(text.replace("    time.sleep(0)\n", slow))
    project.pytest("claims", "-n", "2", "--report", "uneven")
    verdicts = [project.verdicts(folder) for folder in ("even", "uneven")]
    assert verdicts[0] == verdicts[1]
