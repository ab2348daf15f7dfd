"""The regularised incomplete beta function in logarithms, exact where the value itself underflows."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc, betaln

Floats = NDArray[np.float64]

# scipy's value is trusted above this; it leaves 10^58 before doubles become subnormal and lose digits.
_TRUSTED = 1e-250
# The fraction needs O(sqrt(max(a, b))) terms; in the far tail, where alone it is used, a few dozen.
_MAX_TERMS = 20_000


def log_betainc(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    r"""Logarithm of the lower tail of Beta(a, b).

    $$ \log I_x(a, b), \quad I_x(a, b) = \frac{1}{B(a, b)} \int_0^x t^{a-1} (1 - t)^{b-1} \, dt $$

    Args:
        a: First shape, above 0; broadcast with the others.
        b: Second shape, above 0.
        x: Point in [0, 1].

    Returns:
        Log probability, broadcast shape; -inf at x = 0. Where the other tail is below 1e-250 it may be 0.

    Raises:
        ValueError: If a shape is not above 0 or x is outside [0, 1].

    Source: DLMF 8.17.2.
    """
    a, b, x = _checked(a, b, x)
    lower, upper = _tails(a, b, x)
    with np.errstate(divide="ignore"):
        return _log_tail(lower, upper, a, b, x, np.log(x), np.log1p(-x))


def log_betaincc(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    r"""Logarithm of the upper tail, $\log(1 - I_x(a, b))$; arguments and errors as in `log_betainc`.

    Not merely `log_betainc(b, a, 1 - x)`: rounding $1 - x$ would lose a small x.

    Source: DLMF 8.17.4.
    """
    a, b, x = _checked(a, b, x)
    lower, upper = _tails(a, b, x)
    with np.errstate(divide="ignore"):
        return _log_tail(upper, lower, b, a, 1 - x, np.log1p(-x), np.log(x))


def _checked(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> tuple[Floats, Floats, Floats]:
    a, b, x = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (a, b, x)))
    for name, value in (("a", a), ("b", b)):
        if not (value > 0).all():
            raise ValueError(f"{name}={value[~(value > 0)][0]} must be above 0: the integral diverges")
    inside = (x >= 0) & (x <= 1)
    if not inside.all():
        raise ValueError(f"x={x[~inside][0]} must lie in [0, 1]: it is a probability")
    return a, b, x


def _tails(a: Floats, b: Floats, x: Floats) -> tuple[Floats, Floats]:
    return np.asarray(betainc(a, b, x), np.float64), np.asarray(betaincc(a, b, x), np.float64)


def _log_tail(tail: Floats, rest: Floats, a: Floats, b: Floats, x: Floats, log_x: Floats, log_y: Floats) -> Floats:
    """Log of `tail`, the lower tail of Beta(a, b) at x, where tail + rest = 1 and y = 1 - x."""
    log_tail = np.where(tail < 0.5, np.log(tail), np.log1p(-np.minimum(rest, 0.5)))
    far = tail < _TRUSTED
    if far.any():
        log_tail[far] = _log_far_tail(a[far], b[far], x[far], log_x[far], log_y[far])
    return log_tail


def _log_far_tail(a: Floats, b: Floats, x: Floats, log_x: Floats, log_y: Floats) -> Floats:
    """Log of x^a y^b / (a B(a, b)) divided by the continued fraction; DLMF 8.17.22."""
    return a * log_x + b * log_y - betaln(a, b) - np.log(a) - np.log(_fraction(a, b, x))


def _fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """1 + d_1/(1 + d_2/(1 + ...)) by Lentz's method; in the far tail no denominator vanishes."""
    value, above, below = np.ones_like(x), np.ones_like(x), np.zeros_like(x)
    for j in range(1, _MAX_TERMS):
        d = _term(j, a, b, x)
        above, below = 1 + d / above, 1 / (1 + d * below)
        value = value * above * below
        if (np.abs(above * below - 1) < 1e-15).all():
            return value
    raise ArithmeticError(f"no convergence in {_MAX_TERMS} terms; a is up to {a.max()}, b up to {b.max()}")


def _term(j: int, a: Floats, b: Floats, x: Floats) -> Floats:
    """d_j of DLMF 8.17.23."""
    m = j // 2
    if j % 2 == 0:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
