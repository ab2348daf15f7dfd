"""Regimes: where a theorem's parameters come from, declared once and compiled twice."""

from theoremcheck.regimes.declared import Condition, Regimes
from theoremcheck.regimes.given import GivenRegimes
from theoremcheck.regimes.intervals import interval, log_interval
from theoremcheck.regimes.laws import Law, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.regimes.lists import listed
from theoremcheck.regimes.points import Columns, batch_of, point_of, points_of, shape_of
from theoremcheck.regimes.recorded import recorded_point, recorded_values
from theoremcheck.regimes.sampler import Sampler
from theoremcheck.regimes.supports import Size, Support
from theoremcheck.regimes.validity import RegimeError
from theoremcheck.regimes.whole import whole_numbers

__all__ = [
    "Columns",
    "Condition",
    "GivenRegimes",
    "Law",
    "RegimeError",
    "Regimes",
    "Sampler",
    "Size",
    "Support",
    "batch_of",
    "choice",
    "derived",
    "integers",
    "interval",
    "listed",
    "log_interval",
    "log_uniform",
    "point_of",
    "points_of",
    "powers_of",
    "recorded_point",
    "recorded_values",
    "shape_of",
    "uniform",
    "whole_numbers",
]
