"""Folders checked in several processes give what one process says, in the same order; none goes unchecked."""

from concurrent.futures import BrokenExecutor, Future

import pytest

from theoremcheck.command_line import folder_checks
from theoremcheck.command_line.folder_checks import Asked, check_all


class Broken:
    """Processes that all die."""

    def __init__(self, *_, **__):
        pass

    def submit(self, *_):
        future = Future()
        future.set_exception(BrokenExecutor())
        return future

    def shutdown(self, **_):
        pass


@pytest.fixture
def asked(finished, monkeypatch):
    """The folders of two papers, one of them damaged."""
    (two,) = (path.parent for path in finished.segments("coins.two")[:1])
    other = two.parents[1] / "dice.two"
    two.parent.rename(other)
    path = next((other / two.name).glob("*.jsonl"))
    path.write_text(path.read_text().replace('"index":', '"index": ', 1))
    one = finished.segments("coins.one")[0].parent
    monkeypatch.setattr(folder_checks, "free_cores", lambda: 2)
    return [Asked(one, (), "quick", {}, True), Asked(other / two.name, (), "quick", {}, False)]


def told(checked):
    return [(one.owner, one.trials, one.problems, one.notes, one.records, one.spent, one.digest) for one in checked]


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "in another order"])
def test_two_processes_say_what_one_says(asked, turned, monkeypatch):
    asked = asked[::-1] if turned else asked
    alone = told(check_all(asked))
    assert [bool(problems) for _, _, problems, *_ in alone] == [turned, not turned]
    monkeypatch.setattr(folder_checks, "_WORTH", 1)
    assert told(check_all(asked)) == alone


def test_what_a_process_that_died_had_to_check_is_checked_here(asked, monkeypatch):
    alone = told(check_all(asked))
    monkeypatch.setattr(folder_checks, "_WORTH", 1)
    monkeypatch.setattr(folder_checks, "FreshProcesses", Broken)
    assert told(check_all(asked)) == alone
