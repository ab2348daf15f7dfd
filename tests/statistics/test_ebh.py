"""e-BH against its definition, against ville, and its level against itself."""

from itertools import combinations

import numpy as np
import pytest
import ville.evalues

from theoremcheck.statistics import ebh, ebh_level, eholm, up_to_digits

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
    """A hair above the level all are discovered, a hair below not all; of the others none ever is."""
    chosen = np.random.default_rng(len(log_e)).random(len(log_e)) < 0.6
    level, alone = ebh_level(log_e, chosen), np.where(chosen, log_e, -np.inf)
    if not chosen.any():
        assert level == 0
    elif level < 1:
        np.testing.assert_array_equal(ebh(alone, level * (1 + 1e-9)), chosen)
        assert not ebh(alone, level * (1 - 1e-9))[chosen].all()
    else:
        assert not ebh(alone, 1 - 1e-9)[chosen].all()


def false_beside_thrown_away(rng: np.random.Generator, size: float, together: bool) -> tuple[np.ndarray, np.ndarray]:
    """50 true null hypotheses, chosen where their e-value is `size`, and 50 others with large ones that nobody reports.

    Each null e-value has mean 1: it is `size` with probability 1 / `size`, the extreme of Markov's inequality.
    """
    large = rng.random(1 if together else 50) < 1 / size
    null = np.where(np.broadcast_to(large, 50), size, 1e-9)
    return np.log(np.concatenate([null, np.full(50, 1e9)])), np.concatenate([null == size, np.zeros(50, dtype=bool)])


@pytest.mark.parametrize("together", [False, True])
def test_share_of_wrong_ones_over_the_level_is_at_most_one(together: bool) -> None:
    """On average; if those that are not chosen helped, it would be 9.8 where the null hypotheses are independent."""
    rng, alone, helped = np.random.default_rng(0), list[float](), list[float]()
    for _ in range(5000):
        log_e, chosen = false_beside_thrown_away(rng, 20.0, together)
        rank = 50 + chosen.sum()
        alone.append(1 / ebh_level(log_e, chosen) if chosen.any() else 0.0)
        helped.append(rank * 20 / 100 if chosen.any() else 0.0)
    assert np.mean(alone) < 1 and (np.mean(helped) > 9 or together)


@pytest.mark.parametrize("together", [False, True])
def test_what_is_thrown_away_counts_as_nothing_at_a_fixed_level(together: bool) -> None:
    """Of e-BH's discoveries at 0.2 those that are reported alone would be wrong nine times in ten."""
    rng, alone, helped = np.random.default_rng(1), list[bool](), list[bool]()
    for _ in range(5000):
        log_e, chosen = false_beside_thrown_away(rng, 20.0, together)
        alone.append(ebh(np.where(chosen, log_e, -np.inf), 0.2).any())
        helped.append((ebh(log_e, 0.2) & chosen).any())
    assert np.mean(alone) <= 0.2 and (np.mean(helped) > 0.9 or together)


def test_a_part_of_what_e_holm_finds_is_wrong_no_more_often() -> None:
    """So there what is thrown away may count, and counting it as nothing keeps less."""
    rng, alone, part = np.random.default_rng(2), list[bool](), list[bool]()
    for _ in range(5000):
        log_e, chosen = false_beside_thrown_away(rng, 200.0, together=False)
        alone.append(eholm(np.where(chosen, log_e, -np.inf), 0.25).any())
        part.append((eholm(log_e, 0.25) & chosen).any())
    assert np.mean(alone) <= np.mean(part) <= 0.25 and np.mean(part) > 0.15


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


def test_a_level_below_all_numbers_is_rounded_up() -> None:
    """exp(-828) is 0 as a number; a level of 0 would say that no verdict can be wrong."""
    assert 0 < ebh_level([828.0], [True]) < 1e-300
    assert up_to_digits(ebh_level([828.0], [True]), 3) > 0
    assert ebh_level([np.inf], [True]) == 0
