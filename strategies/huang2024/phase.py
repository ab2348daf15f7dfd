"""Regimes of the phase change: signal strengths on both sides of 2, and starts so small that exponents can be seen."""

from typing import Any

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, log_uniform, uniform

__all__ = ["both_phases"]


def both_phases(max_signal: float = 6.0, **others: Any) -> Regimes:
    r"""Strengths C from a quarter of the critical one to three times it.

    Args:
        max_signal: Greatest C; below 2 noise wins, whose cross-talk a control lets grow.
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=100,
        width=50,  # condition (4)
        signal_strength=uniform(0.5, max_signal),  # C, of either arm
        # The smallest start is 1e-8, and condition (1), d >= n / (sigma_0 sigma_xi), is K s^2 >= 1.
        dim_ratio=log_uniform(1e16, 1e18),
        start_size=log_uniform(1e-5, 1e-4),
        modality_ratio=uniform(2.66, 5.0),  # condition (7)
        temperature=1.0,  # stage 1 is the same for every tau at the same kappa
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=1.0,  # not asked
        horizon=1.0,  # replaced by the end of stage 1
        steps=64,  # kappa up to 0.3; half of it is tried as well
    )
    return Regimes(TwoPatches, **{**declared, **others})
