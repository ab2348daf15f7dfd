"""Regimes of the rates: the first rung of a ladder in n, and pairs of trainings that share a clock."""

from typing import Any

import numpy as np

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, derived, log_uniform, uniform

__all__ = ["clocks", "multi_modal_rungs", "single_modal_rungs"]


def single_modal_rungs() -> Regimes:
    r"""Lemma 5.2 at n = 24, from where n grows, up to the end of the plateau.

    That is where the largest of m n Gaussian starts, 4 s (`strategies.huang2024.stage_one`), has grown to 0.1 at rate
    $\kappa$: at 96 samples as at 24, by half a unit of s.
    """
    return _rungs(
        where=lambda r: r.dim_ratio * r.start_size**2 >= 1,  # condition (1)
        signal_strength=uniform(0.6, 1.8),  # c; the proof of Lemma 5.2 uses c <= 1.8
        modality_ratio=3.0,  # not seen by one modality
        start_size=log_uniform(1e-4, 1e-3),  # condition (3)
        dim_ratio=log_uniform(1e6, 1e10),
        horizon=derived(lambda r: np.log(0.1 / (4 * r.start_size))),
        steps=48,  # kappa below 0.12
    )


def multi_modal_rungs(min_boosted: float = 4.42, max_boosted: float = 7.0, **others: Any) -> Regimes:
    r"""Lemma 5.4 at n = 24 or what `others` has, from where n grows.

    Args:
        min_boosted: Least $C_\mu c$; 4.42 is what the proof uses.
        max_boosted: Greatest $C_\mu c$.
        others: Samples, start and dimension at the first rung, and what a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        signal_strength=uniform(0.6, 1.8),  # condition (6)
        modality_ratio=uniform(2.66, 10.0),  # condition (7)
        steps=40,
    )
    return _rungs(
        where=lambda r: (
            (min_boosted <= r.modality_ratio * r.signal_strength)
            & (r.modality_ratio * r.signal_strength <= max_boosted)
        ),
        **{**declared, **others},
    )


def clocks(**others: Any) -> Regimes:
    r"""Single-modal training at s = 0.1 and $\tau = 1$, from one step size, width, number of samples and dimension on.

    Args:
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=50,
        width=80,  # condition (4); at 50 a draw in twenty has a sample that loses all of its neurons
        signal_strength=uniform(0.6, 1.4),  # c, well below 2
        dim_ratio=log_uniform(1.0, 1e4),
        start_size=log_uniform(0.05, 0.2),  # T* has its logarithm: the same on both sides
        modality_ratio=3.0,  # not seen by one modality
        temperature=1.0,
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=1.0,  # not asked
        horizon=10.0,
        steps=40,  # kappa of 0.25
    )
    return Regimes(TwoPatches, **{**declared, **others})


def _rungs(**declared: Any) -> Regimes:
    common: dict[str, Any] = dict(
        samples=24,
        width=50,  # condition (4)
        temperature=1.0,  # w over the root of tau obeys the same recursion
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=1.0,  # not asked
        horizon=1.0,  # replaced by the end of stage 1
    )
    return Regimes(TwoPatches, **{**common, **declared})
