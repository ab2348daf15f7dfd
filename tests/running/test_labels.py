"""One label twice within one call of an experiment is a warning with both lines, unless it is asked for."""

from dataclasses import replace

import pytest

from tests.planted import Coin, coin_claim
from theoremcheck import Observables, Regimes, Scale, StaysAbove, Verdict

HERE = "tests/running/test_labels.py:"


def meant_to_be_fresh(coin, streams):
    first = streams.normal("noise", (8,))
    second = streams.normal("noise", (8,))
    return Observables(reserve=(first * second).mean(dim=-1))


def through_one_line(coin, streams):
    def noise():
        return streams.uniform("noise")

    first = noise()
    second = noise()
    return Observables(reserve=1 + first - second)


def in_a_loop(coin, streams):
    return Observables(reserve=sum(streams.uniform("noise") for _ in range(50)))


def in_a_child(coin, streams):
    return Observables(reserve=streams.child("step", 1).uniform("noise") + streams.child("step", 1).uniform("noise"))


def on_purpose(coin, streams):
    return Observables(reserve=1 + streams.uniform("noise") - streams.common.uniform("noise"))


def with_other_addresses(coin, streams):
    drawn = streams.uniform("x"), streams.normal("x"), streams.signs("x"), streams.child("x").signs("x")
    return Observables(reserve=20 + sum(drawn))


@pytest.mark.parametrize("experiment", [meant_to_be_fresh, through_one_line, in_a_loop, in_a_child])
def test_one_label_twice_is_said_once_a_claim_with_both_lines(run, experiment):
    (warning,) = run(coin_claim(experiment=experiment)).warnings
    assert warning.startswith("DrawnTwice: ") and "('noise') is drawn twice" in warning
    assert warning.count(HERE) == 2


def test_the_lines_are_those_that_tell_the_draws_apart(run):
    first = through_one_line.__code__.co_firstlineno
    (warning,) = run(coin_claim(experiment=through_one_line)).warnings
    assert f"{HERE}{first + 4} and at {HERE}{first + 5}" in warning


@pytest.mark.parametrize("experiment", [on_purpose, with_other_addresses])
def test_what_is_asked_for_and_what_differs_is_no_warning(run, experiment):
    outcome = run(coin_claim(experiment=experiment))
    assert outcome.judgement.verdict is Verdict.SUPPORTED and not outcome.warnings


def test_rungs_of_a_ladder_share_their_numbers_without_a_warning(run):
    claim = coin_claim(
        regimes=Regimes(Coin, size=1, weight=1.0),
        prediction=StaysAbove("reserve", 1e-12),
        scale=Scale("size", (1, 2), lambda coin, factor: replace(coin, size=coin.size * factor)),
    )
    assert not run(claim).warnings


def test_the_common_streams_give_the_same_numbers(run):
    def both(coin, streams):
        return Observables(reserve=1.0 * (streams.uniform("x") == streams.common.uniform("x")) - 0.5)

    assert run(coin_claim(experiment=both)).judgement.claim.weight.holds == 74
