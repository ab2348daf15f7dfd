"""Predictions: what a theorem says will be seen, as one margin per trial.

A small closed vocabulary of frozen dataclasses. A claim that needs another writes a small class beside itself with the
same three members (`Prediction`).
"""

from theoremcheck.predictions.along import (
    Conserved,
    DecaysAtLeastAsFastAs,
    DecaysNoFasterThan,
    RisesThenFalls,
    StaysAbove,
    Vanishes,
)
from theoremcheck.predictions.base import Observables, Observed, Prediction, PredictionError
from theoremcheck.predictions.values import AtLeast, AtMost, Between, Equals, LessThan

__all__ = [
    "AtLeast",
    "AtMost",
    "Between",
    "Conserved",
    "DecaysAtLeastAsFastAs",
    "DecaysNoFasterThan",
    "Equals",
    "LessThan",
    "Observables",
    "Observed",
    "Prediction",
    "PredictionError",
    "RisesThenFalls",
    "StaysAbove",
    "Vanishes",
]
