"""Regimes of late times: extremal pairs at any scale and rate of the temperature, and below the threshold."""

from __future__ import annotations

from models.yaras2025.late_times import ScaledFlow
from strategies.yaras2025.flows import uniform_margins
from theoremcheck import Regimes, log_uniform, powers_of, uniform

__all__ = ["scaled_flows", "scalar_regimes"]


def scalar_regimes(min_threshold_multiple: float = 1.0, max_threshold_multiple: float = 2.718) -> Regimes:
    """Theorem 3.2's conditions but for the strength of the proof's c_2, which the comparison does not need.

    Args:
        min_threshold_multiple: Least beta_0 over the theorem's threshold.
        max_threshold_multiple: Greatest; a larger one starts so late that both flows stand still.
    """
    regimes = uniform_margins(least_strength=0.0, tolerance=1e-8)
    return regimes.with_(threshold_multiple=log_uniform(min_threshold_multiple, max_threshold_multiple))


def scaled_flows() -> Regimes:
    """Flows from the threshold itself, where late times begin early, with exponents p from 1 to 60.

    The clock's error is of the order b^(1 - 2p): slow for p below 1, which the ranges of s and kappa exclude.
    """
    return Regimes(
        ScaledFlow,
        pairs=powers_of(2, 2, 64),
        margin=uniform(0.05, 1.0),
        gap=uniform(0.02, 0.6),
        threshold_multiple=1.0,
        tolerance=1e-8,
        scale=uniform(1.0, 3.0),
        rate_ratio=log_uniform(0.3, 2.0),
    )
