"""Any executor will do: the same claims, one at a time to each worker, and a worker's death costs one of them."""

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier, Timer

import pytest

from tests.plugin.conftest import page
from theoremcheck.catalogue.located import claims_in
from theoremcheck.running import BUDGETS, Broken, Outcome, Plan, Shift, dispatch, run_groups


class ThisProcess(Executor):
    """Runs each task at once, where it is submitted: its future is done before anybody can wait for it."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a stranger's code may exit as well, which in a process of its own ends no run
            future.set_exception(error)
        return future


def named(item, result):
    return result.claim.name


def said(item, result):
    return result.claim.name, result.message


@pytest.fixture
def shelf(tmp_path):
    """Three claims, each on a page of its own."""
    folder = tmp_path / "claims"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.py").write_text(page(f"coins.{name}"))
    return {name: claims_in(folder / f"{name}.py")[0] for name in ("one", "two", "three")}


def plan_of(tmp_path, processes=1):
    return Plan(BUDGETS["quick"], tmp_path / "evidence", "cpu", more=0, processes=processes, clashes={})


@pytest.fixture
def nothing_is_trained(monkeypatch):
    monkeypatch.setattr(dispatch, "run_or_broken", lambda claim, plan, worker: Broken(claim, f"worker {worker}"))


@pytest.fixture
def run(tmp_path, nothing_is_trained):
    """Hand claims out; every study has one claim unless the groups say otherwise."""

    def run(groups, fresh, processes=1, finish=named, started=lambda item: None):
        return list(run_groups(groups, plan_of(tmp_path, processes), fresh, finish, started, processes))

    return run


@pytest.mark.parametrize(
    ("fresh", "processes"), [(ThisProcess, 1), (ThisProcess, 3), (partial(ThreadPoolExecutor, 2), 2)]
)
def test_every_claim_finishes_once(shelf, run, fresh, processes):
    groups = [(item,) for item in shelf.values()]
    assert sorted(run(groups, fresh, processes)) == ["coins.one", "coins.three", "coins.two"]


def test_the_claims_of_a_study_run_one_after_the_other(shelf, run):
    groups = [(shelf["two"], shelf["three"]), (shelf["one"],)]
    assert run(groups, ThisProcess) == ["coins.two", "coins.three", "coins.one"]


def test_each_claim_is_announced_before_it_runs(shelf, run):
    seen = []
    run([(shelf["one"],)], ThisProcess, finish=lambda *_: seen.append("ran"), started=lambda _: seen.append("started"))
    assert seen == ["started", "ran"]


def test_a_run_says_how_long_its_workers_had_nothing_to_do(shelf, tmp_path, nothing_is_trained):
    assert Shift(workers=2, tasks=[3.0, 1.0], began=10.0, ended=14.0).idle_share == 0.5
    shift, groups, fresh = Shift(), [(item,) for item in shelf.values()], partial(ThreadPoolExecutor, 2)
    list(run_groups(groups, plan_of(tmp_path, 2), fresh, named, lambda item: None, 2, shift=shift))
    assert (shift.workers, len(shift.tasks)) == (2, 3)
    assert shift.began < shift.ended
    assert 0 <= shift.idle_share < 1


def test_workers_that_run_at_the_same_time_have_numbers_of_their_own(shelf, run):
    together = Barrier(2, timeout=10)

    def finish(item, result):
        together.wait()
        return result.message

    groups = [(shelf["one"],), (shelf["two"],)]
    assert sorted(run(groups, partial(ThreadPoolExecutor, 2), 2, finish)) == ["worker 0", "worker 1"]


class Fragile(Executor):
    """A stranger's executor: a moment after it gets one claim, it breaks under all that it holds."""

    def __init__(self, killer):
        self.killer, self.held, self.broken = killer, [], False

    def submit(self, fn, /, path, *arguments):
        if self.broken:
            raise BrokenExecutor
        self.held.append(future := Future())
        if path.stem == self.killer:
            Timer(0.05, self.die).start()
        else:  # late enough to be at work when its neighbour kills the executor
            Timer(0.5, self.work, (future, fn, path, *arguments)).start()
        return future

    def work(self, future, fn, *arguments):
        if not future.done():
            future.set_result(fn(*arguments))

    def die(self):
        self.broken = True
        for future in self.held:
            if not future.done():
                future.set_exception(BrokenExecutor())


@pytest.mark.parametrize("processes", [1, 2])
def test_a_worker_that_dies_costs_the_claim_which_killed_it_and_no_other(shelf, run, processes):
    groups = [(shelf["one"],), (shelf["two"],), (shelf["three"],)]
    told = dict(run(groups, partial(Fragile, "two"), processes, said))
    assert told.pop("coins.two") == "the worker that ran it died"
    assert told.keys() == {"coins.one", "coins.three"} and all(text.startswith("worker") for text in told.values())


def test_the_study_of_a_claim_that_killed_its_worker_goes_on(shelf, run):
    assert run([(shelf["two"], shelf["one"])], partial(Fragile, "two")) == ["coins.two", "coins.one"]


class Refusing(Executor):
    """A stranger's executor that takes nothing: broken from the start, or after so many tasks."""

    def __init__(self, takes, closed):
        self.takes, self.closed = takes, closed

    def submit(self, fn, /, *arguments):
        if not self.takes:
            raise BrokenExecutor("no worker starts")
        self.takes -= 1
        future = Future()
        future.set_result(fn(*arguments))
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.closed.append(self)


def test_an_executor_that_breaks_while_it_is_idle_is_closed_and_replaced(shelf, run):
    closed = []
    groups = [(shelf["one"],), (shelf["two"],)]
    assert run(groups, partial(Refusing, 1, closed)) == ["coins.one", "coins.two"]
    assert len(closed) == 2


def test_an_executor_whose_successor_takes_nothing_either_ends_the_run(shelf, run):
    with pytest.raises(BrokenExecutor, match="no worker starts"):
        run([(shelf["one"],)], partial(Refusing, 0, []))


def test_what_a_task_raises_is_its_own_claim_s_result(shelf, run, monkeypatch):
    def leave(claim, plan, worker):
        raise SystemExit(f"{claim.name} leaves")

    monkeypatch.setattr(dispatch, "run_or_broken", leave)
    assert run([(shelf["one"],)], ThisProcess, finish=said) == [("coins.one", "SystemExit('coins.one leaves')")]


class Watched(ThisProcess):
    """Notes how it was closed."""

    def __init__(self, closed):
        self.closed = closed

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.closed.append((wait, cancel_futures))


def test_an_interruption_waits_for_nobody(shelf, run):
    def interrupt(item):
        raise KeyboardInterrupt

    closed = []
    with pytest.raises(KeyboardInterrupt):
        run([(shelf["one"],)], partial(Watched, closed), started=interrupt)
    assert closed == [(False, True)]


def numbers(item, result):
    assert isinstance(result, Outcome)
    weight = result.judgement.claim.weight
    return result.claim.name, result.judgement.verdict, weight.trials, weight.holds


def test_threads_and_this_process_reach_the_same_verdicts(shelf, tmp_path):
    groups = [(shelf["one"],), (shelf["two"],)]
    alone = run_groups(groups, plan_of(tmp_path / "alone"), ThisProcess, numbers, lambda item: None, 1)
    threads = partial(ThreadPoolExecutor, 2)
    together = run_groups(groups, plan_of(tmp_path / "together", 2), threads, numbers, lambda item: None, 2)
    assert sorted(alone, key=str) == sorted(together, key=str)
