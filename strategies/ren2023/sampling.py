"""Regimes of small trainings: enough to tell arms apart, and cheap."""

from __future__ import annotations

from models.ren2023.sampling import Batches
from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Regimes, choice, uniform

__all__ = ["noisy_batches", "small_trainings"]


def noisy_batches() -> Regimes:
    """As many samples as dimensions: their second moments differ from the population's by as much as these are."""
    return Regimes(Batches, rank=2, dim=16, batch=16, strongest=choice(4.0, 6.0, 8.0), noise=choice(1.0, 2.0))


def small_trainings() -> Regimes:
    r"""Two signals in 16 dimensions, half of training's, and the largest power times ds at 0.2 (training has 0.25).

    s = 14 to 18 takes 544 steps at most, in whole blocks; signals of 3 to 6 times the power.
    """
    return Regimes(
        LinearPairs,
        rank=2,
        dim=16,
        strongest=uniform(3.0, 6.0),
        noise=uniform(1.0, 2.0),
        inverse_temperature=choice(0.5, 1.0),
        longest_step=0.2,
        steps=600,
    )
