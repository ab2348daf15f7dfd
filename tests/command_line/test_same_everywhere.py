"""The same suite gives the same verdicts, bounds and margins, wherever and by however many workers it is run."""

import os
import signal
import subprocess
import sys

import pytest

from tests.command_line.conftest import Project
from tests.command_line.dask_cluster import Cluster, children, wait_for
from tests.plugin.conftest import KNOWN, WHERE_ASKED, page
from theoremcheck import load

CLAIMS = {
    "coins.always": page("coins.always", pause=WHERE_ASKED),
    "coins.mostly": page("coins.mostly", truth=0.985, required=0.9, pause=WHERE_ASKED),
    "coins.fair": page("coins.fair", truth=0.5, kind="theorem", more=KNOWN, pause=WHERE_ASKED),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("everywhere"))
    for name, text in CLAIMS.items():
        project.write(f"claims/{name.partition('.')[2]}.py", text)
    return project


def seen(project, folder):
    """What a run found: all but the seconds of each claim in its report, and the margin of every trial but for some.

    These are at Hypothesis' examples and on the walk that begins there: Hypothesis takes some values from the modules
    that are loaded, and processes load others; a plan keeps what it took.
    """
    claims = {claim["name"]: claim for claim in project.report(folder)["claims"]}
    for claim in claims.values():
        del claim["seconds"]
    table = load(project.root / folder / "evidence")
    assert not table.duplicated(["owner", "series", "precision", "index"]).any()
    table = table[~table["series"].str.endswith(("/examples", "/descent"))]
    trials = table[["owner", "specification", "series", "precision", "index", "margin"]]
    return claims, sorted(map(tuple, trials.itertuples(index=False)))


@pytest.fixture(scope="module")
def serial(project):
    assert project.run("run", "--budget", "quick", "--jobs", "1", "--report", "serial").code == 0
    claims, trials = seen(project, "serial")
    assert {name: claim["verdict"] for name, claim in claims.items()} == {
        "coins.always": "supported",
        "coins.mostly": "supported",
        "coins.fair": "refuted",
    }
    assert len(trials) > 200
    return claims, trials


def test_a_pool_of_processes(project, serial):
    project.run("run", "--budget", "quick", "--jobs", "2", "--report", "pool")
    assert seen(project, "pool") == serial


def test_two_workers_of_xdist(project, serial):
    project.pytest("claims", "-n", "2", "--budget", "quick", "--report", "xdist")
    assert seen(project, "xdist") == serial


def test_two_machines_halves_merged(project, serial):
    project.run("run", "coins.always", "--budget", "quick", "--report", "left")
    project.run("run", "coins.mostly", "coins.fair", "--budget", "quick", "--report", "right")
    assert project.run("merge", "left", "right", "--into", "merged/evidence").code == 0
    project.run("report", "--budget", "quick", "--report", "merged")
    assert seen(project, "merged") == serial


def test_claims_spread_over_the_processes_of_an_executor(project, serial):
    """More workers than claims: each claim's trials are trained by all of them."""
    project.write(
        "makers.py",
        """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        def processes():
            return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))
        """,
    )
    options = ("--executor", "makers:processes", "--jobs", "4", "--report", "spread")
    ran = project.run("run", "--budget", "quick", *options)
    assert "spread over the workers: 3 claims; drawn ahead of a look: " in ran.out
    assert seen(project, "spread") == serial


def test_two_workers_of_dask(project, serial):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    ran = project.run("run", "--budget", "quick", "--jobs", "2", "--dask", "local", "--report", "dask")
    assert "workers of dask: 2" in ran.out
    assert seen(project, "dask") == serial


def test_a_dask_worker_killed_in_mid_batch(project, serial, tmp_path):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    cluster, evidence = Cluster(tmp_path), project.root / "killed" / "evidence"
    try:
        workers = [cluster.worker(PAUSE="0.05"), cluster.worker(PAUSE="0.05")]
        options = ("--budget", "quick", "--dask", cluster.address, "--report", "killed")
        run = subprocess.Popen(
            [sys.executable, "-m", "theoremcheck", "run", *options],
            cwd=project.root,
            env=project.environment(PYTHONPATH=os.getcwd()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert wait_for(lambda: any(evidence.rglob("*.jsonl")))
        busy = children(workers[0].pid)
        workers[0].send_signal(signal.SIGKILL)
        flushed = lines(evidence)
        assert wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in busy), 20)  # it leaves no process
        said, _ = run.communicate(timeout=120)
    finally:
        cluster.close()
    assert run.returncode == 0 and "Traceback" not in said
    assert flushed <= lines(evidence) and seen(project, "killed") == serial


def lines(evidence):
    """Whole lines on the disk."""
    texts = (path.read_text() for path in evidence.rglob("*.jsonl"))
    return {line for text in texts for line in text.splitlines(keepends=True) if line.endswith("\n")}
