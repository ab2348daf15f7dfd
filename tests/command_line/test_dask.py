"""`theoremcheck run --dask`: what a cluster lacks is said in one sentence before anything is trained."""

import click
import pytest

from tests.command_line.dask_cluster import Cluster
from tests.plugin.conftest import page
from theoremcheck.command_line import chosen_cluster

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

OTHER_VERSION = """
import importlib.metadata as metadata
version = metadata.version

def told(name):
    if name == {name!r}:
        {does}
    return version(name)

metadata.version = told
"""
"""A `sitecustomize` by which a process has another version of a package, or none."""


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.close()


@pytest.fixture
def shelf(project):
    project.write("claims/one.py", page("coins.one"))
    return project


def refused(project, cluster, *options, **variables):
    """What a run says that trains nothing."""
    ran = project.run("run", "--budget", "quick", "--dask", cluster.address, *options, COLUMNS="400", **variables)
    assert ran.code == 2 and "Traceback" not in ran.out and not project.segments()
    return ran.out


@pytest.mark.parametrize(
    ("does", "name", "said"),
    [
        ("return '2.0.1+cu118'", "torch", "has torch 2.0.1+cu118, expected "),
        ("return '0.0.1'", "theoremcheck", "has theoremcheck 0.0.1, expected "),
        ("raise metadata.PackageNotFoundError(name)", "torch", "has no torch (PackageNotFoundError: "),
    ],
)
def test_a_worker_with_another_version(shelf, cluster, does, name, said):
    shelf.write("elsewhere/sitecustomize.py", OTHER_VERSION.format(name=name, does=does))
    cluster.worker(PYTHONPATH=str(shelf.root / "elsewhere"))
    assert f"worker {cluster.address[:16]}" in (out := refused(shelf, cluster)) and said in out


def test_a_worker_without_what_the_claims_import(shelf, cluster):
    shelf.write("here/lab_tools.py", "SIZE = 3\n")
    shelf.write("claims/one.py", page("coins.one").replace("import time\n", "import time\nimport lab_tools\n"))
    cluster.worker()
    said = refused(shelf, cluster, PYTHONPATH=str(shelf.root / "here"))
    assert "cannot import one.py (ModuleNotFoundError: No module named 'lab_tools')" in said


def test_a_worker_whose_pages_are_others(shelf, cluster):
    shelf.write("here/lab_tools.py", "WEIGHT = 1.0\n")
    shelf.write("elsewhere/lab_tools.py", "WEIGHT = 0.99\n")
    text = page("coins.one").replace("regimes=coins(1.0)", "regimes=coins(lab_tools.WEIGHT)")
    shelf.write("claims/one.py", text.replace("import time\n", "import time\nimport lab_tools\n"))
    cluster.worker(PYTHONPATH=str(shelf.root / "elsewhere"))
    said = refused(shelf, cluster, PYTHONPATH=str(shelf.root / "here"))
    assert "has another version of one.py or of theoremcheck" in said


def test_a_worker_of_several_threads(shelf, cluster):
    cluster.worker("--nthreads", "3")
    assert "has 3 threads: an experiment changes what belongs to a whole process" in refused(shelf, cluster)


def test_a_device_that_the_workers_lack(shelf, cluster):
    cluster.worker()
    assert "has no such device: there is no device 'cuda:7'" in refused(shelf, cluster, "--device", "cuda:7")


def test_an_address_where_no_scheduler_answers(shelf, cluster, monkeypatch):
    from theoremcheck.running import dask_workers

    cluster.close()
    monkeypatch.setattr(dask_workers, "_PATIENCE", 0.5)
    with pytest.raises(dask_workers.ClusterError, match=f"no scheduler of dask answers at '{cluster.address}'"):
        dask_workers.DaskWorkers(cluster.address, 60.0, 1)


def test_an_address_that_is_none(shelf):
    ran = shelf.run("run", "--dask", "no address", COLUMNS="400")
    assert ran.code == 2 and "no scheduler of dask answers at 'no address'" in ran.out


def test_a_scheduler_without_workers(cluster, monkeypatch):
    from theoremcheck.running import dask_workers

    monkeypatch.setattr(dask_workers, "_PATIENCE", 3.0)
    with pytest.raises(dask_workers.ClusterError, match="has no worker"):
        dask_workers.DaskWorkers(cluster.address, 60.0, 1)


def test_without_the_extra_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(chosen_cluster, "find_spec", lambda name: None)
    with pytest.raises(click.BadParameter, match=r"pip install 'theoremcheck\[cluster\]'"):
        chosen_cluster.cluster_of("local", [], tmp_path, "cpu", 60.0, 1)


def test_a_claim_that_kills_its_process_kills_no_worker(shelf, cluster):
    shelf.write("claims/killer.py", page("killers.one").replace("time.sleep(0)\n", "import os; os._exit(9)\n"))
    worker = cluster.worker()
    ran = shelf.run("run", "--budget", "quick", "--dask", cluster.address)
    assert ran.code == 1 and "the process that ran it died in trials of 'claim'" in ran.out
    assert shelf.verdicts() == {"coins.one": "supported", "killers.one": "broken"}
    assert worker.poll() is None
