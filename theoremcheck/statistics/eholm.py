"""e-Holm: which of many claims to report, with the probability of any wrong one under control.

Valid under any dependence between the e-values, since 1/e is a p-value and Holm's procedure asks for no more.

Source: Vovk and Wang 2021, "E-values: calibration, combination and applications", Annals of Statistics 49(3),
arXiv:1912.06116; Holm 1979.
"""

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.statistics.checks import checked_alpha, checked_log_e


def eholm(log_e: ArrayLike, alpha: float) -> NDArray[np.bool_]:
    r"""Discoveries: the i-th largest e-value for as long as $e_{(i)} \ge (m - i + 1) / \alpha$.

    Args:
        log_e: Natural logarithms of the m e-values, shape (m,).
        alpha: Probability that any discovery is wrong, in (0, 1).

    Returns:
        True for each discovery, shape (m,).

    Raises:
        ValueError: If an e-value is not a number or alpha is outside (0, 1).
    """
    values = checked_log_e(log_e)
    order = np.argsort(-values, kind="stable")
    needed = np.log(np.arange(len(values), 0, -1)) - log(checked_alpha(alpha))
    found = np.zeros(values.shape, dtype=np.bool_)
    found[order] = np.cumprod(values[order] >= needed, dtype=np.int64).astype(np.bool_)
    return found
