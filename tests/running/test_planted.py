"""Claims planted on purpose get their own verdicts and messages."""

from dataclasses import replace

import pytest

from tests.planted import BROKEN, KNOWN, PLANTED, SOMETIMES, better, coin_claim, flip
from theoremcheck import Verdict


@pytest.mark.parametrize("verdict", list(PLANTED))
def test_each_gets_its_verdict(run, verdict):
    assert run(PLANTED[verdict]).judgement.verdict is Verdict(verdict)


@pytest.mark.parametrize("message", list(BROKEN))
def test_an_experiment_that_never_delivers_is_broken_and_says_why(run, message):
    judgement = run(coin_claim(experiment=BROKEN[message])).judgement
    assert judgement.verdict is Verdict.BROKEN
    assert message in judgement.message


@pytest.mark.parametrize("message", list(SOMETIMES))
def test_trials_without_outcome_count_against_the_claim(run, message):
    outcome = run(coin_claim(experiment=SOMETIMES[message], required=0.9))
    own = outcome.judgement.claim
    assert outcome.judgement.verdict is Verdict.REFUTED
    assert message in outcome.judgement.message
    assert own.weight.trials - own.weight.holds == own.weight.unusable > 0


def test_the_regimes_that_raise_are_found_by_halving(run, tmp_path):
    """Raising is a property of the batch in `raising`; only the guilty trials may be blamed."""
    from theoremcheck import load

    run(coin_claim(experiment=SOMETIMES["the matrix is singular"], required=0.5))
    table = load(tmp_path)
    mine = table[(table.series == "claim") & (table.precision == "declared")]
    assert ((mine.tilt < 0.3) == mine.error.notna()).all()


def test_a_broken_experiment_leaves_no_evidence(run, tmp_path):
    run(coin_claim(experiment=BROKEN["shape"]))
    assert not list(tmp_path.rglob("*.jsonl"))


def test_a_control_that_crashes_is_not_caught(run):
    claim = coin_claim()
    crashing = replace(claim.controls[0], experiment=SOMETIMES["the matrix is singular"], regimes=claim.regimes)
    assert run(replace(claim, controls=(crashing,))).judgement.verdict is Verdict.POWERLESS


def test_a_control_that_never_runs_breaks_the_claim(run):
    claim = coin_claim()
    crashing = replace(claim.controls[0], experiment=BROKEN["shape"])
    judgement = run(replace(claim, controls=(crashing,))).judgement
    assert judgement.verdict is Verdict.BROKEN
    assert "in the control 'the coin is good'" in judgement.message


def test_known_refutations_are_as_expected(run):
    assert run(coin_claim(0.5, **KNOWN)).as_expected


@pytest.mark.parametrize(
    "positive",
    [better(0.5), better(0.9), better(1.0, BROKEN["shape"]), better(1.0, SOMETIMES["the matrix is singular"])],
    ids=["fails-too", "too-weak", "never-runs", "crashes-often"],
)
def test_a_refutation_whose_positive_control_is_not_supported_shows_nothing(run, positive):
    """Too weak: it holds in nine draws of ten where 0.95 is required."""
    judgement = run(coin_claim(0.5, **KNOWN | {"positive_controls": (positive,)})).judgement
    assert judgement.claim.decided is Verdict.REFUTED
    assert judgement.verdict is Verdict.POWERLESS and judgement.held == 0
    assert judgement.message.startswith("the refutation shows only that something fails")
    assert judgement.message.endswith("the coin is better")


def test_every_positive_control_has_to_be_supported(run):
    worse = replace(better(0.5), adds="the coin is no better")
    judgement = run(coin_claim(0.5, **KNOWN | {"positive_controls": (better(1.0), worse)})).judgement
    assert judgement.verdict is Verdict.POWERLESS and judgement.held == 1
    assert judgement.message.endswith("where it should hold: the coin is no better")


def test_a_surprising_refutation_says_that_no_positive_control_backs_it(run):
    judgement = run(PLANTED["refuted"]).judgement
    assert judgement.message == "no positive control backs this refutation"


def test_a_positive_control_that_depends_on_its_batch_is_found_out(run):
    """It would be supported by draws that are not independent."""

    def mixing(coin, streams):
        return {"reserve": flip(coin, streams)["reserve"] + streams.trials}

    claim = coin_claim(0.5, **KNOWN | {"positive_controls": (better(0.5, mixing),)})
    assert run(claim).judgement.verdict is Verdict.UNSTABLE


def test_a_claim_known_to_be_refuted_that_holds_is_not_as_expected(run):
    outcome = run(coin_claim(1.0, **KNOWN))
    assert outcome.judgement.verdict is Verdict.SUPPORTED
    assert not outcome.as_expected


def test_a_skip_inside_an_experiment_is_an_outcome_and_skips_nothing(run):
    def skipping(coin, streams):
        pytest.skip("not today")

    assert run(coin_claim(experiment=skipping)).judgement.verdict is Verdict.BROKEN


def test_warnings_of_an_experiment_change_no_outcome(run):
    def warning(coin, streams):
        import warnings

        warnings.warn("rather large", stacklevel=2)
        return PLANTED["supported"].experiment(coin, streams)

    outcome = run(coin_claim(experiment=warning))
    assert outcome.judgement.verdict is Verdict.SUPPORTED
    assert outcome.warnings == ("UserWarning: rather large",)
