"""What the statistics accept; every refusal says what came, what was expected, and why."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def checked_required(required: ArrayLike) -> NDArray[np.float64]:
    """The required probability as floats, any shape.

    Raises:
        ValueError: If a value is not strictly between 0 and 1; the message says where.
    """
    values = np.asarray(required, dtype=np.float64)
    outside = np.argwhere(~((values > 0) & (values < 1)))
    if len(outside) == 0:
        return values
    place = tuple(int(i) for i in outside[0])
    name = f"required[{', '.join(map(str, place))}]" if place else "required"
    raise ValueError(f"{name}={float(values[place])} {_why(float(values[place]))}")


def _why(value: float) -> str:
    if value >= 1:
        return "must be below 1: no finite number of draws can support probability one; say 0.999"
    if value <= 0:
        return "must be above 0: every claim holds with at least probability zero; say 0.001"
    return "must be a number between 0 and 1"


def checked_alpha(alpha: float) -> float:
    """The error probability.

    Raises:
        ValueError: If it is not strictly between 0 and 1.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha={alpha} must be between 0 and 1: it is the probability of a false verdict")
    return float(alpha)


def checked_counts(successes: ArrayLike, draws: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Successes and failures as floats, broadcast against each other.

    Raises:
        ValueError: If a count is not whole or successes are not in 0..draws; the message gives both.
    """
    held, total = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(draws, np.float64))
    whole = (held == np.floor(held)) & (total == np.floor(total)) & np.isfinite(total)
    wrong = ~(whole & (held >= 0) & (held <= total))
    if wrong.any():
        s, n = held[wrong][0], total[wrong][0]
        raise ValueError(f"successes={s:g} of draws={n:g}: both must be whole, with 0 <= successes <= draws")
    return held, total - held


def checked_log_e(log_e: ArrayLike) -> NDArray[np.float64]:
    """Logarithms of e-values, shape (m,)."""
    values = np.asarray(log_e, dtype=np.float64)
    if values.ndim != 1 or np.isnan(values).any():
        raise ValueError(f"log_e={values} must have shape (m,), without NaN: no evidence is log e = 0")
    return values
