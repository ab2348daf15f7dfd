"""The bound on total correlation on a few draws: it holds, and its controls exceed it."""

from importlib import import_module

import numpy as np
import pytest
import torch

from tests.claims.few_draws import of_controls, own

DRAWS = {
    "all_combinations_bound": 16,
    "total_correlation_bound": 24,
    "gap_below_chi_square": 24,
    "gap_shrinks_with_candidates": 24,
    "gap_vanishes_like_one_over_n": 8,
}
"""Of each page: enough to see it hold, few enough to be trained here."""


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """As the runner has it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def claim_of(page):
    return import_module(f"claims.symile2024.bounds.{page}").CLAIM


@pytest.mark.parametrize("page", DRAWS)
def test_claim_holds(page):
    assert (own(claim_of(page), DRAWS[page]) > 0).all()


@pytest.mark.parametrize("page", DRAWS)
def test_controls_fail(page):
    for broken, found in of_controls(claim_of(page), min(DRAWS[page], 4)).items():
        assert np.isfinite(found).all() and (found < 0).all(), broken
