"""The fault table of docs/reliability.md: kills, disks, clocks, two runs at once, torn and repeated lines.

    python -m benchmarks.faults --kills 50
    python -m benchmarks.faults --kills 50 --only dask

Each fault befalls a run of three small claims. Counted are trials that were on the disk and are lost afterwards,
verdicts that differ from those of an undisturbed run, and tracebacks of ours in what a user sees. A small file system
for the full and the read-only disk needs the rights to mount one; without them these two are not tried, and the table
says so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.command_line.dask_cluster import Cluster
from tests.plugin.conftest import page

TRUTHS = {"perfect": 1.0, "mostly": 0.985, "false": 0.8}


@dataclass
class Row:
    """A fault, how often it was tried, and what it cost."""

    fault: str
    tried: int = 0
    lost: int = 0
    wrong: int = 0
    tracebacks: int = 0


class Project:
    """Three claims in a folder of their own."""

    def __init__(self, root: Path) -> None:
        self.root, self.seconds = root, 0.0
        (root / "claims").mkdir()
        for name, truth in TRUTHS.items():
            text = page(f"faults.{name}", truth=truth, required=0.9, pause=0.03)
            (root / "claims" / f"{name}.py").write_text(text)

    def start(self, report: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "theoremcheck", "run", "--budget", "quick", "--report", str(report)),
                *(options or ("-j2",)),
            ],
            cwd=self.root,
            env=os.environ | environment,
            start_new_session=True,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, report: Path) -> str:
        return self.start(report).communicate(timeout=600)[0]

    def measure(self, report: Path) -> None:
        """Run it undisturbed once, to know how long that takes on this machine."""
        started = time.monotonic()
        self.run(report)
        self.seconds = time.monotonic() - started

    def moment(self) -> float:
        """A random moment of a run, in seconds from its start."""
        return random.uniform(0.1, 0.95) * self.seconds


def lines(report: Path) -> list[str]:
    """Whole lines of trials on the disk."""
    return [
        line
        for path in sorted((report / "evidence").rglob("*.jsonl"))
        for line in path.read_text().splitlines(keepends=True)[1:]
        if line.endswith("\n")
    ]


def verdicts(report: Path) -> dict[str, tuple[str, int]]:
    """Verdict and draws of each claim."""
    claims = json.loads((report / "report.json").read_text())["claims"]
    return {claim["name"]: (claim["verdict"], claim["series"]["draws"]) for claim in claims}


def children(pid: int) -> list[int]:
    """Processes that a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def after(project: Project, report: Path, row: Row, before: list[str], truth: dict[str, tuple[str, int]]) -> None:
    """Let the run go on, and count what the fault cost."""
    said = project.run(report)
    row.lost += len(set(before) - set(lines(report)))
    row.wrong += sum(verdicts(report).get(name) != verdict for name, verdict in truth.items())
    row.tracebacks += "Traceback" in said


def kill(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]], whom: str) -> None:
    """Kill -9 at a random moment: the whole run, one worker of it, or the process that hands them their claims."""
    report = folder / f"{whom}-{row.tried}"
    started = project.start(report)
    time.sleep(project.moment())
    workers = [pid for pid in children(started.pid) if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    if whom == "worker" and workers:
        os.kill(random.choice(workers), signal.SIGKILL)
    elif whom == "scheduler":
        started.kill()
        # Nobody is left to hand out claims: each worker writes down what it has and ends.
        while any(map(is_alive, workers)):
            time.sleep(0.1)
    else:
        os.killpg(started.pid, signal.SIGKILL)
    said = started.communicate(timeout=600)[0]
    row.tried += 1
    row.tracebacks += "Traceback" in said
    after(project, report, row, lines(report), truth)


def kill_of_dask(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]]) -> None:
    """Kill -9 of a dask worker that has a claim, at a random moment of its batches; the cluster runs it again."""
    report, logs = folder / f"dask-{row.tried}", folder / f"cluster-{row.tried}"
    logs.mkdir()
    cluster = Cluster(logs)
    try:
        workers = [cluster.worker(), cluster.worker()]
        started = project.start(report, "--dask", cluster.address)
        while not lines(report) and started.poll() is None:
            time.sleep(0.05)
        time.sleep(random.uniform(0.0, 0.5) * project.seconds)
        before = lines(report)
        random.choice(workers).kill()
        said = started.communicate(timeout=600)[0]
    finally:
        cluster.close()
    row.tried += 1
    row.lost += len(set(before) - set(lines(report)))
    row.wrong += sum(verdicts(report).get(name) != verdict for name, verdict in truth.items())
    row.tracebacks += "Traceback" in said


def is_alive(pid: int) -> bool:
    """Whether a process, which may be nobody's child any more, still runs."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


LATER = """
import datetime, time
SHIFT = 86_400
now, now_ns = time.time, time.time_ns
time.time, time.time_ns = lambda: now() + SHIFT, lambda: now_ns() + SHIFT * 10**9

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=SHIFT)

