"""Which failure rates a search of some budget can confirm: what the report says is what the search does."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.falsifier.test_noise import exactly
from tests.planted import coin_claim
from tests.planted_sets import simplest
from theoremcheck.evidence import Ledger
from theoremcheck.falsifier.confirming import confirm, screen
from theoremcheck.falsifier.counterexamples import Search
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.looking import Candidates
from theoremcheck.falsifier.reach import SCREENS, chance_to_confirm, rate_as_likely_as_not, worth_more
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.reporting.from_search import search_record
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.weighing import Outcomes, Unusable, weigh_outcomes

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
    chance = chance_to_confirm(0.35, 0.9, QUICK.effort, QUICK.alpha, by_stratum=False)
    claims = [exactly(0.65, f"planted.reach-{run}", required=0.9) for run in range(RUNS)]
    assert sum(map(confirmed, claims)) / RUNS == pytest.approx(chance, abs=3 * sqrt(chance * (1 - chance) / RUNS))


@dataclass(frozen=True)
class Tossed(Replicates):
    """Replicates of a point that are tosses in place of trainings; the engine chooses, weighs and gives up by them.

    Attributes:
        required: Of each replicate, where it depends on the regime.
        cheap: Whether each replicate that chooses holds.
        fresh: Whether each replicate that weighs does.
    """

    required: NDArray[np.float64] | float
    cheap: NDArray[np.bool_]
    fresh: NDArray[np.bool_]

    def choose(self, points, replicates, factor=None):
        return dict.fromkeys(points, self._weight(self.cheap[:replicates], self.alpha))

    def confirm(self, points, replicates):
        return dict.fromkeys(points, self._weight(self.fresh[:replicates], self.alpha / PLANNED))

    def _weight(self, held, alpha):
        required = self.required if np.ndim(self.required) == 0 else self.required[: len(held)]
        outcomes = Outcomes(np.where(held, 1.0, -1.0), np.ones(len(held), dtype=bool), held, required)
        return weigh_outcomes(outcomes, alpha, Unusable.FAILS)


@pytest.mark.parametrize("by_stratum", [False, True], ids=["a number", "by stratum"])
def test_it_confirms_as_often_whether_or_not_the_requirement_depends_on_the_regime(by_stratum):
    """Within three standard deviations of a thousand runs.

    Where 1 % is allowed, a search that gave points up at the price of strata would confirm 14 % in 42 % of all runs.
    """
    chance = chance_to_confirm(0.14, 0.99, QUICK.effort, QUICK.alpha, by_stratum=by_stratum)
    dossier, random = Dossier.of(exactly(0.99, "planted.tossed"), Ledger()), np.random.default_rng(0)
    most, candidates, found = QUICK.effort.replicates, Candidates(), 0
    candidates.failing[simplest()] = "draws"
    for _ in range(1_000):
        cheap, fresh = (random.random(count) >= 0.14 for count in (SCREENS[-1], most))
        required = np.full(most, 0.99) if by_stratum else 0.99
        tossed = Tossed(dossier, QUICK.effort, QUICK.alpha, None, required, cheap, fresh)
        found += bool(confirm(tossed, screen(tossed, candidates)))
    assert found / 1_000 == pytest.approx(chance, abs=3 * sqrt(chance * (1 - chance) / 1_000))


@pytest.mark.parametrize("required", [0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("budget", [QUICK, STANDARD], ids=["quick", "standard"])
@pytest.mark.parametrize("by_stratum", [False, True], ids=["one requirement", "by stratum"])
def test_at_the_rate_that_is_reported_it_is_as_likely_as_not(by_stratum, budget, required):
    rate = rate_as_likely_as_not(required, budget.effort, budget.alpha, by_stratum=by_stratum)
    chance = chance_to_confirm(rate, required, budget.effort, budget.alpha, by_stratum=by_stratum)
    assert chance == pytest.approx(0.5, abs=0.01)


def test_what_fails_as_often_as_allowed_is_confirmed_with_probability_alpha_at_most():
    assert chance_to_confirm(0.05, 0.95, STANDARD.effort, STANDARD.alpha, by_stratum=False) <= STANDARD.alpha / 32


def test_an_effort_that_cannot_confirm_a_sure_failure_confirms_no_rate():
    assert rate_as_likely_as_not(0.05, QUICK.effort, QUICK.alpha, by_stratum=False) == 1.0


def test_the_search_gives_up_what_cannot_be_confirmed_any_more():
    effort, alpha = STANDARD.effort, STANDARD.alpha
    assert not worth_more(0, 32, 0.95, effort, alpha)
    assert worth_more(2, 32, 0.95, effort, alpha)
    assert not worth_more(10, 256, 0.95, effort, alpha)


def test_where_strata_are_required_the_reach_is_that_of_the_largest_and_a_confirmation_pays_for_all():
    """Not that of their mean: at the most lenient points the search would miss what it is said to confirm."""
    told = search_record(coin_claim(required=lambda coin: 0.9), Search({}, 0, (), "quick", 0), [0.8, 0.98], QUICK)
    assert told.reach == rate_as_likely_as_not(0.8, QUICK.effort, QUICK.alpha, by_stratum=True)
    assert told.reach > rate_as_likely_as_not(0.8, QUICK.effort, QUICK.alpha, by_stratum=False)
    alone = search_record(coin_claim(), Search({}, 0, (), "quick", 0), [0.8], STANDARD)
    assert alone.reach == rate_as_likely_as_not(0.8, QUICK.effort, STANDARD.alpha, by_stratum=False)
    assert search_record(coin_claim(), Search({}, 0, (), None, 0), [0.8], QUICK).reach == 1.0
