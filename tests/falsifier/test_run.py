"""The search as part of a run: what it does to a verdict, and that nothing of it is lost or made twice."""

from dataclasses import replace
from math import log

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from tests.planted_sets import CORNER, GROWTH, HALF_SPACE, REGIMES, SLAB, SMALL, Planted, failing_on, simplest
from theoremcheck import Flaw, GivenRegimes, Observables, PositiveControl, Regimes, Verdict, choice, load
from theoremcheck.evidence import Ledger, Segment
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.found import searched_points, weigh_search
from theoremcheck.falsifier.replicates import FRESH, TRIED
from theoremcheck.reporting import as_record
from theoremcheck.reporting.from_search import search_record
from theoremcheck.running import BUDGETS, Recorder, run_claim
from theoremcheck.series.addresses import End, address
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.statistics import draws_to_refute
from theoremcheck.vocabulary import Precision


@pytest.fixture
def run(tmp_path):
    def run(claim, budget="standard", **options):
        return run_claim(claim, BUDGETS[budget], tmp_path, device=torch.device("cpu"), **options)

    return run


def test_a_stubborn_counterexample_refutes_what_the_draws_support(run):
    judgement = run(SLAB).judgement
    assert judgement.claim.decided is Verdict.SUPPORTED
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.message == f"{judgement.search.sentence}; no positive control backs this refutation"


def test_a_stubborn_counterexample_refutes_what_the_draws_leave_open(tmp_path):
    """Seventy draws are too few to support it, and three failures in a hundred refute nothing."""
    claim = failing_on(lambda planted: planted.load > 0.97, name="planted.open")
    few = replace(BUDGETS["quick"], max_draws=70)
    judgement = run_claim(claim, few, tmp_path, device=torch.device("cpu")).judgement
    assert judgement.claim.decided is None
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.message.startswith(judgement.search.sentence)


def test_a_stubborn_counterexample_refutes_where_a_control_is_not_caught(run):
    """To fail, a check needs nothing that it would catch elsewhere."""

    def holds(planted, streams):
        return Observables(reserve=torch.ones_like(planted.load))

    judgement = run(replace(SLAB, controls=(replace(SLAB.controls[0], experiment=holds),))).judgement
    assert judgement.claim.decided is Verdict.SUPPORTED and not judgement.caught
    assert judgement.verdict is Verdict.REFUTED and judgement.search.sentence in judgement.message


def test_a_refutation_by_a_grown_point_is_as_sure_as_its_weaker_half(run):
    """It always fails where it is small, and in three replicates of four where it is large."""

    def weak_at_large(planted, streams):
        return Observables(reserve=torch.where((planted.n < 60) | (streams.indices % 4 > 0), -1.0, 1.0))

    outcome = run(replace(SMALL, required=0.95, experiment=weak_at_large))
    found = outcome.judgement.search.counterexample
    last = found.ladder[-1].weight
    assert found.finding == "stays" and last.log_e_fails < found.weight.log_e_fails
    assert as_record(outcome).entry.search.counterexample.log_e == last.log_e_fails - log(PLANNED)


def test_a_verdict_pays_for_every_point_that_the_recorded_searches_weighed():
    """Plans with other examples bring more points than the 32 that one plan a budget may weigh."""
    claim, alpha = replace(SLAB, required=0.5), 0.05
    dossier = Dossier.of(claim, Ledger())
    train = Recorder.of(dossier, None, torch.device("cpu")).train

    def weigh(points, replicates):
        numbers = {
            address(point, End.WEIGH, number, claim.name): point
            for point in points
            for number in range(1, replicates + 1)
        }
        train(part_of(dossier.own, FRESH), numbers, Precision.DECLARED)
        return weigh_search(dossier, alpha)

    enough = draws_to_refute(0.5, alpha / PLANNED)
    assert draws_to_refute(0.5, alpha / 200) > enough
    alone = weigh([simplest(load=0.537)], enough)
    assert alone.weighed == 1 and alone.counterexample.weight.alpha == alpha / PLANNED
    assert search_record(claim, alone, [0.5], BUDGETS["quick"]).counterexample.log_e >= -log(alpha)
    among = weigh([simplest(load=0.001 * number) for number in range(199)], 1)
    assert among.weighed == 200 and among.finding == "none"
    again = weigh([simplest(load=0.537)], 2 * enough)
    assert again.counterexample.weight.alpha == alpha / 200
    told = search_record(claim, again, [0.5], BUDGETS["quick"]).counterexample
    assert told.log_e == again.counterexample.weight.log_e_fails - log(200)


def test_a_finite_size_effect_leaves_the_verdict(run):
    judgement = run(SMALL).judgement
    assert judgement.verdict is Verdict.SUPPORTED
    assert judgement.search.finding == "fades"


LOW = PositiveControl(adds="the load is low", regimes=REGIMES.with_((lambda planted: planted.load < 0.5,)))


