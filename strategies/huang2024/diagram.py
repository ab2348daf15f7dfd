r"""Regimes that sweep the plane of $(c, C_\mu)$, but for bands about the two switches."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.huang2024.diagram import is_settled
from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, derived, log_uniform

__all__ = ["plane"]

SMALLEST, LARGEST = 1e-12, 1e-6
r"""Starts s from which the bands are narrow: C from 1.76 to 2.28 is left out at one, from 1.52 to 2.64 at the other."""


def plane(min_boosted: float = 0.4, max_boosted: float = 8.0, **others: Any) -> Regimes:
    r"""Strengths c and ratios $C_\mu$ on logarithmic axes, both drawn; $C_\mu c$ from 0.4 to 8 as c itself.

    The band that is left out about c = 2 and about $C_\mu c = 2$ is `is_settled`'s, at the drawn start.

    Args:
        min_boosted: Least $C_\mu c$.
        max_boosted: Greatest $C_\mu c$.
        others: Fields that a control holds at something else; the bands stay what they are for a start of 1e-6.
    """

    def admitted(r: SimpleNamespace) -> NDArray[np.bool_]:
        boosted = r.modality_ratio * r.signal_strength
        start = np.minimum(r.start_size, LARGEST)
        settled = is_settled(r.signal_strength, start, r.samples) & is_settled(boosted, start, r.samples)
        return np.asarray(settled & (min_boosted <= boosted) & (boosted <= max_boosted))

    declared: dict[str, Any] = dict(
        samples=50,
        width=50,  # condition (4)
        signal_strength=log_uniform(0.4, 8.0),  # c
        modality_ratio=log_uniform(0.25, 8.0),  # C_mu
        start_size=log_uniform(SMALLEST, LARGEST),
        dim_ratio=derived(lambda r: 2 / np.minimum(r.start_size, LARGEST) ** 2),  # condition (1) is K s^2 >= 1
        temperature=1.0,
        view_noise=0.1,  # condition (5)
        # A learned signal then errs in less than 0.1, with the start's share at its largest (z / 2 remains); 3 sigma.
        test_signal=4.0,
        horizon=derived(lambda r: 14 - 1.5 * np.log(np.minimum(r.start_size, 1.0))),  # as for the main theorems
        steps=128,  # kappa of 0.43 at most; half of it is tried as well
    )
    return Regimes(TwoPatches, where=admitted, **{**declared, **others})
