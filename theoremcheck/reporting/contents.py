"""What report.json holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import msgspec

from theoremcheck.claim import SAYS_NOTHING, Introductions, Question
from theoremcheck.reporting.answers import questions_in
from theoremcheck.reporting.comparing import Comparison
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.papers import PaperRecord, papers_in
from theoremcheck.reporting.suite import FixedLevel, Suite, suite_of

__all__ = ["REPORT_VERSION", "Report", "as_text", "report_of"]

REPORT_VERSION = 6


@dataclass(frozen=True)
class Report:
    """Made from recorded evidence and declared claims alone.

    Attributes:
        report: Version of this form; it rises where a reader has to know of a change.
        theoremcheck: Version of the engine.
        budget: Name of the budget whose confidence level judges the evidence.
        suite: All claims together.
        papers: The papers, in the order of their names.
        claims: One entry a claim, in the order of names.
        questions: What several papers answer, and which of them is right where.
        since: What differs from an earlier report, where one was given.
    """

    report: int
    theoremcheck: str
    budget: str
    suite: Suite
    papers: tuple[PaperRecord, ...]
    claims: tuple[Entry, ...]
    questions: tuple[Question, ...] = ()
    since: Comparison | None = None


def report_of(
    entries: Sequence[Entry],
    budget: str,
    fixed: FixedLevel | None = None,
    said: Introductions = SAYS_NOTHING,
    since: Comparison | None = None,
) -> Report:
    """The whole report; the order of claims does not depend on the order in which they finished."""
    claims = tuple(sorted(entries, key=lambda entry: entry.name))
    suite = suite_of(claims, fixed)
    return Report(
        REPORT_VERSION,
        version("theoremcheck"),
        budget,
        suite,
        papers_in(claims, said.papers),
        claims,
        questions_in(claims, said.questions),
        since,
    )


def as_text(report: Report) -> str:
    """JSON with one line for each part of a claim: short enough to keep, and two reports can be compared.

    Raises:
        ValueError: If a number is not finite; a picture keeps None in its place.
    """
    values = msgspec.to_builtins(report)
    claims = ",\n".join("  {\n" + ",\n".join(_members(claim, "   ")) + "\n  }" for claim in values.pop("claims"))
    return "{\n" + ",\n".join(_members(values, " ")) + f',\n "claims": [\n{claims}\n ]\n}}\n'


def _members(values: dict[str, Any], indent: str) -> list[str]:
    return [
        f"{indent}{json.dumps(name)}: {json.dumps(value, allow_nan=False, ensure_ascii=False)}"
        for name, value in values.items()
    ]
