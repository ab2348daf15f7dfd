"""The design calculator, and the numbers that the documentation quotes."""

from math import log

import pytest

from theoremcheck.statistics import (
    design,
    draws_to_refute,
    draws_to_support,
    log_e_refute,
    log_e_support,
)


@pytest.mark.parametrize(("required", "draws"), [(0.90, 36), (0.95, 74), (0.99, 377)])
def test_price_of_a_perfect_claim(required: float, draws: int) -> None:
    """Published numbers, at alpha = 0.05."""
    assert draws_to_support(required, 0.05) == draws


@pytest.mark.parametrize("required", [0.3, 0.9, 0.999])
@pytest.mark.parametrize("alpha", [0.2, 0.05, 1e-12])
def test_first_draws_that_decide(required: float, alpha: float) -> None:
    """One draw less does not."""
    threshold = -log(alpha)
    n = draws_to_support(required, alpha)
    assert float(log_e_support(n - 1, n - 1, required)) < threshold <= float(log_e_support(n, n, required))
    n = draws_to_refute(required, alpha)
    assert float(log_e_refute(0, n - 1, required)) < threshold <= float(log_e_refute(0, n, required))


@pytest.mark.parametrize("draws_to", [draws_to_support, draws_to_refute])
def test_further_draws_from_a_mixed_start(draws_to) -> None:
    """From (60, 62) one draw less does not decide, and the draws counted do."""
    required, alpha, s, n = 0.95, 0.05, 60, 62
    more = draws_to(required, alpha, s, n)
    log_e = {
        draws_to_support: lambda k: float(log_e_support(s + k, n + k, required)),
        draws_to_refute: lambda k: float(log_e_refute(s, n + k, required)),
    }[draws_to]
    assert log_e(more - 1) < -log(alpha) <= log_e(more)


def test_nothing_to_wait_for_once_decided() -> None:
    """0 at a decision."""
    assert draws_to_support(0.95, 0.05, 74, 74) == 0
    assert draws_to_refute(0.95, 0.05, 0, 2) == 0


def test_probabilities_sum_to_one_and_quantiles_are_ordered() -> None:
    """Three verdicts, nothing else."""
    plan = design(0.95, 0.05, truth=0.99, draws=1000)
    assert plan.supported + plan.refuted + plan.undecided == pytest.approx(1, abs=1e-12)
    assert plan.median_draws is not None and plan.ninety_percent_draws is not None
    assert draws_to_support(0.95, 0.05) < plan.median_draws < plan.ninety_percent_draws < 1000


def test_a_perfect_claim_needs_what_the_calculator_says() -> None:
    """At truth 1 every quantile is the same draw."""
    plan = design(0.9, 0.05, truth=1.0, draws=100)
    assert (plan.supported, plan.median_draws, plan.ninety_percent_draws) == (1.0, 36, 36)


def test_truth_at_the_requirement_stays_undecided() -> None:
    """No budget decides a claim that holds exactly as often as required."""
    plan = design(0.95, 0.05, truth=0.95, draws=500)
    assert plan.undecided > 0.9
    assert plan.median_draws is None and "more than 500" in plan.sentence


def test_the_sentence() -> None:
    """Words that a report prints as they are."""
    assert design(0.95, 0.05, truth=0.99, draws=400).sentence == (
        "74 draws support a claim that always holds; at a true probability of 0.99 the median is 131, and "
        "nine runs in ten are decided after 249. "
        "Within 400 draws: supported 99.0%, refuted 0.0%, undecided 1.0%."
    )
