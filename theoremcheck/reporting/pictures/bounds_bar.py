"""Bounds on a holding probability as a small bar, for the catalogue's rows."""

from __future__ import annotations

from markupsafe import Markup

from theoremcheck.reporting.entry import SeriesRecord
from theoremcheck.reporting.words import nines, percent
from theoremcheck.statistics import at_least, at_most, required_in_words, required_levels

__all__ = ["bounds_bar"]

_WIDTH, _HEIGHT = 124, 16


def bounds_bar(series: SeriesRecord) -> Markup:
    """Bounds on an axis of nines: 0, 90, 99 and 99.9 % are equally far apart; a stroke at each required probability."""
    left, right = (nines(share) * _WIDTH for share in (series.lower, series.upper))
    wanted = "".join(f"M{nines(level) * _WIDTH:.1f} 1v14" for level in required_levels(series))
    said = f"{at_least(series.lower)} to {at_most(series.upper)}; {required_in_words(series, percent)}"
    ticks = "".join(f"M{_WIDTH * k / 3:.1f} 5v6" for k in (1, 2))
    return Markup(
        f'<svg class="bar" viewBox="-2 0 {_WIDTH + 4} {_HEIGHT}" width="{_WIDTH + 4}" height="{_HEIGHT}" role="img">'
        f'<title>{said}</title><path class="axis" d="M0 8H{_WIDTH}{ticks}"/>'
        f'<rect class="range" x="{left:.1f}" y="5" width="{max(2.0, right - left):.1f}" height="6" rx="1"/>'
        f'<path class="wanted" d="{wanted}"/></svg>'
    )
