r"""The e-processes draw by draw, with a threshold that may change from draw to draw.

Theorems say "with probability at least $1 - \delta(n, d)$", so draw t may have a threshold $p_t$ of its own. Draws with
one threshold are a *stratum*; the regime alone decides to which stratum a draw belongs. A claim holds where *every*
stratum k holds with probability $\pi_k$ above its own $p_k$: a mean over strata would let a lenient one, where 20 % may
fail and nothing does, pay for a strict one, where 2 % may fail and 10 % do. So each stratum has its own two e-processes
$E^\pm_k$, in the order of its draws.

**Support** rejects a union: "in some stratum that was drawn, $\pi_k \le p_k$". Its evidence is the least,
$$ E^+_n = \min_{k \text{ drawn}} E^+_{k,n} . $$
Fix which stratum each draw has: outcomes are independent still, and each $E^+_k$ is a supermartingale under its own
hypothesis, $\pi_k \le p_k$. Let k be the false stratum that is drawn first. Wherever the least reaches $1/\alpha$ after
that, $E^+_k$ does, which by Ville's inequality ever happens with probability at most $\alpha$. The number of strata
costs nothing. One that was never drawn is not spoken of: n draws miss one of share q with probability $(1-q)^n$.

**Refutation** rejects an intersection: "in every stratum, $\pi_k \ge p_k$". Its evidence is a mean over eight places,
of which each stratum that was drawn has one and the others hold 1,
$$ E^-_n = \tfrac18 \Bigl( 8 - K_n + \sum_{k \text{ drawn}} E^-_{k,n} \Bigr) , $$
a mixture of supermartingales under the intersection, all of which start at 1; eight is fixed before any draw. Whatever
stratum falls short is found at the price of a factor of eight, however well the others hold.

Both cannot be large: where the least $E^+_k$ is, no $E^-_k$ is.

Source: minima and mixtures of e-values, Vovk and Wang 2021, arXiv:1912.06116.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp

from theoremcheck.statistics.checks import checked_required
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support

__all__ = ["MOST_STRATA", "levels_of", "log_e_refute_path", "log_e_support_path"]

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

MOST_STRATA = 8
"""Places in the mean that refutes: each costs the others a share, and a stratum is decided by draws of its own."""
_DIGITS = 12
"""Two requirements that agree to these decimals are one: the last bit of a logarithm may depend on the batch."""


def log_e_support_path(holds: ArrayLike, required: ArrayLike, after: ArrayLike | None = None) -> Floats:
    """Log evidence against "in some stratum draws hold with at most the required probability", after each draw.

    Args:
        holds: Outcomes in draw order, shape (draws,).
        required: One p for all draws, or p_t, shape (draws,), of at most eight values; in (0, 1). The e-value after t
            draws never depends on later thresholds.
        after: After how many draws, at least 1 each, shape (asked,); after each of them by default. A few of a million
            cost a few, and the memory of no more.

    Returns:
        Natural logarithms of the e-values, shape (asked,).

    Raises:
        ValueError: If a threshold is outside (0, 1), there are too many different ones, or the shapes differ.
    """
    x, p = _checked(holds, required)
    asked = _asked(x, after)
    if p.ndim == 0:
        return log_e_support(_counted(x, asked), asked, p)
    drawn, log_e = _strata(x, p, asked, log_e_support)
    return np.where(drawn, log_e, np.inf).min(axis=0, initial=np.inf)


def log_e_refute_path(holds: ArrayLike, required: ArrayLike, after: ArrayLike | None = None) -> Floats:
    """Log evidence against "in every stratum draws hold with at least the required probability", after each draw.

    Arguments, result and errors as in `log_e_support_path`.
    """
    x, p = _checked(holds, required)
    asked = _asked(x, after)
    if p.ndim == 0:
        return log_e_refute(_counted(x, asked), asked, p)
    _, log_e = _strata(x, p, asked, log_e_refute)
    unused = np.zeros((MOST_STRATA - len(log_e), len(asked)))
    return np.asarray(logsumexp(np.concatenate([log_e, unused]), axis=0)) - log(MOST_STRATA)


def levels_of(required: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The different requirements, increasing, shape (strata,), and which of them is that of each draw, shape (draws,).

    Raises:
        ValueError: If there are more than can be weighed; the message says what to do.
    """
    levels, places = np.unique(required.round(_DIGITS), return_inverse=True)
    if len(levels) > MOST_STRATA:
        raise ValueError(
            f"required takes {len(levels)} different values, from {levels[0]:g} to {levels[-1]:g}, of which at most "
            f"{MOST_STRATA} can be weighed: each is decided by draws of its own, so that a lenient one cannot pay for "
            "a strict one; draw what it depends on from a few values, such as failure=choice(0.02, 0.05, 0.1, 0.2)"
        )
    return levels, places


def _checked(holds: ArrayLike, required: ArrayLike) -> tuple[Booleans, Floats]:
    x, p = np.asarray(holds), checked_required(required)
    if x.dtype != np.bool_ or x.ndim != 1:
        raise ValueError(f"holds has type {x.dtype} and shape {x.shape}: one boolean a draw, shape (draws,)")
    if p.ndim != 0 and p.shape != x.shape:
        raise ValueError(f"required has shape {p.shape}, holds {x.shape}: give one number or one a draw")
    return x, p


def _asked(holds: Booleans, after: ArrayLike | None) -> NDArray[np.int64]:
    return np.arange(1, len(holds) + 1) if after is None else np.asarray(after, dtype=np.int64)


def _counted(inside: Booleans, after: NDArray[np.int64]) -> NDArray[np.int32]:
    """How many there are among the first draws."""
    return np.cumsum(inside, dtype=np.int32)[after - 1]


def _strata(
    holds: Booleans,
    required: Floats,
    after: NDArray[np.int64],
    closed: Callable[[ArrayLike, ArrayLike, ArrayLike], Floats],
) -> tuple[Booleans, Floats]:
    """Whether each stratum was drawn by then, and its log e-value, after the draws; both of shape (strata, asked)."""
    levels, places = levels_of(required)
    inside = [places == which for which in range(len(levels))]
    draws = np.reshape([_counted(one, after) for one in inside], (len(levels), len(after)))
    held = np.reshape([_counted(one & holds, after) for one in inside], (len(levels), len(after)))
    return draws > 0, closed(held, draws, levels[:, None])
