"""e-Holm against Holm's step-down rule written out, against e-BH, and its error rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theoremcheck.statistics import ebh, eholm

log_e_values = st.lists(st.floats(-3, 12), min_size=1, max_size=12)


@given(log_e=log_e_values, alpha=st.sampled_from([0.01, 0.05, 0.2]))
def test_it_is_holms_procedure_on_inverse_e_values(log_e, alpha):
    """The smallest p-value has to be at most alpha / m, the next alpha / (m - 1), and so on, until one is not."""
    expected, left = [False] * len(log_e), len(log_e)
    for index in sorted(range(len(log_e)), key=lambda index: -log_e[index]):
        if np.exp(-log_e[index]) > alpha / left:
            break
        expected[index], left = True, left - 1
    assert eholm(log_e, alpha).tolist() == expected


@given(log_e=log_e_values)
def test_it_finds_no_more_than_e_bh(log_e):
    """The probability of any wrong verdict is never below the expected share of wrong ones."""
    assert not (eholm(log_e, 0.1) & ~ebh(log_e, 0.1)).any()


def test_any_wrong_verdict_is_as_rare_as_stated():
    """Ten true null hypotheses whose e-values are one and the same: the worst that dependence can do."""
    rng = np.random.default_rng(0)
    runs = 4_000
    wrong = sum(eholm([np.log(10 / 0.05) if rng.random() < 0.05 / 10 else 0.0] * 10, 0.05).any() for _ in range(runs))
    assert wrong / runs <= 0.05


def test_what_is_no_e_value_is_refused():
    with pytest.raises(ValueError, match="without NaN"):
        eholm([1.0, float("nan")], 0.05)
