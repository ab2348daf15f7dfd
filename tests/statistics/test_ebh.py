"""e-BH against its definition, against ville, and its level against itself."""

from itertools import combinations

import numpy as np
import pytest
import ville.evalues

from theoremcheck.statistics import ebh, ebh_level

RANDOM = [np.random.default_rng(seed).normal(2, 2, size=1 + seed % 9) for seed in range(40)]


@pytest.mark.parametrize("log_e", RANDOM)
def test_largest_self_consistent_set(log_e: np.ndarray) -> None:
    """By brute force: the largest set R with e >= m / (alpha |R|) for all its members."""
    m, best = len(log_e), set[int]()
    for size in range(1, m + 1):
        for chosen in combinations(range(m), size):
            if (np.exp(log_e[list(chosen)]) >= m / (0.2 * size)).all():
                best = set(chosen)
    assert set(np.flatnonzero(ebh(log_e, 0.2))) == best


@pytest.mark.parametrize("log_e", RANDOM)
def test_agrees_with_ville(log_e: np.ndarray) -> None:
    """The same discoveries at three levels."""
    for alpha in (0.01, 0.1, 0.4):
        np.testing.assert_array_equal(ebh(log_e, alpha), ville.evalues.ebh(np.exp(log_e), alpha))


@pytest.mark.parametrize("log_e", RANDOM)
def test_level_is_where_the_chosen_become_discoveries(log_e: np.ndarray) -> None:
    """A hair above the level all are discovered, a hair below not all."""
    chosen = log_e >= np.median(log_e)
    level = ebh_level(log_e, chosen)
    if level < 1:
        assert ebh(log_e, level * (1 + 1e-9))[chosen].all()
        assert not ebh(log_e, level * (1 - 1e-9))[chosen].all()
    else:
        assert not ebh(log_e, 1 - 1e-9)[chosen].all()


def test_one_claim_is_its_own_evidence() -> None:
    """With m = 1 the level is 1 / e."""
    assert ebh_level([np.log(20)], [True]) == pytest.approx(1 / 20)


def test_no_overflow_and_no_hypotheses() -> None:
    """Log e of ten thousand, infinite evidence, an empty suite."""
    assert ebh([1e4, np.inf, -1e4], 1e-9).tolist() == [True, True, False]
    assert ebh([], 0.05).tolist() == []
    assert ebh_level([], np.zeros(0, dtype=bool)) == 0
    assert ebh_level([3.0], [False]) == 0


def test_equal_evidence_is_treated_equally() -> None:
    """Ties are discovered together."""
    assert ebh([np.log(40)] * 3 + [0.0], 0.05).tolist() == [True, True, True, False]


def test_not_a_number_is_refused() -> None:
    """A missing e-value must be called so, not sorted somewhere."""
    with pytest.raises(ValueError, match="without NaN"):
        ebh([1.0, float("nan")], 0.05)


def test_chosen_are_booleans() -> None:
    """Indices would be read as truth values."""
    with pytest.raises(ValueError, match="booleans"):
        ebh_level([1.0, 2.0], [0, 1])
