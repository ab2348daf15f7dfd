"""Regimes of the phase change: signal strengths on both sides of 2, and starts so small that exponents can be seen."""

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, log_uniform, uniform

__all__ = ["both_phases"]


def both_phases(min_dim_ratio: float = 1e16, max_dim_ratio: float = 1e18) -> Regimes:
    r"""Strengths C from a quarter of the critical one to three times it.

    Args:
        min_dim_ratio: Least $K = d / n^2$. The smallest start is $10^{-8}$, and condition (1), $d \ge n / (\sigma_0
            \sigma_\xi)$, is $K s^2 \ge 1$.
        max_dim_ratio: Greatest K.
    """
    return Regimes(
        TwoPatches,
        samples=100,
        width=50,  # condition (4)
        signal_strength=uniform(0.5, 6.0),  # C, of either arm
        dim_ratio=log_uniform(min_dim_ratio, max_dim_ratio),
        start_size=log_uniform(1e-5, 1e-4),
        modality_ratio=uniform(2.66, 5.0),  # condition (7)
        temperature=1.0,  # stage 1 is the same for every tau at the same kappa
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=1.0,  # not asked
        horizon=1.0,  # replaced by the end of stage 1
        steps=64,  # kappa up to 0.3; half of it is tried as well
    )
