"""From the report to the page."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from theoremcheck.reporting.contents import Report
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import (
    also_holds,
    at_a_point,
    by_requirement,
    holds_for,
    log_e_of,
    message_of,
    paper_titles,
    simplest_words,
    title_of,
    verdict_words,
)
from theoremcheck.reporting.findings import erratum, findings_of, shown
from theoremcheck.reporting.page.limits import limits_of
from theoremcheck.reporting.pictures import Picture
from theoremcheck.reporting.pictures.bounds_bar import bounds_bar
from theoremcheck.reporting.typeset import inline, statement
from theoremcheck.reporting.visible import visible
from theoremcheck.reporting.words import SYMBOLS, as_sentence, confidence, e_value, percent, short
from theoremcheck.statistics import at_least, at_most, up_to_digits
from theoremcheck.vocabulary import Flaw, Verdict

__all__ = ["page_of"]

_TEMPLATES = Path(__file__).parent.parent / "templates"
_WORDS = (
    also_holds,
    at_a_point,
    at_least,
    at_most,
    bounds_bar,
    by_requirement,
    confidence,
    e_value,
    erratum,
    holds_for,
    inline,
    limits_of,
    log_e_of,
    message_of,
    percent,
    short,
    shown,
    simplest_words,
    statement,
    title_of,
    up_to_digits,
)


def page_of(report: Report) -> str:
    """The page as one HTML document; it escapes all text of claims, and lets only its own script run."""
    entries = report.claims
    findings = findings_of(entries)
    kinds = Counter(finding.flaw for finding in findings)
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
            findings=findings,
            flaws=[(flaw, kinds[flaw]) for flaw in Flaw if kinds[flaw]],
            counts=[(verdict, count) for verdict, count in _counts(entries) if count],
            options=_options(entries),
            known={entry.name for entry in entries},
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
    environment.globals |= {"SYMBOLS": SYMBOLS, "VERDICTS": list(Verdict), "words": verdict_words}
    environment.globals |= {"body_of": _body_of, "split": _split, "sentence": as_sentence}
    return environment


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _of(entries: Sequence[Entry], paper: str) -> list[Entry]:
    return [entry for entry in entries if entry.paper == paper]


def _counts(entries: Sequence[Entry]) -> list[tuple[Verdict, int]]:
    found = Counter(entry.verdict for entry in entries)
    return [(verdict, found[verdict]) for verdict in Verdict]


def _options(entries: Sequence[Entry]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By what a reader can filter the catalogue: (attribute, label, values with their words)."""
    found = {verdict for verdict, count in _counts(entries) if count}
    return [
        ("paper", "Paper", list(paper_titles(entries).items())),
        ("verdict", "Verdict", [(str(verdict), str(verdict)) for verdict in Verdict if verdict in found]),
        ("exactness", "Exactness", _values(entry.source.exactness for entry in entries)),
        ("kind", "Kind", _values(entry.kind for entry in entries)),
    ]


def _values(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values))]


def _split(text: str) -> tuple[Markup, Markup]:
    """A statement's first paragraph, which says it in a sentence, and the rest."""
    first, _, rest = visible(text).strip().partition("\n\n")
    return inline(first), statement(rest)


def _body_of(picture: Picture, key: str) -> Markup:
    """A picture as HTML, with every character in it made visible: a stranger's package may have drawn it."""
    return Markup(visible(picture.body(key)))
