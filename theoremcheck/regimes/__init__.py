"""Regimes: where a theorem's parameters come from, declared once and compiled twice."""

from theoremcheck.regimes.declared import RegimeError, Regimes, Sampler
from theoremcheck.regimes.given import GivenRegimes
from theoremcheck.regimes.laws import Law, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.regimes.points import Columns, batch_of, point_of, shape_of
from theoremcheck.regimes.recorded import recorded_point, recorded_values

__all__ = [
    "Columns",
    "GivenRegimes",
    "Law",
    "RegimeError",
    "Regimes",
    "Sampler",
    "batch_of",
    "choice",
    "derived",
    "integers",
    "log_uniform",
    "point_of",
    "powers_of",
    "recorded_point",
    "recorded_values",
    "shape_of",
    "uniform",
]
