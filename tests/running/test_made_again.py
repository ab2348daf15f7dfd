"""A trial is a function of its regime and its streams: whatever else decides it is found out."""

import itertools
import time
from dataclasses import replace
from functools import partial

import hypothesis.strategies as st
import numpy as np
import pytest
import torch
from scipy.stats import binom

from tests.planted import Coin, Reserve, coin_claim, flip
from theoremcheck import AtMost, Control, GivenRegimes, Observables, Regimes, Verdict, load, uniform
from theoremcheck.evidence import Ledger, read_ledger
from theoremcheck.judging import judge
from theoremcheck.running import Recorder
from theoremcheck.series.again import again_of, companies
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision


def of_the_batch(coin, streams):
    """The mean of all trials where each should have its own."""
    drawn = streams.normal("x")
    return Observables(reserve=10 + drawn - drawn.mean())


def one_coin_for_all(coin, streams, label="flip"):
    return Observables(reserve=0.5 - streams.uniform(label)[:1].expand(streams.trials))


def needs_mates(coin, streams):
    return Observables(reserve=torch.full((streams.trials,), 1.0 if streams.trials > 1 else -1.0))


def global_numbers(coin, streams):
    return Observables(reserve=10 + torch.randn(streams.trials))


def numpy_numbers(coin, streams):
    return Observables(reserve=10 + np.random.rand(streams.trials))


def clock(coin, streams):
    return Observables(reserve=torch.full((streams.trials,), 1.0 + time.perf_counter_ns() % 1_000))


CALLS = itertools.count(1)


def counter(coin, streams):
    return Observables(reserve=torch.full((streams.trials,), float(next(CALLS))))


def position(coin, streams):
    return Observables(reserve=1 + torch.arange(streams.trials))


DEPENDENT = [of_the_batch, needs_mates, global_numbers, numpy_numbers, clock, counter, position]


@pytest.mark.parametrize("experiment", DEPENDENT, ids=lambda experiment: experiment.__name__)
def test_what_else_decides_a_trial_makes_it_unstable_and_the_reason_is_said(run, experiment):
    """All of them hold in every draw: the sign of the margin alone shows nothing."""
    judgement = run(coin_claim(experiment=experiment)).judgement
    assert judgement.verdict is Verdict.UNSTABLE
    assert "made again" in judgement.message and "not which others run with it" in judgement.message


@pytest.mark.parametrize("number", range(20))
def test_one_coin_for_a_whole_batch_is_never_supported(run, number):
    """True share 1/2, required 0.9."""
    claim = coin_claim(required=0.9, experiment=partial(one_coin_for_all, label=f"flip {number}"))
    assert run(claim).judgement.verdict is Verdict.UNSTABLE


def test_a_control_that_depends_on_its_batch_is_found_out_too(run):
    control = Control(
        breaks="the coin is good",
        experiment=lambda coin, streams: Observables(reserve=-of_the_batch(coin, streams)["reserve"]),
    )
    judgement = run(coin_claim(controls=(control,))).judgement
    assert judgement.verdict is Verdict.UNSTABLE and "of 'the coin is good', made again" in judgement.message


@pytest.mark.parametrize(("size", "verdict"), [(1e30, Verdict.SUPPORTED), (1e3, Verdict.UNSTABLE)])
def test_a_control_that_diverges_has_no_digits_to_compare(run, size, verdict):
    """Beyond 1e16 times the claim's own numbers, round-off has grown to the size of a number."""

    def diverged(coin, streams):
        return Observables(reserve=-size * (1 + streams.uniform("x") * streams.trials))

    assert run(coin_claim(controls=(Control(breaks="it converges", experiment=diverged),))).judgement.verdict is verdict


def sampler(streams, of_the_batch):
    tilt = streams.uniform("tilt")
    tilt = tilt / tilt.max() if of_the_batch else tilt
    ones = np.ones(streams.trials)
    return {"size": ones.astype(int), "weight": ones, "tilt": tilt.numpy()}


