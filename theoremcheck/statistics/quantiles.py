r"""Anytime-valid bounds on a quantile: order statistics whose ranks the e-processes choose.

For draws $X_1, X_2, \dots$ of one law with distribution function F, and $q = \inf\{x : F(x) \ge p\}$, the outcomes
$1[X_t \le q]$ hold with probability $F(q) \ge p$, and $1[X_t < q]$ with probability $F(q^-) \le p$. So the e-process
that refutes "at least p" is a supermartingale on the former, the one that supports against "at most p" on the latter,
and by Ville's inequality either ever reaches $1/\alpha$ with probability at most $\alpha$. A value x stays standing
below where $\#\{X_t \le x\}$ is not refuted, and above where $\#\{X_t < x\}$ is not supported: both ends are order
statistics, $X_{(k)} \le q \le X_{(m)}$, with
$$ k = \min\{s : E^-_n(s) < 1/\alpha\}, \qquad m = \max\{s : E^+_n(s) < 1/\alpha\} + 1. $$
Nothing is assumed of F: it may have atoms, and values may be infinite.

Source: Howard and Ramdas 2022, "Sequential estimation of quantiles with applications to A/B testing and best-arm
identification", Bernoulli 28(3), arXiv:1906.09712, for the ranks; here with the e-processes of `statistics.eprocess`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, inf, log

import numpy as np
from numpy.typing import NDArray

from theoremcheck.statistics.checks import checked_alpha, checked_required
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support

__all__ = ["QuantileBounds", "quantile_bounds"]


@dataclass(frozen=True)
class QuantileBounds:
    """A quantile after some draws.

    Attributes:
        lower: Lower end; it ever exceeds the quantile with probability alpha at most. -inf where nothing is known.
        estimate: The quantile of the draws themselves; NaN of none.
        upper: Upper end; it ever falls below the quantile with probability alpha at most. inf where nothing is known.
    """

    lower: float
    estimate: float
    upper: float


def quantile_bounds(values: NDArray[np.float64], level: float, alpha: float) -> QuantileBounds:
    """Bounds on the quantile of a level, valid whenever one stops.

    Args:
        values: In any order, shape (draws,); infinite ones count, NaN is no value.
        level: p, in (0, 1).
        alpha: Error probability of each end, in (0, 1).

    Raises:
        ValueError: If a value is NaN, or `level` or `alpha` is outside (0, 1).
    """
    p, threshold = float(checked_required(level)), -log(checked_alpha(alpha))
    if np.isnan(values).any():
        raise ValueError("a value is NaN: say at which end a draw without a value counts")
    ordered, count = np.sort(values), len(values)
    if not count:
        return QuantileBounds(-inf, float("nan"), inf)
    low, high = _ranks(count, p, threshold)
    return QuantileBounds(
        lower=float(ordered[low - 1]) if low else -inf,
        estimate=float(ordered[max(0, ceil(p * count - 1e-9) - 1)]),
        upper=float(ordered[high - 1]) if 0 < high <= count else inf,
    )


@lru_cache(maxsize=4096)
def _ranks(count: int, p: float, threshold: float) -> tuple[int, int]:
    """Ranks k and m, counted from 1; k is 0 and m beyond the count where the draws are too few to give an end."""
    ranks = range(count + 1)
    # Against "at least p" the evidence falls as more draws lie below x, and that against "at most p" rises.
    low = bisect_left(ranks, True, key=lambda held: float(log_e_refute(held, count, p)) < threshold)
    high = bisect_left(ranks, True, key=lambda held: float(log_e_support(held, count, p)) >= threshold)
    return low, high
