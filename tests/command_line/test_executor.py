"""`theoremcheck run --executor`: any Executor of Python's will do; what is none is said before a draw is made."""

import pytest

from tests.plugin.conftest import page

MAKERS = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

one_thread = partial(ThreadPoolExecutor, 1)
a_number = 3
no_executor = dict


def processes():
    print("made")
    return ProcessPoolExecutor(2, multiprocessing.get_context("fork"))


def broken():
    raise OSError("no queue of this name")
"""


@pytest.fixture
def shelf(project):
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/two.py", page("coins.two"))
    project.write("makers.py", MAKERS)
    return project


@pytest.mark.parametrize("factory", ["one_thread", "processes"])
def test_any_executor_runs_claims(shelf, factory):
    ran = shelf.run("run", "--budget", "quick", "--executor", f"makers:{factory}", "--jobs", "2")
    assert ran.code == 0 and f"executor: makers:{factory}" in ran.out
    assert shelf.verdicts() == {"coins.one": "supported", "coins.two": "supported"}
    assert ran.out.count("made\n") == (factory == "processes")  # one executor is enough


@pytest.mark.parametrize(
    ("executor", "said"),
    [
        ("makers", "'makers' names no factory, expected MODULE:FACTORY"),
        (":processes", "':processes' names no factory"),
        ("no_such_module:it", "module 'no_such_module' cannot be imported (ModuleNotFoundError: No module named"),
        ("makers:nothing", "module 'makers' has no 'nothing'"),
        ("makers:a_number", "module 'makers' has 'a_number', which cannot be called"),
        ("makers:no_executor", "makers:no_executor() made a dict, expected a concurrent.futures.Executor"),
        ("makers:broken", "makers:broken() raised OSError: no queue of this name"),
    ],
)
def test_what_is_no_executor_is_said_before_anything_is_trained(shelf, executor, said):
    ran = shelf.run("run", "--budget", "quick", "--executor", executor, COLUMNS="200")
    assert ran.code == 2 and said in ran.out and "Traceback" not in ran.out
    assert not shelf.segments()


def test_two_places_at_once_make_no_sense(shelf):
    ran = shelf.run("run", "--executor", "makers:one_thread", "--dask", "local")
    assert ran.code == 2 and "give one of them" in ran.out
