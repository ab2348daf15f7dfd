"""Draws are spent once, in the order of their indices, and evidence accumulates."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.planted import Coin, coin_claim, flip
from theoremcheck import Observables, Regimes, Scale, StaysAbove, Trust, Vanishes, Verdict, choice, load, uniform
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.budget import BUDGETS, draws_to_decide, next_look
from theoremcheck.series import specification
from theoremcheck.statistics import draws_to_refute, draws_to_support
from theoremcheck.weighing import Outcomes, Unusable, weigh_outcomes

CPU = torch.device("cpu")


@pytest.mark.parametrize(("required", "draws"), [(0.90, 36), (0.95, 74), (0.99, 377)])
def test_a_perfect_claim_costs_what_the_calculator_says(run, required, draws):
    own = run(coin_claim(1.0, required)).judgement.claim
    assert own.weight.trials == draws


def test_a_decided_claim_trains_nothing_again(run):
    first, second = run(coin_claim()), run(coin_claim())
    assert first.spent > 0 == second.spent
    assert second.judgement == first.judgement


def test_more_adds_that_many_draws(run):
    before = run(coin_claim()).judgement.claim
    after = run(coin_claim(), more=50).judgement.claim
    assert after.weight.trials == before.weight.trials + 50
    assert after.weight.lower > before.weight.lower


@pytest.mark.parametrize("number", range(12))
def test_verdict_e_value_and_bounds_never_contradict_each_other(run, number):
    """Whatever happened on the way, a verdict is one of all draws: its bound excludes the required probability."""
    own = run(coin_claim(0.87, 0.99, name=f"planted.often-{number}")).judgement.claim
    assert own.decided is Verdict.REFUTED
    assert own.weight.log_e_fails >= math.log(20) and own.weight.upper < 0.99


def test_draws_that_undo_a_verdict_ask_for_more(run, tmp_path):
    """A perfect start that fails ever after: the draws added afterwards are weighed and not passed over."""

    def fades(coin, streams):
        return Observables(reserve=36.5 - streams.indices.double())

    claim = coin_claim(required=0.9, experiment=fades)
    assert run(claim).judgement.verdict is Verdict.SUPPORTED
    assert run(claim, more=5).judgement.verdict is Verdict.REFUTED


def test_a_larger_budget_continues_the_draws(run):
    quick = run(coin_claim(0.95), "quick")  # as often as required: at 19 of 20 seeds and more neither side is decided
    standard = run(coin_claim(0.95), "standard")
    assert quick.judgement.claim.weight.trials == BUDGETS["quick"].max_draws
    assert standard.spent < standard.judgement.claim.weight.trials


def test_another_specification_starts_anew(run, tmp_path):
    run(coin_claim(required=0.95))
    assert run(coin_claim(required=0.90)).spent > 36
    assert load(tmp_path).specification.nunique() == 2


def test_outcomes_do_not_depend_on_how_draws_are_batched(run, tmp_path, monkeypatch):
    """Batches of one and of many give bit-identical draws; margins of this experiment have no reductions in them."""
    run(coin_claim(0.8), evidence=tmp_path / "many")
    monkeypatch.setattr(BatchSizes, "run", lambda self, shape, trials, train: [train([trial]) for trial in trials])
    run(coin_claim(0.8), evidence=tmp_path / "one")
    columns = ["series", "precision", "index", "size", "weight", "tilt", "reserve", "margin"]
    many, one = (
        load(tmp_path / name).sort_values(["series", "precision", "index"])[columns] for name in ("many", "one")
    )
    assert many.reset_index(drop=True).equals(one.reset_index(drop=True))


def test_a_batch_that_runs_out_of_memory_is_halved():
    sizes, done = BatchSizes(CPU), []

    def train(piece):
        if len(piece) > 3:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        done.extend(piece)

    list(sizes.run("shape", range(20), train))
    assert done == list(range(20))


def test_an_experiment_that_runs_out_of_memory_is_halved_and_no_outcome_lost(run):
    def hungry(coin, streams):
        if streams.trials > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return flip(coin, streams)

    own = run(coin_claim(experiment=hungry)).judgement.claim
    assert (own.weight.trials, own.weight.unusable) == (74, 0)


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests move on."""
    now = [0.0]
    monkeypatch.setattr("theoremcheck.running.batches.time.perf_counter", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("seconds_a_trial", "trials", "expected"),
    [
        (lambda size: 1 / size, 500, [16, 32, 64, 128, 256, 4]),
        (lambda size: 0.1 + 1 / size if size <= 32 else 0.3, 200, [16, 32, 64, 32, 32, 24]),
    ],
    ids=["faster-and-faster", "out-of-the-cache"],
)
def test_batches_grow_while_that_makes_a_trial_faster(clock, seconds_a_trial, trials, expected):
    sizes, pieces = BatchSizes(CPU), []

    def train(piece):
        pieces.append(len(piece))
        clock[0] += len(piece) * seconds_a_trial(len(piece))

    list(sizes.run("shape", range(trials), train))
    assert pieces == expected


