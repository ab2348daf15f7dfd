"""The anytime-valid bounds: inverse, ordered, and right as often as they say."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binomtest
from ville import BernoulliCS

from theoremcheck.statistics import log_e_refute, log_e_support, lower_bound, upper_bound

COUNTS = [(1, 1), (9, 10), (70, 74), (74, 74), (999, 1000), (1, 1000), (99_900, 100_000), (100_000, 100_000)]


def near(p: float, step: float) -> float:
    """One step aside, inside (0, 1)."""
    return float(np.clip(p + step, 1e-30, 1 - 1e-16))


@pytest.mark.parametrize("alpha", [0.05, 1e-9])
@pytest.mark.parametrize(("s", "n"), COUNTS)
def test_bounds_are_right_to_nine_digits(s: int, n: int, alpha: float) -> None:
    """By 1e-9 further out the e-value has passed 1 / alpha, by 1e-9 further in it has not."""
    threshold = -np.log(alpha)
    low, high = lower_bound(s, n, alpha), upper_bound(s, n, alpha)
    assert log_e_support(s, n, near(low, -1e-9)) > threshold > log_e_support(s, n, near(low, 1e-9))
    if s < n:
        assert log_e_refute(s, n, near(high, -1e-9)) < threshold < log_e_refute(s, n, near(high, 1e-9))


def test_one_success_by_hand() -> None:
    """After one success E+ = ((1 + 2/p) / 3): the mean of q is p + 2 (1 - p) / 3 for the cut Beta(1, 1/2)."""
    alpha = 0.05
    assert lower_bound(1, 1, alpha) == pytest.approx(2 / (3 / alpha - 1), abs=1e-12)


def test_one_failure_by_hand() -> None:
    """After one failure E- = (1 + r + r^2) / (3 r^2) with r = sqrt(1 - p)."""
    root = brentq(lambda r: (1 + r + r * r) / (3 * r * r) - 20, 1e-3, 1)
    assert upper_bound(0, 1, 0.05) == pytest.approx(1 - root**2, abs=1e-12)


def test_edges() -> None:
    """No draws say nothing; all holding leaves one open, none holding leaves zero open."""
    assert (lower_bound(0, 0, 0.05), upper_bound(0, 0, 0.05)) == (0, 1)
    assert (lower_bound(0, 50, 0.05), upper_bound(50, 50, 0.05)) == (0, 1)
    assert lower_bound(50, 50, 0.05) > 0.9 and upper_bound(0, 50, 0.05) < 0.2


def test_bounds_enclose_the_share_and_tighten_with_alpha() -> None:
    """A larger error probability buys a shorter interval."""
    for s in range(11):
        low = [lower_bound(s, 10, alpha) for alpha in (1e-6, 0.05, 0.5)]
        high = [upper_bound(s, 10, alpha) for alpha in (1e-6, 0.05, 0.5)]
        assert low == sorted(low) and high == sorted(high, reverse=True)
        assert low[-1] <= s / 10 <= high[-1]


def test_one_look_is_cheaper_than_any_number() -> None:
    """Clopper-Pearson, valid at one sample size chosen beforehand, is tighter than ours, valid at all."""
    for s, n in [(74, 74), (70, 74), (990, 1000)]:
        fixed = binomtest(s, n, alternative="greater").proportion_ci(0.95).low
        assert fixed - 0.05 < lower_bound(s, n, 0.05) < fixed


def test_never_wider_than_ville() -> None:
    """At E = 1/alpha of the untruncated mixture our one-sided evidence is at least as large."""
    holds = np.random.default_rng(3).random(300) < 0.95
    theirs = BernoulliCS(alpha=0.05, prior=(1.0, 0.5), intersect=False).fit(holds)
    for n in (10, 30, 100, 300):
        s = int(holds[:n].sum())
        assert theirs.lower_[n - 1] < lower_bound(s, n, 0.05) < s / n
        assert s / n <= upper_bound(s, n, 0.05) <= theirs.upper_[n - 1]


@pytest.mark.parametrize("truth", [0.3, 0.8, 0.97])
def test_the_chance_of_ever_being_wrong_is_at_most_alpha(truth: float) -> None:
    """Exact over all paths of 40 draws: add up the paths on which a bound passes the truth at some draw."""
    alpha, missed_low, missed_high = 0.1, 0.0, 0.0
    below, above = np.ones(1), np.ones(1)  # probabilities of the states never missed so far
    for n in range(1, 41):
        below, above = (np.convolve(state, [1 - truth, truth]) for state in (below, above))
        wrong_low = np.array([lower_bound(s, n, alpha) > truth for s in range(n + 1)])
        wrong_high = np.array([upper_bound(s, n, alpha) < truth for s in range(n + 1)])
        missed_low, missed_high = missed_low + below[wrong_low].sum(), missed_high + above[wrong_high].sum()
        below[wrong_low], above[wrong_high] = 0, 0
    assert missed_low <= alpha and missed_high <= alpha
    assert missed_low + missed_high > 0  # not by saying nothing


@pytest.mark.parametrize(("successes", "draws", "alpha"), [(2, 1, 0.05), (1, 1, 0.0), (1, 1, 1.0)])
def test_impossible_arguments_are_refused(successes: int, draws: int, alpha: float) -> None:
    """Counts beyond the draws, and errors that are no probability."""
    with pytest.raises(ValueError, match=r"successes=2|alpha="):
        lower_bound(successes, draws, alpha)
