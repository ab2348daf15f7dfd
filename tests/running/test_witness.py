"""What an author is told of an experiment that raises, and that its evidence does not hold."""

import math

import torch

from tests.planted import coin_claim, flip
from theoremcheck import Observables
from theoremcheck.catalogue.tracebacks import authors_part


def of_one_number(coin, streams):
    return Observables(reserve=torch.full((streams.trials,), 1 + math.sqrt(coin.tilt)))


def deep(coin, streams):
    return broken_helper(coin, streams)


def broken_helper(coin, streams):
    return Observables(reserve=torch.linalg.inv(coin.weight))


def in_the_control(coin, streams):
    if coin.weight.max() < 0.5:
        raise RuntimeError("no coin")
    return flip(coin, streams)


def recursive(coin, streams):
    return recursive(coin, streams)


def test_an_experiment_of_one_number_is_named_with_its_line(run):
    outcome = run(coin_claim(experiment=of_one_number))
    (said,) = (warning for warning in outcome.warnings if "takes no batch" in warning)
    assert "test_witness.py, line 13, in of_one_number" in said and "ran alone" in said


def test_one_that_takes_batches_is_not(run):
    assert not [warning for warning in run(coin_claim()).warnings if "batch" in warning]


def test_the_traceback_is_that_of_the_authors_lines(run):
    shown = run(coin_claim(experiment=deep)).traceback
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[0] == 'File "tests/running/test_witness.py", line 17, in deep'
    assert lines[2].endswith("line 21, in broken_helper") and lines[-1].startswith("RuntimeError")
    assert "theoremcheck/" not in shown and "torch/" not in shown


def test_what_works_leaves_none(run):
    assert run(coin_claim()).traceback == ""


def test_that_of_a_control_is_shown_too(run):
    claim = coin_claim()
    changed = [type(control)(breaks=control.breaks, regimes=control.regimes, experiment=in_the_control)
               for control in claim.controls]  # fmt: skip
    assert run(coin_claim(controls=tuple(changed))).traceback.endswith("RuntimeError: no coin")


def test_what_calls_itself_for_ever_fills_no_screen(run):
    shown = run(coin_claim(experiment=recursive)).traceback
    assert shown.endswith("RecursionError: maximum recursion depth exceeded") and len(shown.splitlines()) < 40


def test_an_error_of_no_line_of_the_authors_has_no_traceback():
    assert authors_part(ValueError("raised nowhere")) == ""
