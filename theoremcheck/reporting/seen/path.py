"""The e-process of a claim against its draws."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theoremcheck.reporting.seen.numbers import Floats
from theoremcheck.statistics import log_e_refute_path, log_e_support_path

__all__ = ["path_seen"]

_POINTS = 120


def path_seen(holds: NDArray[np.bool_], required: Floats | float, alpha: float) -> dict[str, Any] | None:
    """Decimal logarithms of both e-values after some of the draws, the last one included."""
    if len(holds) == 0:
        return None
    shown = np.unique(np.linspace(0, len(holds) - 1, min(len(holds), _POINTS)).round().astype(int))
    support, refute = log_e_support_path(holds, required), log_e_refute_path(holds, required)
    return {
        "draws": [int(index) + 1 for index in shown],
        "holds": [int(count) for count in np.cumsum(holds)[shown]],
        "log10_support": _decimal(support[shown]),
        "log10_refute": _decimal(refute[shown]),
        "log10_threshold": round(-log(alpha) / log(10), 3),
    }


def _decimal(log_e: Floats) -> list[float]:
    return [round(float(value), 3) for value in log_e / log(10)]
