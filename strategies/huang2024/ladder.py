r"""The first rung of a ladder in the theorems' own regime: K from 1e4 at n = 24 to 1e8 at n = 96."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, derived, log_uniform, uniform

__all__ = ["first_rungs"]


def first_rungs(
    min_signal: float = 0.6,
    max_signal: float = 1.4,
    min_ratio: float = 2.66,
    max_ratio: float = 10.0,
    min_boosted: float = 4.42,
    max_boosted: float = 7.0,
) -> Regimes:
    r"""Regimes that keep conditions (1), (2), (3), (5), (6) and (7) of Assumption 4.1 with constants 1.

    Args:
        min_signal: Least c, condition (6).
        max_signal: Greatest c; well below 2, where the single-modal arm changes phase.
        min_ratio: Least $C_\mu$, condition (7).
        max_ratio: Greatest $C_\mu$.
        min_boosted: Least $C_\mu c$; 4.42 is what the proof uses.
        max_boosted: Greatest $C_\mu c$.
    """

    def admitted(r: SimpleNamespace) -> NDArray[np.bool_]:
        boosted, start = r.modality_ratio * r.signal_strength, r.dim_ratio * r.start_size**2
        # (1) is K s^2 >= 1; the upper end keeps the start from drowning what is learned, at widths that run.
        return np.asarray((min_boosted <= boosted) & (boosted <= max_boosted) & (1 <= start) & (start <= 4))

    declared: dict[str, Any] = dict(
        samples=24,
        width=48,  # condition (4); narrower, and some samples lose all of their neurons
        signal_strength=uniform(min_signal, max_signal),
        dim_ratio=log_uniform(1e4, 1e5),  # 1e8 to 1e9 at the last rung
        start_size=log_uniform(3e-3, 2e-2),
        modality_ratio=uniform(min_ratio, max_ratio),
        temperature=uniform(1.0, 1.5),  # condition (2): kappa tau c below 1
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=uniform(1.2, 1.6),  # z; twice that at the last rung
        horizon=derived(lambda r: 14 - 1.5 * np.log(r.start_size)),  # as for the main theorems
        steps=64,  # kappa below 0.47
    )
    return Regimes(TwoPatches, where=admitted, **declared)