@pytest.mark.parametrize(("mixes", "verdict"), [(True, Verdict.UNSTABLE), (False, Verdict.SUPPORTED)])
def test_a_sampler_given_by_hand_may_not_mix_its_draws(run, mixes, verdict):
    points = st.builds(Coin, size=st.just(1), weight=st.just(1.0), tilt=st.floats(0, 1))
    claim = coin_claim(regimes=GivenRegimes(Coin, points, partial(sampler, of_the_batch=mixes)))
    judgement = run(claim).judgement
    assert judgement.verdict is verdict
    assert ("has another regime" in judgement.message) == mixes


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (lambda reserve: 0 * reserve + reserve.mean(), "among others and"),
        (lambda reserve: 1 + np.random.rand(len(reserve)), "that is another one each time"),
    ],
)
def test_a_prediction_that_mixes_trials_makes_a_claim_unstable(run, tmp_path, of, said):
    """The first holds in every draw of a batch, and alone in three of four."""
    outcome = run(coin_claim(truth=0.75, required=0.95, prediction=Reserve(of)))
    judgement = outcome.judgement
    assert (
        judgement.verdict is Verdict.UNSTABLE and "'the coin shows heads' gives draw 0 of 'claim'" in judgement.message
    )
    assert said in judgement.message and "a margin may read its own trial alone" in judgement.message
    own = outcome.dossier.own
    recorded = Dossier.of(outcome.dossier.claim, read_ledger(tmp_path, own.owner, own.specification))
    assert judge(recorded, 0.05).verdict is Verdict.UNSTABLE


def test_a_prediction_that_mixes_the_trials_of_a_control_alone_is_found_too(run):
    prediction = Reserve(lambda reserve: np.where(reserve < 0, reserve.mean(), reserve))
    judgement = run(coin_claim(prediction=prediction)).judgement
    assert judgement.verdict is Verdict.UNSTABLE and "of 'the coin is good' a margin of" in judgement.message


def test_a_required_probability_that_mixes_trials_makes_a_claim_unstable(run):
    """Half of any batch is asked for more."""
    required = lambda coin: torch.where(coin.tilt > coin.tilt.median(), 0.9, 0.8)  # noqa: E731
    judgement = run(coin_claim(required=required)).judgement
    assert judgement.verdict is Verdict.UNSTABLE and "`required` gives draw" in judgement.message


def test_the_order_of_a_sum_is_no_disagreement(run):
    """A product of matrices may round otherwise in another batch; that is what `round_off` is for."""

    def product(coin, streams):
        matrix = streams.normal("matrix", (30, 30))
        return Observables(reserve=1e6 + (matrix @ matrix).sum(dim=(1, 2)))

    assert run(coin_claim(experiment=product, dtype=torch.float32)).judgement.verdict is Verdict.SUPPORTED


def test_the_round_off_of_a_difference_of_equals_is_no_disagreement(run):
    """It has no digit of its own, whatever its relative error."""

    def rest(coin, streams):
        return Observables(difference=1e-16 * torch.randn(streams.trials).abs())

    control = Control(breaks="they are equal", experiment=lambda c, s: Observables(difference=1 + s.uniform("x")))
    claim = coin_claim(experiment=rest, prediction=AtMost("difference", 1e-10), controls=(control,))
    assert run(claim).judgement.verdict is Verdict.SUPPORTED


def test_an_error_one_time_of_two_is_a_disagreement(run):
    def alone_it_crashes(coin, streams):
        if streams.trials == 1:
            raise ArithmeticError("too few")
        return flip(coin, streams)

    message = run(coin_claim(regimes=Regimes(Coin, size=1, weight=1.0), experiment=alone_it_crashes)).judgement.message
    assert "gives no outcome one time of two (ArithmeticError: too few (test_made_again.py, line" in message


def test_evidence_alone_gives_the_same_verdict(run, tmp_path):
    claim = coin_claim(experiment=of_the_batch)
    outcome = run(claim)
    own = outcome.dossier.own
    recorded = Dossier.of(claim, read_ledger(tmp_path, own.owner, own.specification))
    assert judge(recorded, 0.05) == outcome.judgement


