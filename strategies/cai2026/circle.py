"""Regimes of the toy on a circle."""

from __future__ import annotations

from models.cai2026.circle import Circle
from theoremcheck import Regimes, log_uniform, uniform

__all__ = ["half_of_the_noise", "noisy_pairs"]

_STEPS = 400


def half_of_the_noise() -> Regimes:
    """Half of the largest noise of the paper's figure, at its temperature and at up to three times that."""
    return Regimes(Circle, noise=0.35, temperature=log_uniform(0.07, 0.2), steps=_STEPS)


def noisy_pairs() -> Regimes:
    """The upper half of the figure's noise: below, the data's own divergence is as small as what training leaves."""
    return Regimes(Circle, noise=uniform(0.4, 0.7), temperature=0.07, steps=_STEPS)
