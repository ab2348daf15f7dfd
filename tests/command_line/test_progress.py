"""What is to be seen while claims run."""

import os
import pty
import re
import subprocess
import sys
from math import isclose

import torch

from tests.planted import coin_claim
from tests.plugin.conftest import page
from theoremcheck.command_line.progress import Watch, seconds_left
from theoremcheck.evidence import Segment, Trial
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.series.specification import series_of
from theoremcheck.statistics import lower_bound

QUICK = BUDGETS["quick"]


def run(claim, evidence):
    return run_claim(claim, QUICK, evidence, device=torch.device("cpu"))


def test_before_the_first_batch_nothing_is_known(tmp_path):
    watch = Watch(coin_claim(), tmp_path, QUICK)
    assert watch.look() is None and seconds_left(watch, None) is None


def trial(series, index, reserve):
    observed = {
        "regime": {"size": 1, "weight": 1.0, "tilt": 0.5},
        "observables": {"reserve": reserve},
        "margin": reserve,
    }
    return Trial(series=series, index=index, claim="planted.coin", **observed)


def test_a_watch_follows_the_series_from_one_to_the_next(tmp_path):
    claim = coin_claim()
    own, control = series_of(claim)
    watch = Watch(claim, tmp_path, QUICK)
    segment = Segment(tmp_path, own.owner, own.specification, "cpu")
    segment.append(trial(own.label, index, 1.0) for index in range(20))
    assert (watch.look().weight.trials, watch.series) == (20, "claim")
    segment.append([trial(control.label, 0, -1.0)])
    assert (watch.look().weight.trials, watch.series) == (1, "control 1 of 1")
    segment.append([trial(f"{own.label}/spread", 1 << 40, 1.0)])
    assert (watch.look(), watch.series) == (None, "search, 1 trials")


def test_it_weighs_as_the_verdict_does(tmp_path):
    claim = coin_claim()
    watch = Watch(claim, tmp_path, QUICK)
    segment = Segment(tmp_path, series_of(claim)[0].owner, series_of(claim)[0].specification, "cpu")
    segment.append(trial("claim", index, 1.0) for index in range(50))
    seen = watch.look()
    assert isclose(seen.weight.lower, lower_bound(50, 50, QUICK.alpha))
    assert seconds_left(watch, seen) > 0


def test_a_series_that_is_decided_needs_no_more_time(tmp_path):
    claim = coin_claim()
    watch = Watch(claim, tmp_path, QUICK)
    segment = Segment(tmp_path, series_of(claim)[0].owner, series_of(claim)[0].specification, "cpu")
    segment.append(trial("claim", index, 1.0) for index in range(80))
    assert seconds_left(watch, watch.look()) == 0


def test_it_reads_only_what_was_added(tmp_path):
    claim = coin_claim()
    run(claim, tmp_path)
    watch = Watch(claim, tmp_path, QUICK)
    assert watch.already > 74
    assert watch.look() is not None and watch.fresh == 0


def test_half_a_line_waits_for_its_end(tmp_path):
    claim = coin_claim()
    run(claim, tmp_path)
    (path,) = tmp_path.rglob("*.jsonl")
    text = path.read_bytes()
    path.write_bytes(text[:-10])
    watch = Watch(claim, tmp_path, QUICK)
    before = watch.already
    path.write_bytes(text)
    watch.look()
    assert (before + 1, watch.fresh) == (before + watch.fresh, 1)


def test_on_a_terminal_the_bound_is_seen_to_close_in(project):
    project.write("claims/coins.py", page(pause=0.15))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "theoremcheck", "run", "--budget", "quick"],
        cwd=project.root,
        env=project.environment(PYTHONPATH=os.getcwd(), TERM="xterm", COLUMNS="160"),
        stdout=theirs,
        stderr=theirs,
    ) as started:
        os.close(theirs)
        seen = b"".join(iter(lambda: read(ours), b"")).decode()
    assert started.returncode == 0
    assert re.search(r"coins\.shows-heads.*\d+ draws.*>= 0\.\d+, required 0\.95", seen)
    assert "0 of 1 claims" in seen and "(as expected)" in seen


def read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # what a terminal says once the other side has closed it
        return b""
