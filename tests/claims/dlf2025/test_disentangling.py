"""DLF's geometric losses on a few draws: the cosine's loss changes no redundancy, the triplets align."""

import numpy as np

from claims.dlf2025.disentangling import less_cosine_is_less_redundancy as cosine
from claims.dlf2025.disentangling import triplet_term_aligns_shared_features as aligned
from tests.claims.few_draws import (
    holds_and_controls_fail,
    of_baselines,
    of_controls,
    of_positive_controls,
    trials,
)
from theoremcheck.series.specification import series_of


def test_the_cosine_falls_and_the_redundancy_does_not():
    for trial in trials(cosine.CLAIM, series_of(cosine.CLAIM)[0], 3):
        seen = trial.observables
        assert trial.margin < 0
        assert np.max(seen["positive_cosine_with"]) < np.min(seen["positive_cosine_without"])


def test_neither_another_s_cosine_nor_no_training_brings_it_down():
    for found in (*of_controls(cosine.CLAIM, 2).values(), *of_baselines(cosine.CLAIM, 2).values()):
        assert np.isfinite(found).all() and (found < 0).all()


def test_a_penalty_on_cross_covariances_does():
    (found,) = of_positive_controls(cosine.CLAIM, 2).values()
    assert (found > 0.3).all()


def test_triplets_align_and_their_control_fails():
    holds_and_controls_fail(aligned.CLAIM, draws=2)
    for found in of_baselines(aligned.CLAIM, 2).values():
        assert (found < 0).all()
