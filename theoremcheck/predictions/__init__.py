"""Predictions: what a theorem says will be seen, as one margin per trial.

A small closed vocabulary of frozen dataclasses. A prediction registers in one place, the `__all__` of its module: the
names of this package, those of `theoremcheck`, and what the tests try on every prediction follow from it. A claim that
needs another writes a small class beside itself with the same three members (`Prediction`), and registers nothing.
"""

# ruff: noqa: F403  # a star keeps the lists of the modules the only ones

from theoremcheck.predictions import along, rates, several, values
from theoremcheck.predictions.along import *
from theoremcheck.predictions.base import Observables, Observed, Prediction, PredictionError
from theoremcheck.predictions.rates import *
from theoremcheck.predictions.several import *
from theoremcheck.predictions.values import *

__all__ = ["Observables", "Observed", "Prediction", "PredictionError"]
__all__ += along.__all__
__all__ += rates.__all__
__all__ += several.__all__
__all__ += values.__all__
