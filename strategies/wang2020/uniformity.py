"""Regimes of finite sets of points on the sphere."""

from typing import Any

from models.wang2020.uniformity import FreePoints
from theoremcheck import Regimes, choice, log_uniform

__all__ = ["free_points"]


def free_points(**others: Any) -> Regimes:
    """From three points, far from uniform, to 24 on a circle, which are as good as uniform."""
    declared: dict[str, Any] = dict(
        points=choice(3.0, 6.0, 12.0, 24.0),
        dimension=choice(2.0, 3.0, 5.0, 8.0),
        temperature=log_uniform(0.2, 2.0),
    )
    return Regimes(FreePoints, **{**declared, **others})
