"""Regimes of Huang et al. 2024: what the theorems hold fixed is drawn; d, |mu|, sigma_0 and eta follow."""

from typing import Any

import numpy as np

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["SMALL_SHARE", "paper_experiments", "plateau_starts", "two_patch_regimes"]

SMALL_SHARE = 2.5
r"""Of $\delta u = K s^2 n c\, C_\mu / (m \tau)$, with $u \ge 9$: a start whose share $\delta$ is at most 0.28, so that
the law of the error is still near its limit $\delta \to 0$."""


def two_patch_regimes(
    min_signal: float = 0.6,
    max_signal: float = 1.4,
    min_ratio: float = 2.66,
    max_ratio: float = 10.0,
    min_boosted: float = 3.0,
    max_boosted: float = 6.0,
    min_start: float = 0.02,
    max_start: float = 0.32,
    max_start_share: float = np.inf,
    min_dimension: float = 0.0,
    **others: Any,
) -> Regimes:
    r"""The regime of both theorems at sizes that run.

    Both are proved together only for $1.7 \le n\,\mathrm{SNR}^2 \le 1.8$ and n beyond a million. What they rest on is
    that noise outgrows the signal in one modality and not in two: exponents 1 against c / 2 and $C_\mu c / 2$.

    Args:
        min_signal: Least $c = n\,\mathrm{SNR}^2$; the theorems' condition (6) is that c is of order one.
        max_signal: Greatest c. The proofs use 1.8, which takes condition (1), see `min_dimension`; short of it the
            noise is ahead by $s^{c/2 - 1}$, a factor of 1.4 to 3.2 at c = 1.4 but of 1.1 to 1.5 at 1.8.
        min_ratio: Least $C_\mu$; 2.66 is the theorems' condition (7).
        max_ratio: Greatest $C_\mu$.
        min_boosted: Least $C_\mu c$; half as much again as 2, since a start of finite size leaves stage 1 early.
        max_boosted: Greatest $C_\mu c$; 4.42 is what the proof uses, inside the range.
        min_start: Least $s = \sigma_0 \sigma_\xi \sqrt d$.
        max_start: Greatest s and $s / \sqrt\tau$; condition (3): at most of order one. The theorems take $\tau$ for a
            constant, and the loss sees weights over $\sqrt\tau$ alone: a start s at temperature $\tau$ trains as
            $s / \sqrt\tau$ does at 1, and it is that which has to be small for there to be a stage 1.
        max_start_share: Greatest $K s^2 n c\, C_\mu / (m \tau)$, which over $u \ge 9$ is the start's share in what a
            fresh noise meets (`models.huang2024.shifted_law`). The theorems have no such condition.
        min_dimension: Least $K s^2$: 1 is condition (1), $d \ge n / (\sigma_0 \sigma_\xi)$, with constant 1. The
            paper's own experiment has 0.0004.
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=choice(50, 100, 200),  # n to infinity; 25 samples a class are few to fit a head of 50 weights on
        width=choice(50, 100),  # condition (4); below 50 some samples lose all of their neurons
        signal_strength=uniform(min_signal, max_signal),
        # d = 0.2 n^2 is the paper's own experiment; larger K is deeper in condition (1).
        dim_ratio=log_uniform(0.2, 5.0),
        start_size=log_uniform(min_start, max_start),
        modality_ratio=uniform(min_ratio, max_ratio),
        temperature=log_uniform(0.1, 3.0),  # the paper gives none; kappa tau stays below 1, condition (2)
        view_noise=uniform(0.0, 0.3),  # condition (5): sigma_xi over a constant
        test_signal=uniform(1.6, 2.6),  # Phi(-z) from 0.055 to 0.005: known by 1,000 answers, and not 0
        # T* is the end of stage 1 and 1 + 1 / epsilon. Stage 1 ends at kappa t = 1.14 log(20 / s) (Lemma 5.2, at
        # kappa = 0.2), 3.4 + 1.14 log(1 / s); what is left is 11 and more, for an epsilon of 0.1.
        horizon=derived(lambda r: 14 - 1.5 * np.log(r.start_size)),
        steps=80,  # kappa about 0.2; half of it is tried as well
    )
    return Regimes(
        TwoPatches,
        where=lambda r: (
            (min_boosted <= r.modality_ratio * r.signal_strength)
            & (r.modality_ratio * r.signal_strength <= max_boosted)
            & (r.start_size**2 <= max_start**2 * r.temperature)
            & (min_dimension <= r.dim_ratio * r.start_size**2)
            & (
                r.dim_ratio * r.start_size**2 * r.samples * r.signal_strength * r.modality_ratio
                <= max_start_share * r.width * r.temperature
            )
        ),
        **{**declared, **others},
    )


def paper_experiments(
    signal_strength: float = 1.25, modality_ratio: float = 3.0, start_size: float = 0.045, steps: int = 80
) -> Regimes:
    r"""The first rung of a ladder that leads over the paper's own synthetic experiment at n = 100.

    There $d = 2000 = 0.2 n^2$, $\|\mu\| = 5$ so that c = 1.25, $C_\mu = 3$, m = 50, $\sigma_\epsilon = 0.1$ and
    $\|\nu\| = 2$, so that a = 0.4. Start, temperature and step are not given; ours are $\sigma_0 = 0.001$, $\tau = 1$.

    Args:
        signal_strength: c.
        modality_ratio: $C_\mu$.
        start_size: s.
        steps: T.
    """
    return Regimes(
        TwoPatches,
        samples=50,
        width=50,
        signal_strength=signal_strength,
        dim_ratio=0.2,
        start_size=start_size,
        modality_ratio=modality_ratio,
        temperature=1.0,
        view_noise=0.1,
        test_signal=0.4 * float(np.sqrt(1.25 * 0.2 * 50)),  # z = a sqrt(c K n)
        horizon=16.0,
        steps=steps,
    )


def plateau_starts(horizon: Any, min_start: float = 1e-4, max_start: float = 1e-3, **others: Any) -> Regimes:
    r"""Stage 1 alone, deep in condition (1): a tiny start in a huge dimension, until a coefficient reaches 0.1 or so.

    Args:
        horizon: Law of $\kappa T$, or what it is derived from.
        min_start: Least s.
        max_start: Greatest s.
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=100,
        width=50,
        signal_strength=uniform(0.6, 1.75),
        dim_ratio=log_uniform(1e4, 1e8),  # d of 1e8 to 1e12: cross-talk n / sqrt(d) of at most 1e-2
        start_size=log_uniform(min_start, max_start),
        modality_ratio=uniform(2.66, 5.0),
        temperature=log_uniform(0.3, 3.0),
        view_noise=uniform(0.0, 0.3),
        test_signal=1.0,  # not asked
        horizon=horizon,
        steps=40,
    )
    return Regimes(TwoPatches, **{**declared, **others})
