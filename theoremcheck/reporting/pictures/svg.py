"""Pieces of SVG, as text; colours are classes, so that the page's style decides them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from markupsafe import Markup, escape

from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.pictures.rulers import Ruler

__all__ = [
    "HEIGHT",
    "WIDTH",
    "area",
    "crosses",
    "dots",
    "figure",
    "frame",
    "label",
    "line",
    "rule",
    "whiskers",
    "window",
]

WIDTH, HEIGHT = 360, 214
"""Of a picture of ordinary size."""
_FAR = 9999
"""Beyond every picture; a place may be infinite, or so far away that nobody can read its digits."""


def figure(key: str, title: str, description: str, width: int, height: int, parts: Iterable[str]) -> Markup:
    """A picture that says what it shows; `key` is unique on the page."""
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{k}-t {k}-d">'
        '<title id="{k}-t">{t}</title><desc id="{k}-d">{d}</desc>{parts}</svg>'
    ).format(w=width, h=height, k=key, t=title, d=description, parts=Markup("".join(parts)))


def frame(x: Ruler, y: Ruler | None, x_label: str, y_label: str = "") -> str:
    """Ticks and names of both axes; the grid is drawn along y alone."""
    bottom = y.start if y else 0.0
    parts = [f'<path class="axis" d="M{x.start:.1f} {bottom:.1f}H{x.end:.1f}"/>']
    for place, text in x.ticks():
        parts.append(f'<path class="axis" d="M{place:.1f} {bottom:.1f}v4"/>{label(place, bottom + 15, text, "middle")}')
    parts.append(label((x.start + x.end) / 2, bottom + 30, x_label, "middle", "name"))
    if y is not None:
        for place, text in y.ticks(5):
            parts.append(f'<path class="grid" d="M{x.start:.1f} {place:.1f}H{x.end:.1f}"/>')
            parts.append(label(x.start - 5, place + 3.5, text, "end"))
        if y_label:
            parts.append(label(x.start, y.end - 7, y_label, "start", "name"))
    return "".join(parts)


def label(x: float, y: float, text: str, anchor: str = "start", kind: str = "tick") -> str:
    """A word at a place."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def line(xs: Floats, ys: Floats, kind: str) -> str:
    """A polygon line; it is broken where a value is missing, or infinite."""
    return f'<path class="{kind}" d="{_path(xs, ys)}"/>'


def area(xs: Floats, low: Floats, high: Floats, kind: str) -> str:
    """The band between two lines."""
    fine = ~(np.isnan(low) | np.isnan(high) | np.isnan(xs))  # a logarithm of zero lies at the end of the picture
    if fine.sum() < 2:
        return ""
    ends = np.clip(np.concatenate([low[fine], high[fine][::-1]]), -_FAR, _FAR)
    around = _path(np.concatenate([xs[fine], xs[fine][::-1]]), ends)
    return f'<path class="{kind}" d="{around}Z"/>'


def dots(xs: Floats, ys: Floats, kind: str) -> str:
    """Points, drawn as lines of no length with round ends."""
    fine = np.isfinite(xs) & np.isfinite(ys)
    marks = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in zip(xs[fine], ys[fine], strict=True))
    return f'<path class="{kind}" d="{marks}"/>' if marks else ""


def crosses(xs: Floats, ys: Floats, kind: str) -> str:
    """Points that failed, with a shape of their own."""
    fine = np.isfinite(xs) & np.isfinite(ys)
    marks = "".join(f"M{x - 2.5:.0f} {y - 2.5:.0f}l5 5m0-5l-5 5" for x, y in zip(xs[fine], ys[fine], strict=True))
    return f'<path class="{kind}" d="{marks}"/>' if marks else ""


def whiskers(xs: Floats, low: Floats, high: Floats) -> str:
    """A bar from a lower to an upper bound at each place."""
    return "".join(
        f'<path class="whisker" d="M{x:.1f} {bottom:.1f}V{top:.1f}"/>'
        for x, bottom, top in zip(xs, low, high, strict=True)
    )


def rule(x: Ruler, y: Ruler, kind: str, *, at_x: float | None = None, at_y: float | None = None) -> str:
    """A line across the picture, at a value of either axis."""
    if at_x is not None:
        return f'<path class="{kind}" d="M{x.place(at_x):.1f} {y.start:.1f}V{y.end:.1f}"/>'
    return f'<path class="{kind}" d="M{x.start:.1f} {y.place(at_y or 0.0):.1f}H{x.end:.1f}"/>'


def window(x: Ruler, y: Ruler, parts: Sequence[str]) -> str:
    """A part of the picture that cuts off what leaves its axes."""
    left, top, width, height = x.start, y.end, x.end - x.start, y.start - y.end
    box = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
    place = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<svg {place} viewBox="{box}" aria-hidden="true">{"".join(parts)}</svg>'


def _path(xs: Floats, ys: Floats) -> str:
    steps, pen_up = [], True
    for x, y in zip(xs, ys, strict=True):
        if not (np.isfinite(x) and np.isfinite(y)):
            pen_up = True
            continue
        steps.append(f"{'M' if pen_up else 'L'}{x:.1f} {np.clip(y, -_FAR, _FAR):.1f}")
        pen_up = False
    return "".join(steps)
