"""Numerics that models share: batched over trials, exact or with error control; they know no paper's claims."""

from theoremcheck.numerics.contrastive import Ceilings, ceilings, contrastive_bound, expected_log_sum
from theoremcheck.numerics.flow import FlowError, Velocity, integrate
from theoremcheck.numerics.gram import chi, gaussian_coordinates
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.numerics.losses import (
    clip,
    infonce,
    jsd,
    multilinear_scores,
    sigmoid,
    symile,
    symile_all_combinations,
)
from theoremcheck.numerics.pairs import EIGHTH, FIFTH, Pair
from theoremcheck.numerics.tables import (
    chi_square,
    gaussian_table,
    jensen_shannon,
    log_density_ratio,
    marginal,
    product_of_marginals,
    total_correlation,
)

__all__ = [
    "EIGHTH",
    "FIFTH",
    "Ceilings",
    "FlowError",
    "Pair",
    "Velocity",
    "ceilings",
    "chi",
    "chi_square",
    "clip",
    "contrastive_bound",
    "expected_log_sum",
    "gaussian_coordinates",
    "gaussian_table",
    "infonce",
    "integrate",
    "jensen_shannon",
    "jsd",
    "log_density_ratio",
    "log_slope",
    "marginal",
    "multilinear_scores",
    "product_of_marginals",
    "sigmoid",
    "symile",
    "symile_all_combinations",
    "total_correlation",
]
