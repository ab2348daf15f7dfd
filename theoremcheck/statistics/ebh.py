"""e-BH: which of many claims to report, with the false-discovery rate under control.

Valid under any dependence between the e-values: claims share code, seeds and hardware.

Source: Wang and Ramdas 2022, "False discovery rate control with e-values", JRSS-B 84(3), arXiv:2009.02824.
"""

from math import exp, inf, log
from sys import float_info

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.statistics.checks import checked_alpha, checked_log_e


def ebh(log_e: ArrayLike, alpha: float) -> NDArray[np.bool_]:
    r"""Discoveries: the k largest e-values, for the largest k with $e_{(k)} \ge m / (\alpha k)$.

    Args:
        log_e: Natural logarithms of the m e-values, shape (m,).
        alpha: False-discovery rate, in (0, 1).

    Returns:
        True for each discovery, shape (m,).

    Raises:
        ValueError: If an e-value is not a number or alpha is outside (0, 1).
    """
    values = checked_log_e(log_e)
    m = len(values)
    levels = np.log(m / np.arange(1, m + 1)) - np.sort(values)[::-1]  # from which the k largest pass, k = 1..m
    passing = np.flatnonzero(levels <= log(checked_alpha(alpha)))
    if len(passing) == 0:
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(values >= np.sort(values)[::-1][passing[-1]])


def ebh_level(log_e: ArrayLike, chosen: ArrayLike) -> float:
    r"""The smallest level at which the chosen hypotheses, and they alone, are discoveries.

    $$ \frac{m}{k \, \min_i e_i}, \quad i \text{ over the } k \text{ chosen ones} $$

    Those that are not chosen count with an e-value of 0, however large theirs is: what is not reported must not help
    what is. So the share of wrong ones among the chosen, divided by the level, is at most the sum of the e-values of
    true null hypotheses divided by m, which has mean 1 at most, whatever chose them.

    Args:
        log_e: Natural logarithms of all m e-values, shape (m,).
        chosen: True for those to be reported, shape (m,).

    Returns:
        A false-discovery rate, at most 1; 0 where nothing is chosen, for then nothing is false. One below the least
        normal number is rounded up to that.

    Raises:
        ValueError: If an e-value is not a number or `chosen` is not one boolean for each.
    """
    values, mask = checked_log_e(log_e), np.asarray(chosen)
    if mask.shape != values.shape or mask.dtype != np.bool_:
        raise ValueError(f"chosen has type {mask.dtype} and shape {mask.shape}: give {values.shape} booleans")
    if not mask.any():
        return 0.0
    level = min(0.0, log(len(values) / mask.sum()) - float(values[mask].min()))
    # An upper bound: as 0 it would say that no verdict can be wrong.
    return 0.0 if level == -inf else max(exp(level), float_info.min)
