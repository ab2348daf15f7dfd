"""From the report to its pages."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.answers import Answered, answered
from theoremcheck.reporting.attention import attention_of
from theoremcheck.reporting.contents import Report
from theoremcheck.reporting.entry_words import (
    also_holds,
    at_a_point,
    by_requirement,
    holds_for,
    log_e_of,
    message_of,
    required_words,
    simplest_words,
    title_of,
    verdict_words,
)
from theoremcheck.reporting.findings import erratum, shown
from theoremcheck.reporting.next_step import next_step
from theoremcheck.reporting.page.limits import limits_of
from theoremcheck.reporting.page.main_pictures import main_picture_body, map_body
from theoremcheck.reporting.page.resting_graph import resting_graph
from theoremcheck.reporting.page.told import Told, told_of, verdict_counts
from theoremcheck.reporting.page.visible_bodies import body_of
from theoremcheck.reporting.pictures.bounds_bar import bounds_bar
from theoremcheck.reporting.typeset import inline, statement
from theoremcheck.reporting.words import SYMBOLS, as_sentence, confidence, e_value, percent, short
from theoremcheck.statistics import at_least, at_most, up_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["page_of", "pages_of", "paper_page_of"]

_SEARCHED = 1000
"""Characters of a statement that the search of the catalogue reads."""
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
    resting_graph,
    short,
    shown,
    next_step,
    required_words,
    simplest_words,
    statement,
    title_of,
    up_to_digits,
)


def pages_of(report: Report) -> dict[str, str]:
    """Every page by its place: the front page, one of each paper, and one of each question."""
    papers = {f"papers/{told.record.name}.html": _paper_page(report, told) for told in told_of(report)}
    questions = {f"questions/{asked.question.name}.html": _question_page(report, asked) for asked in _asked(report)}
    return {"index.html": page_of(report), **papers, **questions}


def page_of(report: Report) -> str:
    """The front page as one HTML document; it escapes all text of claims, and lets only its own script run."""
    papers = told_of(report)
    order = [name for told in papers for name in told.record.claims]
    return _page(
        "index.html",
        report,
        "catalogue.js",
        lambda name, paper: f"papers/{paper}.html#{name}",
        papers=papers,
        questions=_asked(report),
        attention=attention_of(report.claims),
        counts=verdict_counts(report.claims),
        options=_options(report),
        place_of={name: place for place, name in enumerate(order)},
    )


def paper_page_of(report: Report, paper: str) -> str:
    """A paper's page: what it says, its statements, its findings, and every claim with its evidence."""
    return _paper_page(report, next(told for told in told_of(report) if told.record.name == paper))


def _paper_page(report: Report, told: Told) -> str:
    def href(name: str, paper: str) -> str:
        return f"#{name}" if paper == told.record.name else f"{paper}.html#{name}"

    return _page("paper.html", report, "paper.js", href, told=told)


def _asked(report: Report) -> list[Answered]:
    entries = {entry.name: entry for entry in report.claims}
    return [answered(question, entries) for question in report.questions]


def _question_page(report: Report, asked: Answered) -> str:
    entries = {entry.name: entry for entry in report.claims}
    return _page(
        "question.html",
        report,
        "paper.js",
        lambda name, paper: f"../papers/{paper}.html#{name}",
        asked=asked,
        map_body=lambda shown, key: map_body(shown, entries, key),
    )


def _page(template: str, report: Report, script_name: str, place: Callable[[str, str], str], **others: Any) -> str:
    """A page, with what all pages share.

    Args:
        template: Its file.
        report: The report.
        script_name: The file of its script.
        place: From a claim's name and its paper to where its evidence stands.
        others: What this page shows besides.
    """
    entries = {entry.name: entry for entry in report.claims}
    paper_of = {name: record.name for record in report.papers for name in record.claims}
    script = _source(script_name)
    return (
        _environment()
        .get_template(template)
        .render(
            report=report,
            style=Markup(_font() + _source("style.css")),
            script=Markup(script),
            script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            known=entries.keys(),
            paper_of=paper_of,
            href=lambda name: place(name, paper_of[name]),
            picture_body=lambda picture, key: main_picture_body(picture, entries, key),
            **others,
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
    environment.globals |= {"body_of": body_of, "split": _split, "sentence": as_sentence}
    environment.globals |= {"in_brief": _in_brief}
    return environment


@cache
def _font() -> str:
    """The rule by which a page carries its font for mathematics."""
    data = b64encode((_TEMPLATES / "math.woff2").read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "Theoremcheck Math"; src: {source}; }}\n'


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _options(report: Report) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By what a reader can filter the catalogue: (attribute, label, values with their words)."""
    entries = report.claims
    return [
        ("paper", "Paper", [(record.name, record.label) for record in report.papers]),
        ("verdict", "Verdict", [(str(verdict), str(verdict)) for verdict, _ in verdict_counts(entries)]),
        ("exactness", "Exactness", _values(entry.source.exactness for entry in entries)),
        ("kind", "Kind", _values(entry.kind for entry in entries)),
    ]


def _values(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values))]


def _split(text: str) -> tuple[Markup, Markup]:
    """A statement's first paragraph, which says it in a sentence, and the rest."""
    first, _, rest = visible(text).strip().partition("\n\n")
    return inline(first), statement(rest)


def _in_brief(text: str) -> str:
    """The beginning of a statement on one line, for a search to read."""
    return " ".join(visible(text).split())[:_SEARCHED]
