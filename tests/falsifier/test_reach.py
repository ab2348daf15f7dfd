"""Which failure rates a search of some budget can confirm: what the report says is what the search does."""

from math import sqrt

import pytest
import torch

from tests.falsifier.test_noise import exactly
from tests.planted import coin_claim
from tests.planted_sets import simplest
from theoremcheck.evidence import Ledger
from theoremcheck.falsifier.confirming import confirm, screen
from theoremcheck.falsifier.counterexamples import Search
from theoremcheck.falsifier.looking import Candidates
from theoremcheck.falsifier.reach import chance_to_confirm, rate_as_likely_as_not, worth_more
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.reporting.from_search import search_record
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.dossier import Dossier

QUICK, STANDARD = BUDGETS["quick"], BUDGETS["standard"]
RUNS = 100


def confirmed(claim):
    """Whether a search of the quick budget confirms the only candidate of a claim."""
    dossier = Dossier.of(claim, Ledger())
    train = Recorder.of(dossier, None, torch.device("cpu")).train
    replicates = Replicates(dossier, QUICK.effort, QUICK.alpha, train)
    candidates = Candidates()
    candidates.failing[simplest()] = "draws"
    return bool(confirm(replicates, screen(replicates, candidates)))


def test_a_search_confirms_as_often_as_the_report_says():
    """Within three standard deviations of a hundred runs."""
    chance = chance_to_confirm(0.35, 0.9, QUICK.effort, QUICK.alpha)
    claims = [exactly(0.65, f"planted.reach-{run}", required=0.9) for run in range(RUNS)]
    assert sum(map(confirmed, claims)) / RUNS == pytest.approx(chance, abs=3 * sqrt(chance * (1 - chance) / RUNS))


@pytest.mark.parametrize("required", [0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("budget", [QUICK, STANDARD], ids=["quick", "standard"])
def test_at_the_rate_that_is_reported_it_is_as_likely_as_not(budget, required):
    rate = rate_as_likely_as_not(required, budget.effort, budget.alpha)
    assert chance_to_confirm(rate, required, budget.effort, budget.alpha) == pytest.approx(0.5, abs=0.01)


def test_what_fails_as_often_as_allowed_is_confirmed_with_probability_alpha_at_most():
    assert chance_to_confirm(0.05, 0.95, STANDARD.effort, STANDARD.alpha) <= STANDARD.alpha / 32


def test_an_effort_that_cannot_confirm_a_sure_failure_confirms_no_rate():
    assert rate_as_likely_as_not(0.05, QUICK.effort, QUICK.alpha) == 1.0


def test_the_search_gives_up_what_cannot_be_confirmed_any_more():
    effort, alpha = STANDARD.effort, STANDARD.alpha
    assert not worth_more(0, 32, 0.95, effort, alpha)
    assert worth_more(2, 32, 0.95, effort, alpha)
    assert not worth_more(10, 256, 0.95, effort, alpha)


def test_where_strata_are_required_the_reach_is_that_of_the_largest_and_every_point_pays_for_all():
    """Not that of their mean: at the most lenient points the search would miss what it is said to confirm."""
    told = search_record(coin_claim(required=lambda coin: 0.9), Search({}, 0, (), "quick"), [0.8, 0.98], QUICK)
    assert told.reach == rate_as_likely_as_not(0.8, QUICK.effort, QUICK.alpha / 8)
    alone = search_record(coin_claim(), Search({}, 0, (), "quick"), [0.8], STANDARD)
    assert alone.reach == rate_as_likely_as_not(0.8, QUICK.effort, STANDARD.alpha)
    assert search_record(coin_claim(), Search({}, 0, (), None), [0.8], QUICK).reach == 1.0
