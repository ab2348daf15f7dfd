"""Bounds on a holding probability as a small bar, for the catalogue's rows."""

from __future__ import annotations

from markupsafe import Markup

from theoremcheck.reporting.words import nines, percent
from theoremcheck.statistics import at_least, at_most

__all__ = ["bounds_bar"]

_WIDTH, _HEIGHT = 124, 16


def bounds_bar(lower: float, upper: float, required: float) -> Markup:
    """Bounds on an axis of nines: 0, 90, 99 and 99.9 % are equally far apart."""
    left, right, wanted = (nines(share) * _WIDTH for share in (lower, upper, required))
    said = f"{at_least(lower)} to {at_most(upper)}; {percent(required)} required"
    ticks = "".join(f"M{_WIDTH * k / 3:.1f} 5v6" for k in (1, 2))
    return Markup(
        f'<svg class="bar" viewBox="-2 0 {_WIDTH + 4} {_HEIGHT}" width="{_WIDTH + 4}" height="{_HEIGHT}" role="img">'
        f'<title>{said}</title><path class="axis" d="M0 8H{_WIDTH}{ticks}"/>'
        f'<rect class="range" x="{left:.1f}" y="5" width="{max(2.0, right - left):.1f}" height="6" rx="1"/>'
        f'<path class="wanted" d="M{wanted:.1f} 1v14"/></svg>'
    )
