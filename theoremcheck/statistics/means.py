r"""Anytime-valid bounds on the mean of numbers in [0, 1], by betting on it.

For $X_t \in [0, 1]$ with conditional mean $\mu$ given what came before, and any $f \in [0, 1]$, the capital
$\prod_{i \le t} (1 + f (X_i / \mu - 1))$ of one who bets that the mean is more is a non-negative martingale, and so is
the average over several f. By Ville's inequality it ever reaches $2 / \alpha$ with probability $\alpha / 2$ at most;
and it falls in $\mu$, so the values that leave it below are those above a bound. The upper bound is that of $1 - X$.
Both are true after every draw at once, whoever stops when.

Source: Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", JRSS-B 86(1),
arXiv:2010.09686, with constant bets.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp

from theoremcheck.statistics.checks import checked_alpha

__all__ = ["mean_bounds"]

_BETS = 0.5 ** np.arange(10)
"""From all of it, which is best where the numbers are the same, to what is best for thousands that are 0 or 1."""

_LEAST = 1e-12
"""A mean below this is as good as 0."""


def mean_bounds(values: NDArray[np.float64], alpha: float) -> tuple[float, float]:
    """Lower and upper bound on the mean.

    Args:
        values: Numbers in [0, 1], in the order in which they were drawn.
        alpha: Probability, in (0, 1), that either bound is ever wrong.

    Raises:
        ValueError: If a value lies outside [0, 1], or alpha outside (0, 1).
    """
    checked_alpha(alpha)
    if not np.all((values >= 0) & (values <= 1)):  # NaN is neither
        raise ValueError("values must lie in [0, 1]")
    return _lower(values, alpha / 2), 1 - _lower(1 - values, alpha / 2)


def _lower(values: NDArray[np.float64], alpha: float) -> float:
    """The least mean at which the capital stays below 1 / alpha."""

    def beyond(mean: float) -> float:
        with np.errstate(divide="ignore"):  # who bets all of it loses all of it at a 0
            capital = np.log1p(_BETS[:, None] * (values / mean - 1)).sum(axis=1)
        return float(logsumexp(capital)) - log(len(_BETS)) + log(alpha)

    if not values.any() or beyond(_LEAST) <= 0:
        return 0.0
    # At the mean of the values no bet gains, since the logarithm is concave.
    return float(brentq(beyond, _LEAST, float(values.mean()), xtol=1e-12))
