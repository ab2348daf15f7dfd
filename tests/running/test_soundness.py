"""Error rates of verdicts, simulated through the real runner with claims that hold with probability exactly p.

A binomial count of n runs with error probability at most alpha exceeds its 0.999 quantile with probability at most
0.001; the streams are keyed by the names of the claims, so the outcome of these tests never changes.
"""

from statistics import median

import pytest
from scipy.stats import binom

from tests.planted import coin_claim
from theoremcheck import Verdict

RUNS = 150


def verdicts(run, truth, required, budget="quick"):
    return [run(coin_claim(truth, required, name=f"planted.coin-{number}"), budget).judgement for number in range(RUNS)]


@pytest.mark.parametrize("required", [0.90, 0.95])
def test_at_the_requirement_false_verdicts_and_bounds_are_rarer_than_alpha(run, required):
    judgements = verdicts(run, required, required)
    found = [judgement.verdict for judgement in judgements]
    allowed = binom.ppf(0.999, RUNS, 0.05)
    assert found.count(Verdict.SUPPORTED) <= allowed
    assert found.count(Verdict.REFUTED) <= allowed
    weights = [judgement.claim.weight for judgement in judgements]
    assert sum(weight.lower > required for weight in weights) <= allowed
    assert sum(weight.upper < required for weight in weights) <= allowed


def test_below_the_requirement_support_is_rarer_than_alpha(run):
    found = [judgement.verdict for judgement in verdicts(run, 0.88, 0.90)]
    assert found.count(Verdict.SUPPORTED) <= binom.ppf(0.999, RUNS, 0.05)


@pytest.mark.parametrize(("required", "most"), [(0.90, 40), (0.95, 80), (0.99, 400)])
def test_median_draws_to_support_a_perfect_claim(run, required, most):
    draws = [
        run(coin_claim(1.0, required, name=f"planted.perfect-{number}")).judgement.claim.weight.trials
        for number in range(9)
    ]
    assert median(draws) <= most


@pytest.mark.parametrize("required", [0.90, 0.95])
def test_claims_clearly_above_or_below_are_decided_rightly(run, required):
    above = run(coin_claim(1 - (1 - required) / 5, required, name="planted.above"), "standard")
    below = run(coin_claim(required - 0.1, required, name="planted.below"), "standard")
    assert (above.judgement.verdict, below.judgement.verdict) == (Verdict.SUPPORTED, Verdict.REFUTED)
