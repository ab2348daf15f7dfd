r"""The e-processes draw by draw, with a threshold that may change from draw to draw.

Theorems say "with probability at least $1 - \delta(n, d)$", so draw t has a threshold $p_t$ of its own. Put
$q_t = p_t + c (1 - p_t)$ with one c in (0, 1) for all draws; then the likelihood ratio of draw t is a bet,

$$ \frac{q_t}{p_t} = 1 + c \left(\frac{1}{p_t} - 1\right) \text{ if } x_t = 1, \qquad
   \frac{1 - q_t}{1 - p_t} = 1 - c \text{ if } x_t = 0, $$

that is $1 + c (x_t / p_t - 1)$. For constant p the density $\frac{1}{2} (1-q)^{-1/2} (1-p)^{-1/2} dq$ becomes
$\frac{1}{2} (1-c)^{-1/2} dc$: the weight over c is free of p, and the mixture is that of `log_e_support`.

Refuting, $q_t = p_t (1 - c)$ gives $1 + c ((1 - x_t) / (1 - p_t) - 1)$: the same bet on failures. The cut
Beta(1, 1/2) would give c a weight that depends on p; we take $\frac{1}{2} c^{-1/2} dc$, its limit for p to 1
and the mirror image of the above. It falls short of the closed form at most by the factor $1 + \sqrt{1-p}$.

The integral over c is replaced by a Gauss-Jacobi rule. Its weights are positive and sum to one, so this is a
finite mixture of martingales: exactly valid, whatever the error of the quadrature.

The thresholds may be random as long as draw t's is fixed before its outcome. With i.i.d. pairs $(p_t, x_t)$
the rejected hypotheses are averages over the regimes: $E[x/p] \le 1$ for support, $E[(1-x)/(1-p)] \le 1$ for
refutation.

Source: Waudby-Smith and Ramdas 2024, arXiv:2010.09686, section 4.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import roots_jacobi

from theoremcheck.statistics.checks import checked_required
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support

Floats = NDArray[np.float64]

_t, _w = roots_jacobi(64, -0.5, 0.0)  # for the weight (1-t)^(-1/2) on (-1, 1)
_STAKES = (1 + _t) / 2  # c, for the weight (1-c)^(-1/2) / 2 on (0, 1)
_WEIGHTS = _w / _w.sum()


def log_e_support_path(holds: ArrayLike, required: ArrayLike) -> Floats:
    """Log evidence against "every draw t holds with probability at most p_t", after each draw.

    A number uses the closed form; an array uses the bets, even where its entries are equal, so that the
    e-value after t draws never depends on later thresholds.

    Args:
        holds: Outcomes in draw order, shape (draws,).
        required: One p for all draws, or p_t, shape (draws,); in (0, 1).

    Returns:
        Natural logarithms of the e-values, shape (draws,).

    Raises:
        ValueError: If a threshold is outside (0, 1) or the shapes differ.
    """
    x, p = _checked(holds, required)
    if p.ndim == 0:
        return log_e_support(np.cumsum(x), np.arange(1, len(x) + 1), p)
    return _log_mixture(np.where(x, 1 / p, 0.0), _STAKES)


def log_e_refute_path(holds: ArrayLike, required: ArrayLike) -> Floats:
    """Log evidence against "every draw t holds with probability at least p_t", after each draw.

    Arguments, result and errors as in `log_e_support_path`.
    """
    x, p = _checked(holds, required)
    if p.ndim == 0:
        return log_e_refute(np.cumsum(x), np.arange(1, len(x) + 1), p)
    return _log_mixture(np.where(x, 0.0, 1 / (1 - p)), 1 - _STAKES)


def _checked(holds: ArrayLike, required: ArrayLike) -> tuple[NDArray[np.bool_], Floats]:
    x, p = np.asarray(holds), checked_required(required)
    if x.dtype != np.bool_ or x.ndim != 1:
        raise ValueError(f"holds has type {x.dtype} and shape {x.shape}: one boolean a draw, shape (draws,)")
    if p.ndim != 0 and p.shape != x.shape:
        raise ValueError(f"required has shape {p.shape}, holds {x.shape}: give one number or one a draw")
    return x, p


def _log_mixture(payoff: Floats, stakes: Floats) -> Floats:
    """Log of sum_c w_c prod_t (1 + c (payoff_t - 1)), shape (draws,)."""
    total = np.full(payoff.shape, -np.inf)
    # One stake at a time: memory stays at O(draws).
    for weight, stake in zip(_WEIGHTS, stakes, strict=True):
        total = np.logaddexp(total, np.log(weight) + np.cumsum(np.log1p(stake * (payoff - 1))))
    return total
