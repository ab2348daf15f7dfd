"""Learners that learn nothing: the report says whether the prediction holds for them too, and no verdict changes."""

from dataclasses import dataclass, replace

import pytest
import torch

from tests.planted import coin_claim
from theoremcheck import AtMost, Baseline, Control, FallsByFactor, Observables, Regimes, Scale, Study, Verdict, uniform
from theoremcheck.reporting import as_record
from theoremcheck.reporting.entry_words import also_holds
from theoremcheck.reporting.terminal_table import table
from theoremcheck.reporting.texts import failure_text
from theoremcheck.series.specification import series_of


@dataclass(frozen=True)
class Descent:
    """Half of the error is left after each step."""

    steps: float
    start: float


def descend(descent, streams):
    return Observables(error=descent.start * 2 ** -torch.as_tensor(descent.steps) + 0 * streams.uniform("noise"))


def at_rest(descent):
    return replace(descent, steps=torch.zeros_like(descent.start))


UNTRAINED = Baseline(when="before training", change=at_rest)


def claim(bound, **changes):
    declared = dict(
        regimes=Regimes(Descent, steps=uniform(3.0, 5.0), start=uniform(0.5, 1.0)),
        experiment=descend,
        prediction=AtMost("error", bound),
        controls=(
            Control(breaks="the start is small", regimes=Regimes(Descent, steps=3.0, start=uniform(90.0, 99.0))),
        ),
        baselines=(UNTRAINED,),
    )
    return coin_claim(**(declared | changes))


@pytest.mark.parametrize(
    ("bound", "decided", "told"),
    [(0.2, Verdict.REFUTED, ""), (2.0, Verdict.SUPPORTED, "also holds before training"), (0.975, None, "")],
)
def test_the_same_question_is_put_to_a_learner_that_learns_nothing(run, bound, decided, told):
    outcome = run(claim(bound))
    (idle,) = outcome.judgement.baselines
    assert outcome.judgement.verdict is Verdict.SUPPORTED and idle.decided is decided
    assert also_holds(as_record(outcome).entry) == told
    assert ("before training" in table([as_record(outcome)])[-1]) == bool(told)


def test_it_costs_no_more_draws_than_decide_it(run):
    judgement = run(claim(0.2)).judgement
    assert judgement.claim.weight.trials == 74 and judgement.baselines[0].weight.trials == 16


def test_it_gets_no_more_draws_than_the_verdict_took(run):
    """At rest nine draws in ten hold where 0.95 is required: to decide that would take hundreds."""
    judgement = run(claim(0.95)).judgement
    (idle,) = judgement.baselines
    assert judgement.claim.weight.trials == 74 == idle.weight.trials and idle.decided is None


def test_no_verdict_depends_on_it(run, tmp_path):
    asked = run(claim(2.0), evidence=tmp_path / "asked").judgement
    assert asked.verdict is run(claim(2.0, baselines=()), evidence=tmp_path / "not").judgement.verdict


def test_a_crash_says_neither_that_it_holds_nor_that_it_fails(run):
    def crashes(descent, streams):
        raise ArithmeticError("no gradient")

    judgement = run(claim(0.2, baselines=(Baseline(when="without gradients", experiment=crashes),))).judgement
    assert judgement.baselines[0].decided is None and judgement.verdict is Verdict.SUPPORTED


def test_a_baseline_may_bring_its_own_experiment(run):
    idle = Baseline(when="with shuffled labels", experiment=lambda d, s: Observables(error=0 * d.start + 1))
    assert run(claim(2.0, baselines=(idle, UNTRAINED))).judgement.baselines[0].decided is Verdict.SUPPORTED


def test_it_is_asked_at_each_rung_of_a_ladder(run):
    """A learner that halves its error with each step; at rest the error is what it was, at every rung."""
    grown = claim(
        0.2,
        scale=Scale("steps", (1, 2, 4), lambda descent, factor: replace(descent, steps=descent.steps * factor)),
        prediction=FallsByFactor("error", 4.0, resolution=1e-6),
        controls=(Control(breaks="it descends", experiment=lambda d, s: Observables(error=1 + 0 * d.start)),),
    )
    judgement = run(grown).judgement
    assert judgement.verdict is Verdict.SUPPORTED and judgement.baselines[0].decided is Verdict.REFUTED


STUDY = Study("planted.descents", "tests.running")
OF_A_STUDY = [claim(bound, study=STUDY, name=f"planted.bound-{bound:g}") for bound in (1.0, 2.0)]


def test_claims_of_a_study_share_one_untrained_trajectory():
    labels = [series_of(one)[-1].label for one in OF_A_STUDY]
    assert labels[0] == labels[1] != series_of(OF_A_STUDY[0])[0].label


def test_a_failure_text_says_what_became_of_it(run):
    text = failure_text(as_record(run(claim(0.2))).entry)
    assert "fails before training: 0 of 16 draws hold" in text