datetime.datetime = Later
"""
"""A `sitecustomize` by which a process takes today for tomorrow."""


def set_back(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]]) -> None:
    """A run is killed, and the clock set back by a day before it goes on: files and headers are of tomorrow."""
    report, ahead = folder / f"clock-{row.tried}", folder / "ahead"
    ahead.mkdir(exist_ok=True)
    (ahead / "sitecustomize.py").write_text(LATER)
    started = project.start(report, PYTHONPATH=str(ahead))
    time.sleep(project.moment())
    os.killpg(started.pid, signal.SIGKILL)
    said = started.communicate(timeout=600)[0]
    tomorrow = time.time() + 86_400
    for path in report.rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    row.tried += 1
    row.tracebacks += "Traceback" in said
    after(project, report, row, lines(report), truth)


def torn(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]], finished: Path) -> None:
    """The last line cut off somewhere, and another segment repeated whole, as a copy of a folder may leave it."""
    report = folder / f"torn-{row.tried}"
    shutil.copytree(finished / "evidence", report / "evidence")
    paths = sorted((report / "evidence").rglob("*.jsonl"))
    content = paths[0].read_bytes()
    paths[0].write_bytes(content[: len(content) - random.randint(1, 300)])
    shutil.copy(paths[-1], paths[-1].with_name(f"{'0' * 16}.jsonl"))
    row.tried += 1
    after(project, report, row, lines(report), truth)


def together(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]]) -> None:
    """Two runs at once on one folder."""
    report = folder / f"together-{row.tried}"
    runs = [project.start(report), project.start(report)]
    said = [run.communicate(timeout=600)[0] for run in runs]
    row.tried += 1
    row.tracebacks += sum("Traceback" in text for text in said)
    after(project, report, row, lines(report), truth)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[bool]:
    """A small file system; whether this process may mount one."""
    folder.mkdir(exist_ok=True)
    allowed = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True).returncode
    try:
        yield allowed == 0
    finally:
        if allowed == 0:
            subprocess.run(["umount", folder], check=True)


def full_disk(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]]) -> None:
    """No space is left while the run writes; then it goes on where there is some."""
    small, report = folder / "small", folder / f"full-{row.tried}"
    with mounted(small, f"size={random.choice([16, 32, 64, 128])}k") as allowed:
        if not allowed:
            return
        said = project.run(small)
        row.tried += 1
        row.tracebacks += "Traceback" in said
        before = lines(small)
        if (small / "evidence").is_dir():
            shutil.copytree(small / "evidence", report / "evidence")
    after(project, report, row, before, truth)


def read_only(project: Project, folder: Path, row: Row, truth: dict[str, tuple[str, int]]) -> None:
    """A folder that nobody may write to: one sentence and the table."""
    with mounted(folder / "fixed", "ro") as allowed:
        if not allowed:
            return
        said = project.run(folder / "fixed" / "report")
        row.tried += 1
        row.tracebacks += "Traceback" in said
        row.wrong += "no report was written" not in said or "faults.perfect" not in said


def main() -> None:
    """Try all faults and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="how often the run is killed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", metavar="TEXT", help="faults whose name contains the text")
    options = parser.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "project").mkdir()
        project = Project(folder / "project")
        project.measure(folder / "undisturbed")
        truth, few = verdicts(folder / "undisturbed"), max(2, options.kills // 10)
        faults: dict[str, tuple[int, Callable[[Row], None]]] = {
            "kill -9 of the run, at a random moment": (
                options.kills,
                lambda row: kill(project, folder, row, truth, "run"),
            ),
            "kill -9 of a worker": (few, lambda row: kill(project, folder, row, truth, "worker")),
            "kill -9 of a dask worker in mid-batch": (few, lambda row: kill_of_dask(project, folder, row, truth)),
            "kill -9 of the scheduler alone": (few, lambda row: kill(project, folder, row, truth, "scheduler")),
            "a kill, and the clock set back by a day": (few, lambda row: set_back(project, folder, row, truth)),
            "a torn last line, and a repeated file": (
                few,
                lambda row: torn(project, folder, row, truth, folder / "undisturbed"),
            ),
            "two runs at once on one folder": (few, lambda row: together(project, folder, row, truth)),
            "the disk is full while it writes": (few, lambda row: full_disk(project, folder, row, truth)),
            "a folder that is read-only": (2, lambda row: read_only(project, folder, row, truth)),
        }
        print("| fault | tried | lost trials | wrong verdicts | tracebacks of ours |\n|---|---|---|---|---|")
        for fault, (times, befall) in faults.items():
            if options.only not in fault:
                continue
            row = Row(fault)
            for _ in range(times):
                befall(row)
            tried = row.tried or "not tried: no rights to mount"
            print(f"| {fault} | {tried} | {row.lost} | {row.wrong} | {row.tracebacks} |", flush=True)


if __name__ == "__main__":
    main()
