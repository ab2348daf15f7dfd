"""One claim spread over workers is the claim run alone: whatever comes back first, and whoever is lost."""

import random
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from functools import partial
from threading import Timer, enumerate

import pytest

from tests.command_line.dask_cluster import wait_for
from tests.plugin.conftest import KNOWN, page
from tests.running.test_dispatch import ThisProcess, plan_of, said
from theoremcheck import load
from theoremcheck.catalogue.located import claims_in
from theoremcheck.running import Ahead, Broken, FreshProcesses, desk, long_groups, run_groups

PAGES = {
    "always": page("coins.always"),
    "mostly": page("coins.mostly", truth=0.985, required=0.9),
    "fair": page("coins.fair", truth=0.5, kind="theorem", more=KNOWN),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Three claims, each on a page of its own: one supported at once, one after some looks, one refuted."""
    folder = tmp_path_factory.mktemp("spread") / "claims"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / f"{name}.py").write_text(text)
    return {name: claims_in(folder / f"{name}.py")[0] for name in PAGES}


def found(item, result):
    """What a run says, in numbers."""
    assert not isinstance(result, Broken), result.message
    judgement = result.judgement
    weights = [tally.weight for tally in (judgement.claim, *judgement.controls, *judgement.positive_controls)]
    return (
        result.claim.name,
        str(judgement.verdict),
        [(one.trials, one.holds, one.lower, one.upper, one.log_e_holds, one.log_e_fails) for one in weights],
        result.spent,
    )


def recorded(folder):
    """Every trial of the evidence with its margin, and no trial twice."""
    table = load(folder / "evidence")[["owner", "specification", "series", "precision", "index", "margin"]]
    assert not table.duplicated(["owner", "series", "precision", "index"]).any()
    return sorted(map(tuple, table.itertuples(index=False)))


def unsteered(trials):
    """All but those at Hypothesis' examples and on the walk that begins there.

    Hypothesis takes some values from the modules that are loaded, and where a worker runs a claim others are.
    """
    return [trial for trial in trials if not trial[2].endswith(("/examples", "/descent"))]


@pytest.fixture(scope="module")
def alone(shelf, tmp_path_factory):
    """Each claim run whole."""
    folder = tmp_path_factory.mktemp("alone")
    groups = [(item,) for item in shelf.values()]
    told = run_groups(groups, plan_of(folder), ThisProcess, found, lambda item: None, 1)
    return sorted(told), recorded(folder)


class Scrambled(Executor):
    """Processes whose results are known late, in an order of chance."""

    def __init__(self, processes, chance):
        self.processes, self.chance = processes, chance

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        done = self.processes.submit(fn, *args, **kwargs)
        done.add_done_callback(lambda done: Timer(self.chance.uniform(0.0, 0.03), told, (done, future)).start())
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass


def told(done, future):
    if future.done():
        return
    if (error := done.exception()) is None:
        future.set_result(done.result())
    else:
        future.set_exception(error)


@pytest.fixture(scope="module")
def processes():
    pool = FreshProcesses(2, 60.0)
    yield pool
    pool.shutdown(wait=False)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_spread_claims_find_what_whole_ones_find(shelf, alone, processes, tmp_path, at_once):
    """Verdicts, draws, bounds, e-values and every margin; and evidence holds no draw that a look did not ask for."""
    groups, ahead = [(item,) for item in shelf.values()], Ahead()
    fresh = partial(Scrambled, processes, random.Random(at_once))
    told = run_groups([], plan_of(tmp_path), fresh, found, lambda item: None, at_once, groups, ahead)
    assert (sorted(told), recorded(tmp_path)) == alone
    assert at_once == 1 or ahead.used
    assert ahead.wasted <= 16 * at_once * 8  # a window for each series


def test_whole_and_spread_claims_share_the_workers(shelf, alone, processes, tmp_path):
    whole, spread = [(shelf["always"],), (shelf["fair"],)], [(shelf["mostly"],)]
    fresh = partial(Scrambled, processes, random.Random(0))
    told = run_groups(whole, plan_of(tmp_path), fresh, found, print, 3, spread, Ahead())
    assert sorted(told) == alone[0] and unsteered(recorded(tmp_path)) == unsteered(alone[1])


class Mortal(Scrambled):
    """It breaks once, as soon as several tasks are with it."""

    alive = True

    def __init__(self, processes, chance):
        super().__init__(processes, chance)
        self.held = []

    def submit(self, fn, /, *args, **kwargs):
        self.held.append(future := super().submit(fn, *args, **kwargs))
        lost = [future for future in self.held if not future.done()]
        if Mortal.alive and len(lost) > 1:
            Mortal.alive = False
            for future in lost:
                future.set_exception(BrokenExecutor())
        return future


def test_portions_that_were_lost_with_others_are_trained_again(shelf, alone, processes, tmp_path):
    """Nobody knows which of them killed the worker, so each is tried alone."""
    Mortal.alive, fresh = True, partial(Mortal, processes, random.Random(0))
    told = run_groups([], plan_of(tmp_path), fresh, found, print, 3, [(item,) for item in shelf.values()], Ahead())
    assert (sorted(told), recorded(tmp_path), Mortal.alive) == (*alone, False)


def test_what_goes_wrong_beside_a_spread_claim_is_raised(shelf, tmp_path):
    """No thread ends in silence."""
    fresh = partial(FreshProcesses, 1, 60.0)
    with pytest.raises(ZeroDivisionError):
        list(run_groups([], plan_of(tmp_path), fresh, lambda *_: 1 / 0, print, 1, [(shelf["fair"],)], Ahead()))


@pytest.fixture
def killer(tmp_path):
    """A claim that ends whatever process trains it."""
    (tmp_path / "killer.py").write_text(page("coins.killer").replace("time.sleep(0)\n", "import os; os._exit(9)\n"))
    return claims_in(tmp_path / "killer.py")[0]


def test_a_portion_that_kills_its_process_breaks_its_claim_alone(killer, shelf, tmp_path):
    fresh, groups = partial(FreshProcesses, 1, 60.0), [(killer,), (shelf["always"],)]
    told = dict(run_groups([], plan_of(tmp_path), fresh, named_words, print, 1, groups, Ahead()))
    assert told["coins.always"] is None
    assert told["coins.killer"].startswith("the process that ran it died in trials of 'claim' (0 of 16 trained)")


def named_words(item, result):
    return result.claim.name, result.message if isinstance(result, Broken) else None


def test_what_a_worker_raises_breaks_the_claim(shelf, processes, tmp_path):
    gone = replace(shelf["always"], variable="OTHER")
    vars(gone)["claim"] = shelf["always"].claim
    fresh = partial(Scrambled, processes, random.Random(0))
    (told,) = run_groups([], plan_of(tmp_path), fresh, said, print, 2, [(gone,)], Ahead())
    assert told[0] == "coins.always" and told[1].endswith("always.py keeps no claim in OTHER")


def test_an_interruption_leaves_no_run_behind(shelf, processes, tmp_path):
    """Who waits for portions hears of it."""
    fresh, groups = partial(Scrambled, processes, random.Random(0)), [(shelf["always"],), (shelf["fair"],)]
    next(told := run_groups([], plan_of(tmp_path), fresh, named_words, print, 2, groups))
    told.close()
    assert wait_for(lambda: not any("run_here" in thread.name for thread in enumerate()), 20)


@pytest.mark.parametrize(
    ("seconds", "workers", "names"),
    [
        ({}, 1, []),
        ({}, 3, []),
        ({}, 4, ["always", "mostly", "fair"]),
        ({"coins.always": 5.0, "coins.mostly": 2.0, "coins.fair": 2.0}, 2, ["always"]),
        ({"coins.always": 4.0, "coins.mostly": 3.0, "coins.fair": 2.0}, 2, []),
        ({"coins.always": 4.0, "coins.mostly": 3.0, "coins.fair": 1.0}, 3, ["always", "mostly"]),
    ],
)
def test_long_is_what_takes_more_than_an_equal_share(shelf, seconds, workers, names):
    groups = [(shelf[name],) for name in PAGES]
    assert long_groups(groups, seconds, workers) == [(shelf[name],) for name in names]


def test_no_more_claims_are_spread_than_one_interpreter_serves(shelf):
    groups = [(item,) for item in shelf.values()] * 3
    assert len(long_groups(groups, {}, 100)) == desk._MOST_SPREAD
