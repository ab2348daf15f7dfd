"""What one search left open another one goes on with, also where a merge brought the two together."""

import shutil
from dataclasses import replace

import torch

from tests.falsifier.conftest import CPU, Searched
from tests.falsifier.test_growth_luck import fading_to
from tests.planted_sets import GROWTH, Planted, failing_on
from theoremcheck import Observables, Regimes, uniform
from theoremcheck.command_line.completeness import walks_of
from theoremcheck.evidence import Ledger
from theoremcheck.falsifier.found import weigh_search
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.series.dossier import Dossier


def rarely(planted, streams):
    """Fails on 1.5 % of the regime: often where n is small, and less often than allowed where it is large."""
    rate = torch.where(planted.n < 32, 0.6, 0.033)
    return Observables(reserve=streams.uniform("flip") - torch.where(planted.load > 0.985, rate, 0.0))


def merged_and_open(tmp_path):
    """A claim, and evidence of two searches of it: one left a point open, which the other, elsewhere, did not weigh."""
    regimes = Regimes(Planted, rows=1.0, columns=1.0, load=uniform(0.0, 1.0), noise=1.0, n=16.0)
    for number in range(12):
        claim = failing_on(lambda p: p.load < 0, name=f"planted.rarely-{number}", regimes=regimes, growth=GROWTH)
        claim = replace(claim, experiment=rarely)
        for budget in ("quick", "standard"):
            run_claim(claim, BUDGETS[budget], tmp_path / budget, device=CPU)
            shutil.copytree(tmp_path / budget, tmp_path / "merged", dirs_exist_ok=True)
        if weigh_search(Dossier.read(claim, tmp_path / "merged"), BUDGETS["standard"].alpha).finding == "undecided":
            return claim
    raise AssertionError("in twelve pairs of searches the larger one weighed every point of the smaller one")


def test_a_search_that_ended_goes_on_with_what_a_merge_brings(tmp_path):
    claim = merged_and_open(tmp_path)
    first, second = (run_claim(claim, BUDGETS["standard"], tmp_path / "merged", device=CPU) for _ in range(2))
    assert first.spent > 0 == second.spent
    assert first.judgement.search.finding != "undecided"
    walks = walks_of(Dossier.read(claim, tmp_path / "merged"), BUDGETS)
    assert [(walk.plan.budget, walk.gap) for walk in walks].count(("standard", None)) == 2


def test_a_search_that_was_stopped_keeps_to_its_plan():
    """What it has half weighed itself is nothing that another one left open."""
    claims = (fading_to(0.06, 0.9, f"planted.stopped-{number}") for number in range(40))
    searches = (Searched(claim, BUDGETS["quick"]).run(40) for claim in claims)
    whole = next(search for search in searches if search.found.finding == "undecided")
    trials = whole.ledger.entered(0)
    stopped = Ledger(plans=list(whole.ledger.plans))
    stopped.add(trials[: next(n for n, trial in enumerate(trials) if trial.series == "claim/grown") + 5])
    resumed = Searched(whole.claim, BUDGETS["quick"], stopped)
    assert resumed.found.finding == "undecided"
    assert resumed.run(40).ledger.plans == [*whole.ledger.plans] * 2
