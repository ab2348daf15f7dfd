r"""Regimes of stage 1: so small a start, in so many dimensions, that the lemmas' orders of size stand apart.

Temperature is 1 throughout: $w / \sqrt\tau$ obeys the same recursion at $\tau = 1$, so only coefficients in units of
$\sqrt\tau$ matter. Stage 1 ends at a fixed $\kappa T$, known from the rates of the closed forms and from the largest of
the Gaussian starts, when the largest coefficient is between a quarter of `reach` and `reach`.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["REACH", "deep_stages", "many_sample_stages", "multi_modal_stages", "single_modal_stages"]

REACH = 0.1
"""Size of the largest coefficient at the end; the closed forms neglect its square."""

LARGEST_PAIR = 4.0
"""Of 5,000 standard normals, 50 neurons by 100 samples: exceeded in one draw of seven, and then by little."""

LARGEST_NEURON = 3.5
"""Of the moduli of 50, exceeded in one draw of forty."""


def single_modal_stages(reach: float = REACH, least_dim: float = 1.0, **others: Any) -> Regimes:
    r"""Single-modal stage 1: noise grows at rate $\kappa$, the signal at $\kappa c / 2$.

    Args:
        reach: Size of the largest coefficient at the end.
        least_dim: Least $K s^2$; condition (1), $d \ge n / (\sigma_0 \sigma_\xi)$, is $K s^2 \ge 1$.
        others: Fields that a control holds at something else.
    """

    def horizon(r: SimpleNamespace) -> NDArray[np.float64]:
        start = LARGEST_NEURON * np.sqrt(r.signal_strength / r.samples) * r.start_size
        signal = np.log(reach / start) / (r.signal_strength / 2)
        return np.minimum(_noise_horizon(r, reach), signal)

    declared: dict[str, Any] = dict(
        signal_strength=uniform(0.6, 1.8),  # c; the proof of Lemma 5.2 uses c <= 1.8
        modality_ratio=3.0,  # not seen by one modality
        horizon=derived(horizon),
    )
    return _stages(least_dim, **{**declared, **others})


def multi_modal_stages(
    reach: float = REACH, least_dim: float = 1.0, min_boosted: float = 4.42, max_boosted: float = 7.0, **others: Any
) -> Regimes:
    r"""Multi-modal stage 1: the signal grows at rate $\kappa C_\mu c / 2$, noise at $\kappa$ at most.

    Args:
        reach: Size of the largest coefficient at the end.
        least_dim: Least $K s^2$.
        min_boosted: Least $C_\mu c$; the proof of Lemma 5.4 uses 4.42.
        max_boosted: Greatest $C_\mu c$.
        others: Fields that a control holds at something else.
    """

    def horizon(r: SimpleNamespace) -> NDArray[np.float64]:
        # The second network has the larger coefficients. Of two independent starts a half of the sum grows.
        start = LARGEST_NEURON / np.sqrt(2) * r.modality_ratio * np.sqrt(r.signal_strength / r.samples) * r.start_size
        signal = np.log(reach / start) / (r.modality_ratio * r.signal_strength / 2)
        return np.minimum(_noise_horizon(r, reach), signal)

    declared: dict[str, Any] = dict(
        signal_strength=uniform(0.6, 1.8),
        modality_ratio=uniform(2.66, 8.0),  # C_mu, condition (7)
        horizon=derived(horizon),
    )
    return _stages(least_dim, min_boosted, max_boosted, **{**declared, **others})


def many_sample_stages(samples: int = 400) -> Regimes:
    r"""Multi-modal stages with about n / 8 pairs in each of a neuron's class sums.

    A sum of k half-normals is known to $0.76 / \sqrt k$ of itself, 11 % at n = 400. The two modalities' sums, which
    pull at each other, then differ by 15 % in a typical neuron, and seldom by the half of either that would matter.
    Neurons do not meet in these sums, so 25 of them are enough. In 16 steps the largest coefficient stays up to five
    times below what the closed forms say of the end.
    """
    return multi_modal_stages(samples=samples, width=25, steps=16)


def deep_stages(width: int = 400) -> Regimes:
    r"""Single-modal stages from so small a start, with so many neurons, that the rates of growth settle.

    A pair grows at rate $\kappa$ only if it starts well above the mean of its opponents, which grows as well: above
    about 1.3 s in the end. The best of m pairs, for the least lucky of 100 samples, starts at 1.3 s for m = 50 and at
    2.3 s for m = 400 ($100\, \Phi(x)^m = 1$). A start of 1e-6 leaves ten e-foldings.
    """
    return single_modal_stages(
        width=width, start_size=log_uniform(1e-8, 1e-6), dim_ratio=log_uniform(1e12, 1e18), steps=32
    )


def _noise_horizon(r: SimpleNamespace, reach: float) -> NDArray[np.float64]:
    r"""$\kappa t$ at which the largest pair's coefficient is `reach`."""
    return np.asarray(np.log(reach / (LARGEST_PAIR * r.start_size)))


def _stages(least_dim: float, min_boosted: float = 0.0, max_boosted: float = np.inf, **declared: Any) -> Regimes:
    common: dict[str, Any] = dict(
        samples=choice(50, 100),
        width=50,
        start_size=log_uniform(1e-4, 1e-3),
        dim_ratio=log_uniform(1e6, 1e10),  # K s^2 from 1 on
        temperature=1.0,
        view_noise=uniform(0.0, 0.3),  # condition (5): sigma_xi over a constant
        test_signal=2.0,  # nothing is tested here
        steps=64,  # kappa below 0.1
    )
    return Regimes(
        TwoPatches,
        where=lambda r: (
            (r.dim_ratio * r.start_size**2 >= least_dim)
            & (r.modality_ratio * r.signal_strength >= min_boosted)
            & (r.modality_ratio * r.signal_strength <= max_boosted)
        ),
        **{**common, **declared},
    )
