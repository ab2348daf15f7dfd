"""Lines through pairs of values, as far as a picture shows them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.numbers import Floats, back_from
from theoremcheck.reporting.pictures.rulers import Ruler

__all__ = ["Line", "Point", "drawn_lines"]

Point = tuple[float | None, float | None]
Line = Sequence[Point]

_STEPS = 200
"""Points of each stretch that tell whether one sees it."""


def drawn_lines(x: Ruler, y: Ruler, lines: Sequence[Line], kind: str) -> list[str]:
    """The lines of which the picture shows some part; a caption that speaks of a line asks whether there is one."""
    drawn = []
    for line in filter(None, lines):
        points = _on_both(x, y, np.array(line, dtype=np.float64))
        xs, ys = x.places(points[:, 0]), y.places(points[:, 1])
        if _is_seen(x, y, xs, ys):
            drawn.append(svg.line(xs, ys, kind))
    return drawn


def _on_both(x: Ruler, y: Ruler, points: Floats) -> Floats:
    """The points, with an end at 0, which a logarithmic axis does not have, moved along the line to the axis' end."""
    for end, beside in ((0, 1), (-1, -2)) if len(points) > 1 else ():
        shares = [
            _share_to(float(back_from(np.array([ruler.low]), ruler.scale)[0]), points[end, side], points[beside, side])
            for side, ruler in enumerate((x, y))
            if ruler.scale == "log" and points[end, side] <= 0
        ]
        points[end] += max(shares, default=0.0) * (points[beside] - points[end])
    return points


def _share_to(value: float, start: float, end: float) -> float:
    """The share of the way from one number to another at which a value lies; none of it where they stop short of it."""
    return (value - start) / (end - start) if end > value else 0.0


def _is_seen(x: Ruler, y: Ruler, xs: Floats, ys: Floats) -> bool:
    """Whether a part of a line lies between the axes' ends."""
    steps = np.arange(len(xs))
    along = np.linspace(0, len(xs) - 1, max(1, len(xs) - 1) * _STEPS + 1)
    across, up = np.interp(along, steps, xs), np.interp(along, steps, ys)
    return bool(((x.start <= across) & (across <= x.end) & (y.end <= up) & (up <= y.start)).any())
