"""DLF's geometric losses on a few draws with a quarter of the steps: the cosine tells nothing, the triplets align."""

from dataclasses import replace

import numpy as np

from tests.claims.few_draws import (
    claim_of,
    holds_and_controls_fail,
    of_baselines,
    of_controls,
    of_positive_controls,
    trials,
)
from theoremcheck.series.specification import series_of

STEPS = 150


def brief(page):
    """A claim whose networks see fewer batches, its positive controls too."""
    claim = claim_of("dlf2025.disentangling", page)
    positive = tuple(replace(each, regimes=each.regimes.with_(steps=STEPS)) for each in claim.positive_controls)
    return replace(claim, regimes=claim.regimes.with_(steps=STEPS), positive_controls=positive)


COSINE, TRIPLETS = brief("less_cosine_is_less_redundancy"), brief("triplet_term_aligns_shared_features")


def test_the_cosine_falls_and_the_redundancy_does_not():
    for trial in trials(COSINE, series_of(COSINE)[0], 3):
        assert trial.margin < 0
        assert trial.value("positive_cosine_with") < trial.value("positive_cosine_without")


def test_neither_another_s_cosine_nor_no_training_brings_it_down():
    for found in (*of_controls(COSINE, 2).values(), *of_baselines(COSINE, 2).values()):
        assert np.isfinite(found).all() and (found < 0).all()


def test_a_penalty_on_cross_covariances_does():
    (found,) = of_positive_controls(COSINE, 2).values()
    assert (found > 0.3).all()


def test_triplets_align_and_their_control_fails():
    holds_and_controls_fail(TRIPLETS, draws=3)
    for found in of_baselines(TRIPLETS, 2).values():
        assert (found < 0).all()