def test_a_dozen_draws_of_each_series_are_made_again_once(run, tmp_path):
    claim = coin_claim()
    assert run(claim).judgement.numerics.again == 12 + 8  # the control was caught after eight draws
    run(claim)
    table = load(tmp_path)
    labels = [part.label for series in series_of(claim) for part in again_of(series)]
    assert table[table.series.isin(labels)].groupby("series").size().tolist() == [2, 10, 2, 6]


def jumps_backwards(coin, streams):
    """Another reserve in a batch of ten, in about a third of the draws, which hold all the same."""
    jump = (coin.tilt < 1 / 3) & (streams.trials == 10)
    return Observables(reserve=1 + coin.tilt + jump)


def test_repeats_that_the_engine_does_not_make_dilute_nothing(run):
    """A copy of a draw, said to be made again, agrees with it."""
    outcome = run(
        coin_claim(experiment=jumps_backwards, regimes=Regimes(Coin, size=1, weight=1.0, tilt=uniform(0.0, 1.0)))
    )
    dossier, before = outcome.dossier, outcome.judgement.numerics
    assert outcome.judgement.verdict is Verdict.UNSTABLE
    own = dossier.ledger.trials(dossier.own.label)
    added = [replace(own[index], series=part.label) for index in range(12, 74) for part in again_of(dossier.own)]
    dossier.ledger.add(added)
    judgement = judge(dossier, 0.05)
    assert (judgement.verdict, judgement.numerics) == (Verdict.UNSTABLE, before)


def coarse(coin, streams):
    """In float64 four in ten of the draws fail that hold in float32: of 22 reruns several, whatever the streams."""
    fails = (coin.tilt * 1000).floor() % 10 < 4
    return Observables(reserve=torch.where(fails & (coin.tilt.dtype == torch.float64), -1.0, 1.0))


def test_reruns_beyond_a_gap_dilute_nothing(run):
    """Of the draws there somebody may have kept those whose reruns agree."""
    outcome = run(coin_claim(experiment=coarse, dtype=torch.float32))
    dossier, before = outcome.dossier, outcome.judgement.numerics
    assert outcome.judgement.verdict is Verdict.UNSTABLE and before.reruns == 22
    elsewhere = Dossier.of(dossier.claim, Ledger())
    recorder = Recorder.of(elsewhere, None, torch.device("cpu"))
    chosen = [index for index in range(75, 2000) if dossier.claim.trust.selects(index)]
    for index, point in draw_points(dossier.own, chosen).items():
        again = recorder.train(dossier.own, {index: point}, Precision.REFINED)
        if again[0].margin > 0:
            dossier.ledger.add([*recorder.train(dossier.own, {index: point}, Precision.DECLARED), *again])
    judgement = judge(dossier, 0.05)
    assert (judgement.verdict, judgement.numerics) == (Verdict.UNSTABLE, before)


def test_the_company_of_a_draw_is_fixed_by_its_index(run):
    outcome = run(coin_claim())
    own, draws = outcome.dossier.own, outcome.dossier.draws(outcome.dossier.own)
    assert [list(indices) for _, indices in companies(own, draws)] == [[0], [1], [*range(11, 1, -1)]]
    assert [list(indices) for _, indices in companies(own, draws[:5])] == [[0], [1], [4, 3, 2]]


def test_draws_that_look_alike_are_all_made_again_alone(run):
    """One coin a batch shows heads in 4 of 5: two repeats would mostly show heads too, twelve in 0.8^12 = 7 %."""

    def one_coin(coin, streams, label):
        return Observables(reserve=torch.where(streams.uniform(label)[:1] < 0.8, 1.0, -1.0).expand(streams.trials))

    verdicts = [
        run(coin_claim(experiment=partial(one_coin, label=f"flip {n}"), regimes=Regimes(Coin, size=1, weight=1.0)))
        for n in range(24)
    ]
    missed = sum(outcome.judgement.verdict is not Verdict.UNSTABLE for outcome in verdicts)
    assert missed <= binom.ppf(0.999, 24, 0.8**12)
