"""Confidence from i.i.d. draws, for a reader who may look after every draw.

One statistical engine for every claim: a trial holds or fails, two e-processes weigh the outcomes against the
required probability, and the same e-processes inverted give bounds. Nothing here knows what the draws are of.
"""

from theoremcheck.statistics.bounds import lower_bound, upper_bound
from theoremcheck.statistics.design import (
    Design,
    design,
    draws_at_the_same_rate,
    draws_to_refute,
    draws_to_support,
)
from theoremcheck.statistics.ebh import ebh, ebh_level
from theoremcheck.statistics.eholm import eholm
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support
from theoremcheck.statistics.in_words import Weighed, levels_in_words, required_in_words, required_levels
from theoremcheck.statistics.log_beta import log_betainc, log_betaincc
from theoremcheck.statistics.means import mean_bounds
from theoremcheck.statistics.paths import MOST_STRATA, levels_of, log_e_refute_path, log_e_support_path
from theoremcheck.statistics.quantiles import QuantileBounds, quantile_bounds
from theoremcheck.statistics.rounding import at_least, at_most, down, down_to_digits, up, up_to_digits
from theoremcheck.statistics.stopping import Stopping, stopping

__all__ = [
    "MOST_STRATA",
    "Design",
    "QuantileBounds",
    "Stopping",
    "Weighed",
    "at_least",
    "at_most",
    "design",
    "down",
    "down_to_digits",
    "draws_at_the_same_rate",
    "draws_to_refute",
    "draws_to_support",
    "ebh",
    "ebh_level",
    "eholm",
    "levels_in_words",
    "levels_of",
    "log_betainc",
    "log_betaincc",
    "log_e_refute",
    "log_e_refute_path",
    "log_e_support",
    "log_e_support_path",
    "lower_bound",
    "mean_bounds",
    "quantile_bounds",
    "required_in_words",
    "required_levels",
    "stopping",
    "up",
    "up_to_digits",
    "upper_bound",
]
