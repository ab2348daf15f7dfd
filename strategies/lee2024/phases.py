r"""Regimes of the phases of the sigmoid loss: full batches in as many dimensions as pairs, at t = b.

The lines lie at t = 0 for N = 4, and at 2.9 and 1.2 for N = 24, the largest here; t goes to 5, and b with it. It
is logarithmic, so that a good part of the draws lies in every phase.
"""

from typing import Any

import numpy as np

from models.lee2024.phases.closed_form import SigmoidPairs, ZonedPairs, lower_line, upper_line
from theoremcheck import Regimes, choice, derived, log_uniform

__all__ = ["above_the_lower_line", "above_the_upper_line", "any_temperature", "below_the_lower_line", "zones"]

_CLOSE = 1.02
"""Off a line by 2 %: nearer, the optimum's slope in t is felt by any threshold on a cosine."""
_FULL = derived(lambda r: r.pairs)
"""As many dimensions as pairs, as the statement wants it at least."""


def any_temperature(**others: Any) -> Regimes:
    """All phases, from four pairs on."""
    declared: dict[str, Any] = dict(
        pairs=choice(4, 6, 8, 12, 24), dimension=_FULL, inverse_temperature=log_uniform(0.05, 5.0), bias_ratio=1.0
    )
    return Regimes(SigmoidPairs, **{**declared, **others})


def zones(**others: Any) -> Regimes:
    """Above, below and between the lines, from five pairs on: of four both lines are at 0."""
    declared: dict[str, Any] = dict(
        pairs=choice(5, 8, 12, 24),
        dimension=_FULL,
        zone=choice(1.0, 0.0, -1.0),
        distance=log_uniform(_CLOSE, 4.0),
        inverse_temperature=derived(_off_the_lines),
        bias_ratio=1.0,
    )
    return Regimes(ZonedPairs, **{**declared, **others})


def above_the_upper_line(**others: Any) -> Regimes:
    """Sixteen pairs: one N, so that a map over the temperature has one line."""
    line = float(upper_line(16))
    declared: dict[str, Any] = dict(
        pairs=16, dimension=_FULL, inverse_temperature=log_uniform(_CLOSE * line, 4 * line), bias_ratio=1.0
    )
    return Regimes(SigmoidPairs, **{**declared, **others})


def below_the_lower_line(**others: Any) -> Regimes:
    """The same below the other line."""
    line = float(lower_line(16))
    declared: dict[str, Any] = dict(
        pairs=16, dimension=_FULL, inverse_temperature=log_uniform(line / 10, line / _CLOSE), bias_ratio=1.0
    )
    return Regimes(SigmoidPairs, **{**declared, **others})


def above_the_lower_line() -> Regimes:
    """The same beyond that line: no optimum is antipodal there."""
    line = float(lower_line(16))
    return below_the_lower_line(inverse_temperature=log_uniform(_CLOSE * line, 4 * line))


def _off_the_lines(r: Any) -> Any:
    low, high = lower_line(r.pairs), upper_line(r.pairs)
    outside = np.where(r.zone > 0, high * r.distance, low / r.distance)
    return np.where(r.zone == 0, np.sqrt(low * high), outside)
