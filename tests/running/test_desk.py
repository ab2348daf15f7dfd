"""The desk: which claims run first, and what becomes of one that cannot run."""

from pathlib import Path

import pytest
import torch

from tests.planted import coin_claim
from theoremcheck import Study
from theoremcheck.catalogue.located import Found
from theoremcheck.running import BUDGETS, Broken, Outcome, Plan, groups_of, run_or_broken, seconds_so_far
from theoremcheck.vocabulary import BUDGET_NAMES, Problem


def found(name, study=None):
    claim = coin_claim(name=name, study=Study(study, package="tests") if study else None)
    return Found.of(claim, "page", "CLAIM", 1, Path("page.py"))


def names(groups):
    return [[item.claim.name for item in group] for group in groups]


def test_claims_of_one_study_stay_together(tmp_path):
    shelf = [found("coins.one", "coins.series"), found("coins.two"), found("coins.three", "coins.series")]
    assert names(groups_of(shelf, seconds_so_far(tmp_path, {}))) == [["coins.one", "coins.three"], ["coins.two"]]


def test_the_longest_runs_first_by_a_published_report(tmp_path):
    shelf = [found("coins.brief"), found("coins.long")]
    assert names(groups_of(shelf, seconds_so_far(tmp_path, {"coins.long": 2.0, "coins.brief": 1.0}))) == [
        ["coins.long"],
        ["coins.brief"],
    ]


def test_the_evidence_knows_better_than_a_report(tmp_path):
    shelf = [found("coins.one"), found("coins.two")]
    (folder := tmp_path / "coins.two" / "0").mkdir(parents=True)
    (folder / "writer.jsonl").write_text('{"seconds":3.0}\n')
    assert names(groups_of(shelf, seconds_so_far(tmp_path, {"coins.one": 2.0, "coins.two": 1.0})))[0] == ["coins.two"]


@pytest.fixture
def run(tmp_path):
    def run(claim, device="cpu", clashes=None):
        plan = Plan(BUDGETS["quick"], tmp_path, device, more=0, processes=1, clashes=clashes or {})
        return run_or_broken(claim, plan, worker=0)

    return run


def test_a_claim_that_runs_has_an_outcome(run):
    assert isinstance(run(coin_claim(truth=0.2)), Outcome)


def test_it_runs_on_one_thread(run):
    torch.set_num_threads(2)
    run(coin_claim(truth=0.2))
    assert torch.get_num_threads() == 1


def test_a_clash_of_names_is_broken_and_nothing_is_drawn(run, tmp_path):
    result = run(coin_claim(name="coins.one"), clashes={"coins.one": "declared twice"})
    assert isinstance(result, Broken) and result.message == "declared twice" and not list(tmp_path.iterdir())


def test_an_error_around_the_experiment_is_told_in_words(run):
    result = run(coin_claim(), device="abacus")
    assert result.message.startswith("ValueError: there is no device 'abacus'") and result.problem is Problem.RUN


def test_evidence_that_cannot_be_trusted_says_so_by_its_type(run, tmp_path):
    claim = coin_claim(truth=0.2)
    run(claim)
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_text(path.read_text().replace('"margin":-0.', '"margin":0.', 1))
    assert run(claim).problem is Problem.EVIDENCE


def test_budgets_have_the_names_that_the_vocabulary_lists():
    assert tuple(BUDGETS) == BUDGET_NAMES