def test_batches_stay_as_large_as_they_may_be(clock, monkeypatch):
    """At the limit the next batch is as large as the last one, and so no faster."""
    monkeypatch.setattr("theoremcheck.running.batches._LARGEST", 32)
    sizes, pieces = BatchSizes(CPU), []

    def train(piece):
        pieces.append(len(piece))
        clock[0] += 1.0

    list(sizes.run("shape", range(144), train))
    assert pieces == [16, 32, 32, 32, 32]


def test_a_short_batch_says_nothing_of_a_size(clock):
    sizes, pieces = BatchSizes(CPU), []

    def train(piece):
        pieces.append(len(piece))
        clock[0] += 1.0

    for trials in (3, 16, 5, 40):
        list(sizes.run("shape", range(trials), train))
    assert pieces == [3, 16, 5, 32, 8]


def test_groups_share_their_shapes(run):
    seen = []

    def look(coin, streams):
        seen.append(coin.size)
        assert coin.weight.shape == (streams.trials,)
        return flip(coin, streams)

    run(coin_claim(experiment=look))
    assert set(seen) == {1, 2}


def test_curves_may_be_longer_in_one_shape_than_in_another(run):
    def ragged(coin, streams):
        return Observables(reserve=streams.uniform("flip", (coin.size,)))

    claim = coin_claim(experiment=ragged, prediction=StaysAbove("reserve", 1e-12))
    assert run(claim).judgement.claim.weight.holds == 74


def weighed(*strata):
    """The weight of draws in strata of (required, trials, holds), one after the other."""
    held = np.concatenate([np.arange(trials) < holds for _, trials, holds in strata])
    required = np.concatenate([np.full(trials, level) for level, trials, _ in strata])
    margins = np.where(held, 1.0, -1.0)
    return weigh_outcomes(Outcomes(margins, held | True, held, required), 0.05, Unusable.FAILS)


def test_the_next_look_never_passes_the_cap():
    budget = replace(BUDGETS["quick"], max_draws=50)
    assert next_look(weighed((0.99, 16, 16)), budget, expects_support=True) == 50


def test_the_first_look_is_small_so_that_a_false_claim_stops_early():
    assert next_look(weighed((0.99, 0, 0)), BUDGETS["standard"], expects_support=True) == 16
    assert next_look(weighed((0.99, 0, 0)), BUDGETS["standard"], expects_support=False) == 8


def test_the_next_look_waits_for_the_stratum_that_needs_most():
    seen = weighed((0.8, 50, 50), (0.98, 50, 50))
    assert next_look(seen, BUDGETS["standard"], expects_support=True) == 2 * draws_to_support(0.98, 0.05)


def test_one_stratum_that_falls_short_is_enough_for_the_next_look():
    seen = weighed((0.8, 50, 50), (0.98, 50, 45))
    assert draws_to_decide(seen, expects_support=True) == 2 * draws_to_refute(0.98, 0.05, 45, 50)


def test_every_stratum_of_a_varying_requirement_is_decided_by_draws_of_its_own(run):
    own = run(coin_claim(1.0, required=lambda coin: 0.8 + 0.1 * (coin.size - 1))).judgement.claim
    assert [stratum.required for stratum in own.weight.strata] == pytest.approx([0.8, 0.9])
    for stratum in own.weight.strata:
        assert stratum.trials >= draws_to_support(stratum.required, 0.05)
    assert 0.8 < own.weight.required < 0.9


