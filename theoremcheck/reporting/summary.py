"""SUMMARY.md: the run as a continuous-integration job shows it, below the size at which an upload is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import (
    controls_in_words,
    holds_for,
    log_e_of,
    message_of,
    required_note,
    verdict_words,
)
from theoremcheck.reporting.findings import findings_of, shown
from theoremcheck.reporting.papers import papers_in
from theoremcheck.reporting.suite import statements_of, suite_of
from theoremcheck.reporting.words import SYMBOLS, e_value
from theoremcheck.statistics import up_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["LARGEST", "summary_of"]

LARGEST = 1_000_000
"""Bytes; a job summary above 1024 KiB is refused whole."""
_LONGEST = 400


def summary_of(entries: Sequence[Entry], budget: str, largest: int = LARGEST) -> str:
    """Markdown: what nobody expected, the findings, and a table of all claims; it counts the lines that it cuts."""
    suite = suite_of(entries)
    counts = Counter(entry.verdict for entry in entries)
    head = [
        "# Theorems",
        "",
        f"**{suite.as_expected} of {suite.claims} claims as expected** at budget {budget}{suite.in_statements}; e-BH "
        f"keeps the {suite.decided} decided verdicts at false-discovery level {up_to_digits(suite.ebh_level, 3):g}, "
        "valid under any dependence.",
        "",
        " · ".join(f"{SYMBOLS[verdict]} {count} {verdict}" for verdict in Verdict if (count := counts[verdict])),
        "",
        *_papers(entries),
    ]
    lines = [*_unexpected(entries), *_findings(entries), *_table(entries)]
    return _capped("\n".join(head), lines, largest)


def _papers(entries: Sequence[Entry]) -> list[str]:
    rows = ["| paper | statements | claims | as expected |", "| --- | ---: | ---: | ---: |"]
    for paper in papers_in(entries):
        own = [entry for entry in entries if entry.name in paper.claims]
        as_expected = sum(entry.as_expected for entry in own)
        rows.append(f"| {_plain(paper.label)} | {statements_of(own)} | {len(own)} | {as_expected} |")
    return [*rows, ""]


def _unexpected(entries: Sequence[Entry]) -> list[str]:
    lines = [
        f"- {SYMBOLS[entry.verdict]} **{entry.name}** is {entry.verdict}, expected {entry.expected}: "
        f"{_plain(message_of(entry)) or holds_for(entry)}"
        for entry in entries
        if not entry.as_expected
    ]
    return ["## Not as expected", "", *lines, ""] if lines else []


def _findings(entries: Sequence[Entry]) -> list[str]:
    lines = []
    for finding in findings_of(entries):
        repairs = ", ".join(f"**{entry.name}** ({entry.verdict})" for entry in finding.repairs)
        if (printed := finding.printed) is not None:
            source = printed.source
            kind = f" ({finding.flaw})" if finding.flaw else ""
            ours = " (as reconstructed)" if source.exactness == "reconstructed" else ""
            where = f"{_plain(source.item)} of {_plain(source.paper)}{ours}"
            repaired = f" Repaired by {repairs}." if repairs else ""
            lines.append(f"- **{printed.name}**{kind}, {where}: {shown(printed)}{repaired}")
        else:
            lines.append(f"- {repairs} repairs a claim that is not in this report.")
    return ["## Findings", "", *lines, ""] if lines else []


def _table(entries: Sequence[Entry]) -> list[str]:
    return [
        "## All claims",
        "",
        "| claim | verdict | holds for | e-value | draws | controls |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        *(_row(entry) for entry in entries),
    ]


def _row(entry: Entry) -> str:
    series, log_e = entry.series, log_e_of(entry)
    evidence = "–" if log_e is None else e_value(log_e)
    mark = "" if entry.as_expected else " (!)"
    holds = holds_for(entry) + (f" ({required})" if (required := required_note(entry)) else "")
    return (
        f"| {entry.name} | {SYMBOLS[entry.verdict]} {verdict_words(entry)}{mark} | {holds} | "
        f"{evidence} | {series.draws if series else 0} | {controls_in_words(entry)} |"
    )


def _plain(text: str) -> str:
    """Text from a claim as text: neither HTML nor Markdown, on one line."""
    line = " ".join(visible(text).split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return re.sub(r"[&<>|`*_\[\]\\~#$!@]", lambda found: f"&#{ord(found.group())};", line)


def _capped(head: str, lines: Sequence[str], largest: int) -> str:
    """As many lines as fit, and the number of those that did not."""
    kept, size = [head], len(head.encode())
    for number, line in enumerate(lines):
        size += len(line.encode()) + 1
        if size > largest - 200:
            kept += ["", f"*{len(lines) - number} lines were cut: the page and report.json have them all.*"]
            break
        kept.append(line)
    return ("\n".join(kept) + "\n").replace("\u00a0", " ")
