"""The exact law of the verdict: error rates, and the programme against definition and simulation."""

import numpy as np
import pytest

from theoremcheck.statistics import (
    log_e_refute,
    log_e_support,
    stopping,
)


@pytest.mark.parametrize("alpha", [0.05, 1e-3])
@pytest.mark.parametrize("required", [0.5, 0.9, 0.95, 0.99])
def test_a_false_verdict_within_2000_draws_is_rarer_than_alpha(required: float, alpha: float) -> None:
    """Exactly at the edge of both nulls, looking after every draw."""
    law = stopping(required, alpha, truth=required, draws=2000)
    assert 0 < law.supported.sum() <= alpha
    assert 0 < law.refuted.sum() <= alpha


def test_a_false_verdict_is_rarer_still_inside_the_null() -> None:
    """The edge is the worst case."""
    edge = stopping(0.9, 0.05, truth=0.9, draws=500)
    assert stopping(0.9, 0.05, truth=0.85, draws=500).supported.sum() < edge.supported.sum()
    assert stopping(0.9, 0.05, truth=0.95, draws=500).refuted.sum() < edge.refuted.sum()


def test_the_programme_asks_the_e_processes_in_every_state() -> None:
    """By the definition, state by state, without the search for the boundary."""
    required, alpha, truth, draws = 0.9, 0.05, 0.93, 150
    law, undecided = stopping(required, alpha, truth, draws), np.ones(1)
    for n in range(1, draws + 1):
        undecided, s = np.convolve(undecided, [1 - truth, truth]), np.arange(n + 1)
        support = log_e_support(s, n, required) >= -np.log(alpha)
        refute = log_e_refute(s, n, required) >= -np.log(alpha)
        assert not (support & refute).any()
        assert law.supported[n - 1] == pytest.approx(undecided[support].sum(), abs=1e-14)
        assert law.refuted[n - 1] == pytest.approx(undecided[refute].sum(), abs=1e-14)
        undecided[support | refute] = 0


def test_simulated_runs_follow_the_law() -> None:
    """1000 runs of 200 draws, seed fixed; four standard errors."""
    law, (runs, draws) = stopping(0.9, 0.05, truth=0.96, draws=200), (1000, 200)
    s, n = np.cumsum(np.random.default_rng(4).random((runs, draws)) < 0.96, axis=1), np.arange(1, draws + 1)
    support, refute = (f(s, n, 0.9) >= np.log(20) for f in (log_e_support, log_e_refute))
    first, decided = (support | refute).argmax(axis=1), (support | refute).any(axis=1)
    supported = decided & support[np.arange(runs), first]
    error = np.sqrt(law.supported.sum() * (1 - law.supported.sum()) / runs)
    assert supported.mean() == pytest.approx(law.supported.sum(), abs=4 * error)
    early = (supported & (first < 60)).mean()
    assert early == pytest.approx(law.supported[:60].sum(), abs=4 * np.sqrt(0.25 / runs))


def test_certain_truths_have_certain_verdicts() -> None:
    """Always holding: supported at draw 74. Never holding: refuted at draw 2."""
    assert stopping(0.95, 0.05, truth=1.0, draws=100).supported[73] == 1
    assert stopping(0.95, 0.05, truth=0.0, draws=100).refuted[1] == 1


@pytest.mark.parametrize(("truth", "draws"), [(1.1, 10), (float("nan"), 10), (0.9, 0)])
def test_impossible_arguments_are_refused(truth: float, draws: int) -> None:
    """The message names the argument."""
    with pytest.raises(ValueError, match=r"truth=|draws="):
        stopping(0.9, 0.05, truth, draws)