def test_what_a_lenient_stratum_holds_beyond_its_requirement_pays_for_no_other(run):
    def experiment(coin, streams):
        chance = 0.7 if coin.size == 2 else 1.0
        return Observables(reserve=chance - streams.uniform("flip"))

    claim = coin_claim(experiment=experiment, required=lambda coin: 0.95 if coin.size == 2 else 0.5)
    judgement = run(claim, more=400).judgement
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.claim.weight.lower > judgement.claim.weight.required


def test_a_requirement_of_too_many_values_is_refused(run):
    with pytest.raises(ValueError, match="required takes .* different values"):
        run(coin_claim(1.0, required=lambda coin: 0.9 + 0.05 * coin.tilt))


def test_a_requirement_outside_zero_and_one_is_named(run):
    from theoremcheck import ClaimError

    with pytest.raises(ClaimError, match="must lie in"):
        run(coin_claim(required=lambda coin: 1 + coin.tilt))


def test_the_rerun_is_made_in_double_precision_with_half_the_step(run, tmp_path):
    def precision(coin, streams):
        digits = 64 if streams.dtype == torch.float64 else 32
        return Observables(
            reserve=torch.ones_like(coin.tilt), digits=torch.full_like(coin.tilt, digits), step=coin.tilt
        )

    trust = Trust(refine=lambda coin: replace(coin, tilt=coin.tilt / 2))
    run(coin_claim(experiment=precision, dtype=torch.float32, trust=trust))
    table = load(tmp_path).query("series == 'claim'")
    assert set(table[(table.precision == "declared")].digits) == {32} and set(
        table[table.precision == "refined"].digits
    ) == {64}
    again = table[table.precision == "refined"].set_index("index").step
    first = table[(table.precision == "declared")].set_index("index").step
    assert ((2 * again - first[again.index]).abs() < 1e-6).all()
    assert list(again.index[:17]) == [*range(16), 20]


@pytest.mark.parametrize(
    ("dtype", "refine", "varied", "reruns"),
    [
        (torch.float32, None, "in float64", 22),
        (torch.float32, lambda coin: coin, "in float64 with half the step", 22),
        (torch.float64, lambda coin: coin, "with half the step", 22),
        (torch.float64, None, None, 0),
    ],
    ids=["precision", "both", "step", "nothing"],
)
def test_a_rerun_says_what_it_varies_and_none_is_made_of_nothing(run, dtype, refine, varied, reruns):
    outcome = run(coin_claim(dtype=dtype, trust=Trust(refine=refine)))
    numerics = outcome.judgement.numerics
    assert (numerics.varied, numerics.reruns) == (varied, reruns)
    assert outcome.spent == 74 + 8 + numerics.again + reruns


def test_a_scale_makes_curves_with_common_random_numbers(run, tmp_path):
    def shrinking(coin, streams):
        return Observables(
            error=(1 + coin.tilt) / coin.size,
            law=1 / torch.full_like(coin.tilt, coin.size),
            reserve=streams.uniform("noise"),
        )

    claim = coin_claim(
        experiment=shrinking,
        regimes=Regimes(Coin, size=choice(2), weight=1.0, tilt=uniform(0.0, 1.0)),
        scale=Scale("size", (1, 2, 4), lambda coin, factor: replace(coin, size=coin.size * factor)),
        prediction=Vanishes("error", "size", "law", slope_band=0.1, log_spread=0.1),
    )
    control = replace(
        claim.controls[0],
        experiment=lambda coin, streams: shrinking(coin, streams) | {"error": torch.ones_like(coin.tilt)},
        regimes=claim.regimes,
    )
    assert run(replace(claim, controls=(control,))).as_expected
    row = load(tmp_path).query("series == 'claim'").iloc[0]
    assert row["observable.size"] == [2.0, 4.0, 8.0]
    assert len(set(row["reserve"])) == 1


def test_a_run_reads_the_sources_of_a_claim_once(run, monkeypatch):
    """Each reading goes through all files behind the page; what it said is handed on."""
    asked = []
    hashed = specification.specification_hash
    monkeypatch.setattr(specification, "specification_hash", lambda claim: asked.append(claim) or hashed(claim))
    claim = coin_claim()
    run(claim)
    assert asked == [claim]
