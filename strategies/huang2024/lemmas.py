r"""Regimes of smaller lemmas: starts far ahead of cross-talk, pairs in stage 1, and the end of stage 2."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.huang2024.lemmas import Overlap
from strategies.huang2024.stage_two import stage_two_regimes
from strategies.huang2024.start import FAILURES
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["assumed_dims", "late_stages", "memorised_references", "noise_dims", "signal_dims"]

Least = Callable[[SimpleNamespace], NDArray[np.float64]]
r"""The least $\sqrt d$ that a lemma asks for, of drawn columns."""

EXCESS = log_uniform(1.0, 4.0)
r"""$\sqrt d$ over the least that the lemma asks for; at 1 its union bound is half attained."""


def signal_dims() -> Regimes:
    r"""The condition of Lemma B.2, met with little to spare: d of 1e15 and more.

    $d \ge \frac{400 n}{\sigma_0 \sigma_\xi} \sqrt{\log(6n/\delta) / (-\pi \log(1 - \delta^2 / 4m^2))}$, where
    $\sigma_0 \sigma_\xi = s / \sqrt d$.
    """

    def least(r: SimpleNamespace) -> NDArray[np.float64]:
        tail = -np.pi * np.log1p(-((r.failure / (2 * r.neurons)) ** 2))
        return np.asarray(400 * r.samples * np.sqrt(np.log(6 * r.samples / r.failure) / tail) / r.start_size)

    return _overlaps(least)


def noise_dims() -> Regimes:
    r"""The same condition for the m n pairs of Lemmas C.5 and C.6 (derived, by Lemma B.1 and a union bound)."""

    def least(r: SimpleNamespace) -> NDArray[np.float64]:
        tail = -np.pi * np.log1p(-((r.failure / (2 * r.neurons * r.samples)) ** 2)) / 2
        noises = 4 * r.samples * np.sqrt(np.log(6 * r.samples**2 / r.failure))
        signal = np.sqrt(2 * r.samples / r.signal_strength * np.log(6 * r.samples / r.failure))
        return np.asarray(100 * np.maximum(noises, signal) / np.sqrt(tail) / r.start_size)

    return _overlaps(least)


def assumed_dims() -> Regimes:
    r"""Assumption 4.1 (1), $d \ge n^2$ and $d \ge n / (\sigma_0 \sigma_\xi)$, up to the constants that it leaves open.

    The second asks for $\sqrt d \ge n / s$; a hundred times that is far more than the logarithms that it hides.
    """
    return _overlaps(lambda r: np.asarray(r.samples / r.start_size), excess=log_uniform(1.0, 100.0))


def _overlaps(least: Least, **others: Any) -> Regimes:
    declared: dict[str, Any] = dict(
        samples=choice(50, 100),
        neurons=choice(50, 100),
        excess=EXCESS,
        dim=derived(lambda r: (r.excess * least(r)) ** 2),
        start_size=log_uniform(1e-3, 1.0),  # condition (3)
        signal_strength=uniform(0.6, 1.8),  # condition (6)
        failure=FAILURES,
    )
    return Regimes(Overlap, **{**declared, **others})


def late_stages(**others: Any) -> Regimes:
    """The regime of stage 2, at the smaller of its sizes.

    Args:
        others: Fields that a page or a control holds at something else.
    """
    return stage_two_regimes(**{"samples": 50, "width": 50, **others})


def memorised_references(**others: Any) -> Regimes:
    r"""The end of single-modal training from a small start, where W* has little in it but memorised noise.

    Args:
        others: Fields that a control holds at something else.
    """
    declared: dict[str, Any] = dict(
        dim_ratio=log_uniform(4.0, 20.0),  # n K >= 200: overlaps of all other noises add up to 0.07
        start_size=log_uniform(0.002, 0.02),
        steps=300,  # kappa <= 1/12 for kappa T <= 23.4
    )
    return late_stages(**{**declared, **others})
