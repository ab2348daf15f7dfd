"""Regimes of stage 2: small steps, as its proofs ask, and enough of them for the loss to have fallen."""

from typing import Any

import numpy as np

from models.huang2024.patches import TwoPatches
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["figure_one", "stage_two_regimes", "strong_modalities", "warm_stages"]

STEPS = 240
r"""T: with $\kappa T \le 20$ this keeps $\kappa \le 1/12$, the step that Proposition C.13 asks for."""


def stage_two_regimes(min_boosted: float = 3.0, max_boosted: float = 6.0, **others: Any) -> Regimes:
    r"""The regime of both theorems, at temperatures $\tau \le \alpha / 20$ with $\alpha = \log(3 M T)$.

    Args:
        min_boosted: Least $C_\mu c$; half as much again as 2, from where on the signal outgrows the noise.
        max_boosted: Greatest $C_\mu c$; 4.42 is what the proof uses, inside the range.
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        samples=choice(50, 80),  # n
        width=choice(50, 100),  # condition (4); below 50 some samples lose all of their neurons
        signal_strength=uniform(0.6, 1.4),  # condition (6): of order one; well below 2, where the signal takes over
        dim_ratio=log_uniform(1.0, 20.0),  # condition (1)
        start_size=log_uniform(0.02, 0.2),  # condition (3)
        modality_ratio=uniform(2.66, 10.0),  # condition (7)
        # alpha >= 20 tau is asked for; alpha = log(3 M T) is 9.8 at least, at M = 25.
        temperature=log_uniform(0.1, 0.48),
        view_noise=uniform(0.0, 0.3),  # condition (5): sigma_xi over a constant
        test_signal=2.0,
        # log(1 / s) for stage 1, half as much again, and 14 for the loss to fall like 1 / t: 16.4 to 19.9.
        horizon=derived(lambda r: 14 - 1.5 * np.log(r.start_size)),
        steps=STEPS,
    )
    return Regimes(
        TwoPatches,
        where=lambda r: (
            (min_boosted <= r.modality_ratio * r.signal_strength)
            & (r.modality_ratio * r.signal_strength <= max_boosted)
        ),
        **{**declared, **others},
    )


def warm_stages(least: float = 13.0, **others: Any) -> Regimes:
    r"""Temperatures of $m / \log(M / \epsilon)$ and more at $\epsilon = 0.01$: 12.8 for m = 100 and M = 25.

    A sample that one neuron serves to the loss $\epsilon$ has
    $\langle w_r, \xi_i \rangle^2 = m \tau \log(M / \epsilon)$, so from there on the mean of
    $\langle w_r, \xi_i \rangle$ over neurons is 1 and more; it is larger where several serve it. Weights are larger in
    proportion to $\sqrt\tau$: the start is relatively smaller, and stage 1 longer by $\frac12 \log\tau$.

    Args:
        least: Least $\tau$; the greatest is half as much again.
        others: Fields that are held at something else.
    """
    return stage_two_regimes(
        temperature=uniform(least, 1.5 * least),
        horizon=derived(lambda r: 14 - 1.5 * np.log(r.start_size / np.sqrt(r.temperature))),
        steps=280,  # kappa at most 1/12
        **others,
    )


def strong_modalities(min_boosted: float = 200.0, max_boosted: float = 400.0) -> Regimes:
    r"""Second modalities whose signal is learned before a noise has grown by a quarter, deep in conditions (1) and (3).

    The signal takes $\kappa t = \log(20 / s\, \mathrm{SNR}) / (0.48\, C_\mu c)$, at most $26 / C_\mu c$ here. A noise
    gains $e^{\kappa t} - 1$ times its start, which is 4 s for the largest of 8,000 pairs: less than s while
    $\kappa t \le 0.22$. Time is that of `stage_two_regimes` at $C_\mu c = 6$, divided by what the signal grows faster.

    Args:
        min_boosted: Least $C_\mu c$; at 3 to 6, where all else is the same, noises end at 30 to 500 s.
        max_boosted: Greatest $C_\mu c$.
    """
    return stage_two_regimes(
        min_boosted=min_boosted,
        max_boosted=max_boosted,
        modality_ratio=log_uniform(min_boosted / 1.4, max_boosted / 0.6),
        start_size=log_uniform(1e-3, 1e-2),
        dim_ratio=log_uniform(1e6, 1e8),  # K s^2 from 1 on
        horizon=derived(lambda r: (14 - 1.5 * np.log(r.start_size)) * 6 / (r.modality_ratio * r.signal_strength)),
        steps=480,
    )


def figure_one(temperature: float = 0.02, modality_ratio: float = 3.0) -> Regimes:
    r"""The paper's synthetic experiment: n = 100, d = 2000, m = 50, 200 epochs at learning rate 0.01.

    Its $\|\mu\| = 5$, $\|\tilde\mu\| = 15$, $\|\nu\| = 2$ and $\sigma_\epsilon = 0.1$ give c = 1.25, $C_\mu = 3$ and
    z = 2. Not given are start, temperature and whether similarities are divided by m; ours are $\sigma_0 = 0.001$, 1
    and not: a sum at $\tau = 1$ is a mean at $\tau = 1/m$. Then $\kappa = 0.01 \cdot 2000 / (100\, m \tau) = 0.2$.

    Args:
        temperature: $\tau$ of the mean over neurons.
        modality_ratio: $C_\mu$.
    """
    return Regimes(
        TwoPatches,
        samples=100,
        width=50,
        signal_strength=1.25,
        dim_ratio=0.2,
        start_size=0.001 * 2000**0.5,
        modality_ratio=modality_ratio,
        temperature=temperature,
        view_noise=0.1,
        test_signal=2.0,
        horizon=200 * 0.01 * 2000 / (100 * 50 * temperature),
        steps=200,
    )
