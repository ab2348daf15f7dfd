"""From the report to the page."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.findings import erratum, findings_of, shown
from theoremcheck.reporting.page import pictures
from theoremcheck.reporting.page.limits import limits_of
from theoremcheck.reporting.page.typeset import inline, statement
from theoremcheck.reporting.seen.numbers import rounded
from theoremcheck.reporting.visible import visible
from theoremcheck.reporting.words import (
    SYMBOLS,
    as_sentence,
    at_a_point,
    at_least,
    at_most,
    confidence,
    e_value,
    holds_for,
    paper_titles,
    percent,
    short,
    title_of,
    verdict_words,
)
from theoremcheck.vocabulary import Verdict

__all__ = ["page_of"]

_TEMPLATES = Path(__file__).parent.parent / "templates"
_WORDS = (
    at_least,
    at_most,
    confidence,
    e_value,
    erratum,
    holds_for,
    inline,
    percent,
    short,
    shown,
    statement,
    title_of,
)


def page_of(report: dict[str, Any]) -> str:
    """The page as one HTML document; all text of claims is escaped, and only this page's own script may run."""
    entries = report["claims"]
    style, script = (_source(name) for name in ("style.css", "script.js"))
    return (
        _environment()
        .get_template("index.html")
        .render(
            report=report,
            style=Markup(style),
            script=Markup(script),
            script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            papers=[(paper, title, _of(entries, paper)) for paper, title in paper_titles(entries).items()],
            findings=findings_of(entries),
            counts=[(verdict, count) for verdict, count in _counts(entries) if count],
            options=_options(entries),
            known={entry["name"] for entry in entries},
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.globals |= {word.__name__: word for word in _WORDS}
    environment.globals |= {"SYMBOLS": SYMBOLS, "VERDICTS": list(Verdict), "words": verdict_words, "pictures": pictures}
    environment.globals |= {
        "limits_of": limits_of,
        "split": _split,
        "tightest": _tightest,
        "thinned": _thinned,
        "bins": _bins,
        "place_rows": _place_rows,
        "sentence": as_sentence,
        "at_a_point": at_a_point,
    }
    return environment


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _of(entries: Sequence[Entry], paper: str) -> list[Entry]:
    return [entry for entry in entries if entry["paper"] == paper]


def _counts(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    found = Counter(entry["verdict"] for entry in entries)
    return [(str(verdict), found[str(verdict)]) for verdict in Verdict]


def _options(entries: Sequence[Entry]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the catalogue can be filtered by: (attribute, label, values with their words)."""
    found = {verdict for verdict, count in _counts(entries) if count}
    return [
        ("paper", "Paper", list(paper_titles(list(entries)).items())),
        ("verdict", "Verdict", [(str(verdict), str(verdict)) for verdict in Verdict if str(verdict) in found]),
        ("exactness", "Exactness", _values(entry["source"]["exactness"] for entry in entries)),
        ("kind", "Kind", _values(entry["kind"] for entry in entries)),
    ]


def _values(values: Any) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values))]


def _split(text: str) -> tuple[Markup, Markup]:
    """A statement's first paragraph, which says it in a sentence, and the rest."""
    first, _, rest = visible(text).strip().partition("\n\n")
    return inline(first), statement(rest)


def _tightest(pairs: dict[str, Any], most: int = 8) -> list[list[float | None]]:
    """The shown draws with the least margins: their values along the chosen fields, and the margin."""
    margins = pairs["margins"]
    order = sorted(range(len(margins)), key=lambda row: (margins[row], row))[:most]
    return [[*(field["values"][row] for field in pairs["fields"]), margins[row]] for row in order]


def _thinned(columns: Sequence[Sequence[Any]], most: int = 12) -> list[tuple[Any, ...]]:
    """Rows of a table: at most so many, the first and the last among them."""
    rows = list(zip(*columns, strict=True))
    if len(rows) <= most:
        return rows
    return [rows[round(step * (len(rows) - 1) / (most - 1))] for step in range(most)]


def _place_rows(mapped: dict[str, Any]) -> list[list[Any]]:
    """Places of a map as rows of a table."""
    seen = ("holds", "replicates", "lower", "upper", "decided")
    return [[*place["values"], *(place[name] for name in seen)] for place in mapped["places"]]


def _bins(seen: dict[str, Any]) -> list[tuple[float | None, float | None, int]]:
    """Occupied bins of a histogram: from, to, count."""
    edges = [rounded(edge, 3) for edge in seen["edges"]]
    return [(low, high, count) for low, high, count in zip(edges, edges[1:], seen["counts"], strict=False) if count]
