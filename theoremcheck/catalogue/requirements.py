"""Which probabilities a claim requires, before any draw is made."""

from __future__ import annotations

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import series_of

__all__ = ["required_by"]

_LOOKED_AT = 256
"""Draws whose regimes say what a function requires: of eight equally likely values they miss one in 10^14 times."""


def required_by(claim: Claim) -> tuple[float, ...]:
    """The required probabilities of a claim, increasing: its number, or the values of its function at its first draws.

    Raises:
        Exception: Whatever a stranger's function or sampler raises.
    """
    if not callable(claim.required):
        return (float(claim.required),)
    required = required_at(claim, draw_points(series_of(claim)[0], range(_LOOKED_AT)))
    return tuple(np.unique(np.round(required, 12)).tolist())
