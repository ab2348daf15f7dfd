"""A quadratic through the margins so far: which of many points are worth a look.

A look costs a training, and a guess nothing. The margins that trainings give are noisy, and most change little within a
hundredth of a range; a quadratic of the levels takes the noise out and follows them to the ends of the ranges, where a
surface that returns to its mean would not. It needs few looks: 55 coefficients for nine fields.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["fitted"]

Floats = NDArray[np.float64]

_NEAREST = 20
"""About so many of the smallest margins weigh alike, larger ones less and less: the quadratic has to be right there."""

_RIDGE = 1e-3
"""Of the total weight: fields that no look has told apart get no slope."""


def fitted(levels: Floats, margins: Floats) -> Callable[[Floats], Floats]:
    """A quadratic by weighted least squares: levels, shape (asked, fields) -> margins there, shape (asked,).

    Only the order of what it gives means anything.

    Args:
        levels: Of the known points, shape (points, fields), each in [0, 1].
        margins: There, shape (points,); they may be infinite.
    """
    finite = margins[np.isfinite(margins)]
    if not finite.size:
        return lambda asked: np.zeros(len(asked))
    # How large the large margins are says nothing of where the small ones lie.
    middle = float(np.median(finite))
    values = np.clip(margins, finite.min(), middle) - middle
    weights = 1 / (_NEAREST + np.argsort(np.argsort(margins, kind="stable")))
    known = _terms(levels)
    squares = (known.T * weights) @ known + _RIDGE * weights.sum() * np.eye(known.shape[1])
    coefficients = np.linalg.solve(squares, known.T @ (weights * values))
    return lambda asked: _terms(asked) @ coefficients


def _terms(levels: Floats) -> Floats:
    """One, the levels about the middle of their ranges, and their products."""
    centred = levels - 0.5
    first, second = np.triu_indices(levels.shape[1])
    return np.column_stack([np.ones(len(levels)), centred, centred[:, first] * centred[:, second]])
