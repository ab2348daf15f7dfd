"""overview.svg: every claim with its bounds in one picture, for a README."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import holds_for, title_of, verdict_words
from theoremcheck.reporting.papers import papers_in
from theoremcheck.reporting.words import SYMBOLS, nines
from theoremcheck.statistics import required_levels
from theoremcheck.vocabulary import Verdict

__all__ = ["overview_of"]

_COLUMN, _ROW, _HEAD = 430, 15, 46
_TEXT, _BAR = 262, 144
_LONGEST = 42
_CAPTION = "bar: bounds on the holding share; stroke: required"
_SHORT = 20
"""Up to so many rows stand in one column."""

_STYLE = (
    "text{font:11px system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif;fill:#1f1e1b}"
    ".paper{font-weight:650;font-size:12.5px}.tick{fill:#5b5850;font-size:9.5px}.axis{stroke:#b8b2a4}"
    ".wanted{stroke:#1f1e1b;stroke-width:1.4}.supported{fill:#17693a}.refuted{fill:#a8321f}.other{fill:#5d5a4f}"
    "@media(prefers-color-scheme:dark){text{fill:#e8e5de}.tick{fill:#aaa69c}.axis{stroke:#55575e}"
    ".wanted{stroke:#e8e5de}.supported{fill:#74cf9b}.refuted{fill:#f2917f}.other{fill:#c4bfae}}"
)


def overview_of(entries: Sequence[Entry]) -> str:
    """Rows in two columns: sign, name, and the bounds on an axis of nines with the required probability."""
    rows: list[Entry | str] = []
    for paper in papers_in(entries):
        rows += [paper.label, *(entry for entry in entries if entry.name in paper.claims)]
    longest = max(_SHORT, ceil(len(rows) / 2))
    columns = max(1, ceil(len(rows) / longest))
    width, height = columns * _COLUMN, _HEAD + min(len(rows), longest) * _ROW + 8
    parts = [_axis(column * _COLUMN) for column in range(columns)]
    parts.append(f'<text class="tick" x="4" y="30">{_CAPTION}</text>')
    for place, row in enumerate(rows):
        left, top = _COLUMN * (place // longest), _HEAD + _ROW * (place % longest)
        parts.append(_heading(row, left, top) if isinstance(row, str) else _claim(row, left, top))
    counts = f"{sum(entry.as_expected for entry in entries)} of {len(entries)} claims have the expected verdict"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d"><title id="t">Bounds on the holding probability of every claim</title>'
        f'<desc id="d">{counts}.</desc><style>{_STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _axis(left: float) -> str:
    labels = zip((0.0, 0.9, 0.99, 1.0), ("0", "90", "99", "99.9 %"), strict=True)
    return "".join(
        f'<text class="tick" x="{left + _TEXT + _BAR * nines(share):.1f}" y="30" text-anchor="middle">{text}</text>'
        for share, text in labels
    )


def _heading(title: str, left: float, top: float) -> str:
    return f'<text class="paper" x="{left + 4}" y="{top + 11}">{escape(visible(title))}</text>'


def _claim(entry: Entry, left: float, top: float) -> str:
    series = entry.series
    kind = str(entry.verdict) if entry.verdict in (Verdict.SUPPORTED, Verdict.REFUTED) else "other"
    name = title_of(entry.name)
    name = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    start, middle = left + _TEXT, top + 7.5
    said = f"{entry.name}: {verdict_words(entry)}, {holds_for(entry)}"
    parts = [
        f"<title>{escape(said)}</title>",
        f'<text class="{kind}" x="{left + 4}" y="{top + 11}">{SYMBOLS[entry.verdict]}</text>',
        f'<text x="{left + 20}" y="{top + 11}">{escape(name)}</text>',
        f'<path class="axis" d="M{start} {middle}h{_BAR}"/>',
    ]
    if series is not None and series.draws:
        low, high = (start + _BAR * nines(share) for share in (series.lower, series.upper))
        wanted = (f"M{start + _BAR * nines(level):.1f} {top + 2}v11" for level in required_levels(series))
        parts.append(
            f'<rect class="{kind}" x="{low:.1f}" y="{top + 5}" width="{max(2.0, high - low):.1f}" height="5"/>'
        )
        parts.append(f'<path class="wanted" d="{"".join(wanted)}"/>')
    return f"<g>{''.join(parts)}</g>"