def test_a_known_counterexample_is_as_expected(run):
    known = replace(
        SLAB,
        known=Verdict.REFUTED,
        reason="it fails on the slab",
        flaw=Flaw.MISSING_CONDITION,
        positive_controls=(LOW,),
    )
    outcome = run(known)
    assert outcome.as_expected
    assert outcome.judgement.message == outcome.judgement.search.sentence


def test_a_counterexample_shows_nothing_where_the_positive_control_fails_too(run):
    judgement = run(
        replace(CORNER, positive_controls=(replace(LOW, regimes=None, experiment=HALF_SPACE.experiment),))
    ).judgement
    assert judgement.search.finding == "stays"
    assert judgement.verdict is Verdict.POWERLESS


def test_a_positive_control_that_never_runs_keeps_nobody_from_searching(run):
    def raises(planted, streams):
        raise ArithmeticError("the matrix is singular")

    judgement = run(replace(SMALL, positive_controls=(replace(LOW, regimes=None, experiment=raises),))).judgement
    assert judgement.verdict is Verdict.SUPPORTED
    assert judgement.search.finding == "fades"


def test_a_second_run_trains_nothing(run):
    first, second = run(HALF_SPACE), run(HALF_SPACE)
    assert first.spent > 0 == second.spent
    assert second.judgement.search == first.judgement.search


@pytest.mark.parametrize("batches", [1, 3, 6, 9])
def test_a_search_that_was_killed_goes_on_where_it_was(run, monkeypatch, tmp_path, batches):
    undisturbed = run_claim(CORNER, BUDGETS["quick"], tmp_path / "other", device=torch.device("cpu"))
    append, written = Segment.append, [0]

    def killed(self, trials):
        append(self, trials)
        written[0] += 1
        if written[0] == batches:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Segment, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            run(CORNER, "quick")
    stopped = weigh_search(Dossier.read(CORNER, tmp_path), 0.05)
    assert stopped is None or stopped.budget is None, "a search that has not come to its end is none of this budget"
    resumed = run(CORNER, "quick")
    assert resumed.judgement.search.budget == "quick"
    assert resumed.judgement.search == undisturbed.judgement.search
    assert resumed.spent < undisturbed.spent
    table = load(tmp_path / CORNER.name)
    assert not table.duplicated(["series", "index", "precision"]).any()
    lines = sum(len(file.read_text().splitlines()) - 1 for file in (tmp_path / CORNER.name).rglob("*.jsonl"))
    assert lines == len(table) == undisturbed.spent


def test_a_failure_of_single_precision_is_no_counterexample(run):
    """The margin is a round-off of float32, which float64 does not have: no failure is confirmed."""

    def lost_digits(planted, streams):
        small = torch.where(planted.load > 0.5, 1e-9, 1.0).to(planted.load.dtype)
        return Observables(reserve=(planted.load - planted.load + 1 + small) - 1)

    claim = replace(SLAB, name="planted.round-off", experiment=lost_digits, dtype=torch.float32, required=0.3)
    judgement = run(claim, "quick").judgement
    assert judgement.search.finding == "none"


def test_a_crash_at_a_corner_is_found_and_named(run):
    def crashes(planted, streams):
        if (planted.load == 1.0).any():
            raise ZeroDivisionError("no load left")
        return Observables(reserve=planted.load + 1)

    judgement = run(replace(SLAB, name="planted.crash", experiment=crashes)).judgement
    search = judgement.search
    assert search.counterexample.point.load == 1.0
    assert "gave no usable outcome in 8 of 8 fresh replicates (ZeroDivisionError: no load left" in search.sentence
    # The experiment may fail there, and not the theorem: nobody may call that a refutation, nor support.
    assert search.finding == "undecided" and judgement.verdict is Verdict.UNDECIDED


def test_a_point_that_crashes_now_and_then_fails_as_often(run):
    """As a draw without outcome does: what counts against the claim counts there as well."""

    def crashes(planted, streams):
        luck = streams.uniform("luck")
        return Observables(reserve=torch.where((planted.load == 1.0) & (luck < 0.9), torch.nan, planted.load + 1))

    judgement = run(replace(SLAB, name="planted.now-and-then", experiment=crashes)).judgement
    assert judgement.verdict is Verdict.REFUTED
    assert "without a usable outcome (the margin is NaN" in judgement.search.sentence


def test_a_point_without_outcome_says_nothing_at_the_largest_factor_either(run):
    def crashes(planted, streams):
        return Observables(reserve=torch.where(planted.load == 1.0, torch.nan, planted.load + 1) + 0 * planted.n)

    judgement = run(replace(SMALL, name="planted.never-there", experiment=crashes)).judgement
    assert judgement.verdict is Verdict.UNDECIDED and judgement.search.finding == "undecided"
    assert "without a usable outcome with n = 256, so nobody knows whether it fades" in judgement.search.sentence


