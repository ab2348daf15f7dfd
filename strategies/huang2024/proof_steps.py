"""Regimes of what the proofs pass through: averages at the end of stage 1, and the ladder of an embedding's parts."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.huang2024.patches import TwoPatches
from strategies.huang2024.stage_two import stage_two_regimes
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = [
    "descending_stages",
    "lasting_parts",
    "multi_modal_ends",
    "part_rungs",
    "single_modal_ends",
    "small_trainings",
]


def small_trainings() -> Regimes:
    """Multi-modal trainings from the start into stage 2, at small sizes: a formula of one step holds at any."""
    return two_patch_regimes(samples=20, width=20)


def single_modal_ends(**others: Any) -> Regimes:
    r"""Single-modal stage 1 with loss weights that stay even up to its end, as the lemmas about it have them.

    At $T_1$ a sample's similarity is $\frac1m \sum_r \Psi_{ri}^2 / \tau$, at most $\frac12 \cdot 20^2 \cdot 1.7$ over
    $\tau$ (every active pair at the full rate, and $(20 / s)^{2 (1 / 0.96 - 1)} = 1.7$ at the smallest start): about 1
    at the least temperature, beside $\log M$ of 3.2 and more. As n grows this is the case at every temperature.

    Args:
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=choice(50, 100),
        signal_strength=uniform(0.6, 1.8),  # c; the proof of Lemma 5.2 uses c <= 1.8
        modality_ratio=3.0,  # not seen by one modality
        start_size=log_uniform(0.01, 0.3),  # condition (3)
        temperature=log_uniform(300.0, 3000.0),
    )
    return _ends(**{**declared, **others})


def multi_modal_ends(min_boosted: float = 4.42, max_boosted: float = 7.0, **others: Any) -> Regimes:
    r"""Multi-modal stage 1 with loss weights that stay even until signals average 3, or not.

    Signals of root mean square $\Gamma$ average $0.4\, \Gamma$ over positive ones, and a sample's similarity is
    $C_\mu \Gamma^2 / 2 \tau$: at an average of 3 it is $28\, C_\mu / \tau$, which is to be at most half of $\log M$,
    of 3.2 and more. For $C_\mu \le 8$ that asks for $\tau \ge 140$.

    Args:
        min_boosted: Least $C_\mu c$; the proof of Lemma 5.4 uses 4.42.
        max_boosted: Greatest $C_\mu c$.
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=50,
        signal_strength=uniform(0.6, 1.8),  # condition (6)
        modality_ratio=uniform(2.66, 8.0),  # condition (7)
        start_size=log_uniform(0.01, 0.1),  # condition (3)
        temperature=log_uniform(140.0, 1400.0),
        where=lambda r: (
            (min_boosted <= r.modality_ratio * r.signal_strength)
            & (r.modality_ratio * r.signal_strength <= max_boosted)
        ),
    )
    return _ends(**{**declared, **others})


def descending_stages(**others: Any) -> Regimes:
    r"""Multi-modal stage 2 at n = 50, until the loss is $2 \epsilon$, from where on Lemma D.14 says hardly anything.

    Args:
        others: Fields that a control holds at something else.
    """

    def horizon(r: SimpleNamespace) -> NDArray[np.float64]:
        boosted = r.modality_ratio * r.signal_strength
        first = np.log(20 / (r.start_size * np.sqrt(r.signal_strength / r.samples))) / (0.48 * boosted)  # T_1
        # 1 / L grows by (C_mu c / 2) u a unit of kappa t, u > 7, from L = 0.05 at T_1 to 0.02: 30 / 7 of 2 / (C_mu c).
        return np.asarray(1.2 * (first + 30 / 7 * 2 / boosted))

    declared: dict[str, Any] = dict(
        samples=50,
        width=64,
        temperature=uniform(0.36, 0.48),
        horizon=derived(horizon),
        steps=132,  # kappa at most 1/12, for kappa T of 11 at most
    )
    return stage_two_regimes(**{**declared, **others})


def lasting_parts(**others: Any) -> Regimes:
    r"""The regime of the errors, where the start weighs little in a single neuron.

    There its mean square is $K s^2 n c\, C_\mu / (2 \tau u)$ of that of what the neuron has learned, u being a sample's
    similarity over temperature, 9 and more. Half is let through: $\sqrt{1.5} = 1.22$ is well below the least z of 1.6,
    and memorised noises, a third at most, have room. (A head averages over m neurons, and has m / 2 times less of it.)

    Args:
        others: Bounds or fields that a control holds at something else.
    """
    width = 50
    return two_patch_regimes(samples=50, width=width, max_start_share=9.0 / width, **others)


def part_rungs(**others: Any) -> Regimes:
    r"""The first rung, n = 24, of a ladder at the paper's own $d = 0.2 n^2$ and a start as small as its.

    Args:
        others: Bounds or fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=24,
        width=50,  # condition (4)
        dim_ratio=0.2,
        start_size=log_uniform(0.02, 0.05),
        temperature=log_uniform(0.3, 3.0),
        test_signal=1.0,  # replaced by that of the page
    )
    return two_patch_regimes(**{**declared, **others})


def _ends(**declared: Any) -> Regimes:
    common: dict[str, Any] = dict(
        width=100,  # condition (4); averages over neurons are known to a tenth or two
        dim_ratio=log_uniform(1e4, 1e6),  # condition (1), K s^2 >= 1
        view_noise=uniform(0.0, 0.3),  # condition (5)
        test_signal=1.0,  # not asked
        horizon=1.0,  # replaced by the end of stage 1
        steps=64,  # kappa below 0.15
    )
    return Regimes(TwoPatches, **{**common, **declared})
