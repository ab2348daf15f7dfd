"""The margins of a claim's draws, and what another threshold would have made of them."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np

from theoremcheck.reporting.seen.numbers import Floats, histogram, rounded
from theoremcheck.statistics import log_e_refute_path, log_e_support_path

__all__ = ["margins_seen"]

_BINS = 32
_QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def margins_seen(margins: Floats, required: Floats | float, alpha: float) -> dict[str, Any] | None:
    """Distribution of the margins, and the shifts of the threshold at which the verdict would change.

    Args:
        margins: In the order of draws, shape (draws,); not finite where a draw gave no usable outcome.
        required: Required probability, one or one a draw.
        alpha: Error probability of each side.
    """
    usable = margins[np.isfinite(margins)]
    if len(usable) == 0:
        return None
    shown = histogram(usable, _BINS, through_zero=True)
    return {
        "edges": shown.edges,
        "counts": shown.counts,
        "scale": shown.scale,
        "unusable": int(len(margins) - len(usable)),
        "quantiles": {f"{level:g}": rounded(np.quantile(usable, level)) for level in _QUANTILES},
        "sensitivity": _sensitivity(margins, required, alpha),
    }


def _sensitivity(margins: Floats, required: Floats | float, alpha: float) -> dict[str, float | None]:
    """Up to which shift of the threshold these draws support the claim, and from which on they refute it.

    A draw holds at the shift s if its margin exceeds s. Raising s turns outcomes from holding to failing, so support
    is lost once and refutation won once, each at the margin of a draw.
    """
    usable = np.isfinite(margins)
    ordered = np.sort(np.where(usable, margins, -np.inf))
    threshold = -log(alpha)

    def decided(path: Any, failing: int) -> bool:
        # The shift at the margin of rank `failing`, counted from 1, makes exactly that many draws fail (ties aside).
        holds = margins > (ordered[failing - 1] if failing else -np.inf)
        return bool(path(holds & usable, required)[-1] >= threshold)

    def crossing(is_past: Callable[[int], bool]) -> int:
        """The least number of failing draws at which it is; one more than there are, if it never is."""
        low, high = 0, len(ordered) + 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if middle > len(ordered) or is_past(middle) else (middle + 1, high)
        return low

    lost = crossing(lambda failing: not decided(log_e_support_path, failing))
    won = crossing(lambda failing: decided(log_e_refute_path, failing))
    return {
        "supported_below": rounded(ordered[lost - 1]) if lost else None,
        "refuted_from": rounded(ordered[won - 1]) if 0 < won <= len(ordered) else None,
    }