def test_a_regime_of_one_point_has_nothing_to_search(run):
    regimes = Regimes(Planted, rows=1, columns=1, load=0.5, noise=1.0, n=16)
    search = run(failing_on(lambda planted: planted.load > 2, regimes=regimes)).judgement.search
    assert search is None or search.finding == "none"


def test_a_strategy_given_by_hand_is_shrunk_by_hypothesis(run):
    points = st.builds(
        Planted,
        rows=st.integers(1, 100).map(float),
        columns=st.just(1.0),
        load=st.floats(0, 1),
        noise=st.just(1.0),
        n=st.just(16.0),
    )

    def sampler(streams):
        ones = np.ones(streams.trials)
        rows = 1 + np.floor(100 * streams.uniform("rows").double().numpy())
        return dict(rows=rows, columns=ones, load=streams.uniform("load").double().numpy(), noise=ones, n=16 * ones)

    given = GivenRegimes(Planted, points, sampler)
    claim = failing_on(lambda planted: (planted.rows > 20) & (planted.load > 0.3), regimes=given, required=0.6)
    found = run(claim).judgement.search.counterexample
    assert found.point.rows == 21.0
    assert found.point.load == 1.0  # to Hypothesis a whole number is the simplest float
    assert not found.minimal  # nothing is declared by which it could be


def test_a_strategy_that_does_not_repeat_itself_is_searched_and_said_to_be_so(run):
    """It reads something outside of Hypothesis, so no replay comes by the same points."""
    counted = iter(range(10**9))
    points = st.builds(
        lambda load: Planted(rows=float(next(counted)), columns=1.0, load=load, noise=1.0, n=16.0), st.floats(0, 1)
    )

    def sampler(streams):
        ones = np.ones(streams.trials)
        return dict(rows=ones, columns=ones, load=streams.uniform("load").double().numpy(), noise=ones, n=16 * ones)

    claim = failing_on(lambda planted: planted.load > 0.9, regimes=GivenRegimes(Planted, points, sampler))
    claim = replace(claim, required=0.8)
    search = run(claim).judgement.search
    assert search.finding == "stays"
    assert search.sources["unsteady"] > 0 == search.sources["targeted"]
    assert "or of one that does not give the same examples twice" in search.sentence


def test_a_strategy_that_was_corrected_under_the_same_specification_is_not_blamed_for_its_examples(run):
    """No draw depends on it, so the evidence goes on, with the examples of the one before."""

    def sampler(streams):
        ones = np.ones(streams.trials)
        return dict(rows=ones, columns=ones, load=streams.uniform("load").double().numpy(), noise=ones, n=16 * ones)

    def reaching(load):
        points = st.builds(
            lambda load: Planted(rows=1.0, columns=1.0, load=load, noise=1.0, n=16.0), st.floats(0, load)
        )
        return failing_on(lambda planted: planted.load > 2, regimes=GivenRegimes(Planted, points, sampler))

    assert run(reaching(1000.0), "quick").judgement.search.finding == "stays"
    again = run(reaching(1.0), "quick").judgement.search
    assert again.finding == "stays" and again.sources["unsteady"] > 0
    assert "of another strategy than the one with which this search began, or of one" in again.sentence


def test_only_a_fresh_replicate_that_fails_is_made_again(run, tmp_path):
    """What holds is not paid for twice; what counts as failing does so in both precisions."""
    claim = replace(SLAB, name="planted.single", dtype=torch.float32)
    found = run(claim, "standard").judgement.search
    table = load(tmp_path)
    fresh = table[table.series == "claim/fresh"].set_index("index")
    first, again = (fresh[fresh.precision == how.value] for how in (Precision.DECLARED, Precision.REFINED))
    assert found.finding == "stays"
    assert set(again.index) == set(first.index[first.margin <= 0])


def test_a_search_that_the_draws_left_nothing_to_look_at_took_place(run):
    """All points of the regime are drawn; a report that said nobody searched would be wrong."""
    few = Regimes(Planted, rows=1.0, columns=1.0, load=choice(0.1, 0.9), noise=1.0, n=16)
    claim = failing_on(lambda planted: planted.load < 0, name="planted.few", regimes=few)
    found = run(claim, "quick").judgement.search
    assert found.finding == "none"
    assert {kind for kind, count in found.sources.items() if count} == {"draws"}


def test_the_points_that_a_search_tried_as_they_are_are_told_from_grown_ones(searched):
    """A point that fails is grown to see whether it fades: far beyond the regime."""
    search = searched(failing_on(lambda planted: planted.load > 0.5, growth=GROWTH))
    tried = search.ledger.trials(part_of(search.dossier.own, TRIED).label)
    largest = max(trial.regime["n"] for trial in search.dossier.draws(search.dossier.own))
    points = searched_points(search.dossier)
    assert max(trial.regime["n"] for trial in points) <= largest < max(trial.regime["n"] for trial in tried.values())
    assert {trial.series.rpartition("/")[2] for trial in points} == {TRIED, FRESH, "corners"}
