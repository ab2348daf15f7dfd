"""Badges: an SVG that a screen reader can read, and the JSON that a shields endpoint takes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import at_a_point, holds_for, title_of, verdict_words
from theoremcheck.reporting.papers import label_of
from theoremcheck.reporting.suite import suite_of
from theoremcheck.reporting.words import confidence
from theoremcheck.statistics import up_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["Badge", "claim_badge", "paper_badge", "suite_badge", "write_badges"]

_COLOURS = {
    Verdict.SUPPORTED: "#1a7f37",
    Verdict.REFUTED: "#c0392b",
    Verdict.UNDECIDED: "#5d656e",
    Verdict.POWERLESS: "#6f42c1",
    Verdict.UNSTABLE: "#0b6390",
    Verdict.BROKEN: "#24292f",
}
_AS_KNOWN = "#9a5b00"
"""A refutation that is known: neither praise nor alarm. White on each of these colours has a contrast above 4.5."""
_CACHE_SECONDS = 300
"""As short as shields allows: a badge that is an hour behind its run says what is no longer so."""
_LABEL_COLOUR = "#3d444d"


@dataclass(frozen=True)
class Badge:
    """Two words side by side.

    Attributes:
        label: What the badge speaks of.
        message: What it says of that.
        color: Of the message, as #rrggbb.
        is_error: Whether there is no finding at all.
    """

    label: str
    message: str
    color: str
    is_error: bool = False

    def __post_init__(self) -> None:
        """Authors choose these words: none of their characters may act outside the badge."""
        for name in ("label", "message"):
            object.__setattr__(self, name, " ".join(visible(getattr(self, name)).split()))

    @property
    def endpoint(self) -> Mapping[str, Any]:
        """What shields reads; it rejects keys that it does not know."""
        return {
            "schemaVersion": 1,
            "label": self.label,
            "message": self.message,
            "color": self.color.removeprefix("#"),
            "labelColor": _LABEL_COLOUR.removeprefix("#"),
            "isError": self.is_error,
            "cacheSeconds": _CACHE_SECONDS,
        }

    @property
    def svg(self) -> str:
        """A picture that fetches nothing."""
        left, right = _width(self.label), _width(self.message)
        said = escape(f"{self.label}: {self.message}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
            f'aria-label="{said}"><title>{said}</title>'
            f'<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath><g clip-path="url(#r)">'
            f'<rect width="{left}" height="20" fill="{_LABEL_COLOUR}"/>'
            f'<rect x="{left}" width="{right}" height="20" fill="{self.color}"/></g>'
            f'<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" '
            f'aria-hidden="true">{_text(self.label, left / 2, left)}{_text(self.message, left + right / 2, right)}'
            "</g></svg>\n"
        )


def claim_badge(entry: Entry) -> Badge:
    """For instance "single modal stalls | supported, >= 96 % of draws, 95 % conf."."""
    known = entry.as_expected and entry.expected is not Verdict.SUPPORTED
    color = _AS_KNOWN if known else _COLOURS[entry.verdict]
    is_error = entry.verdict is Verdict.BROKEN
    return Badge(title_of(entry.name), _claim_message(entry), color, is_error)


def paper_badge(title: str, entries: Sequence[Entry]) -> Badge:
    """How many of a paper's claims have which verdict."""
    counts = Counter(verdict_words(entry).replace(", as", " as") for entry in entries)
    message = ", ".join(f"{count} {words}" for words, count in sorted(counts.items(), key=_best_first))
    expected = all(entry.as_expected for entry in entries)
    return Badge(title, message, _COLOURS[Verdict.SUPPORTED] if expected else _worst(entries))


def suite_badge(entries: Sequence[Entry]) -> Badge:
    """The suite in one line."""
    suite = suite_of(entries)
    message = f"{suite.as_expected} of {suite.claims} as expected"
    if suite.decided:
        message += f", {suite.decided} decided at false-discovery level {up_to_digits(suite.ebh_level, 2):g}"
    expected = suite.as_expected == suite.claims
    return Badge("theorems", message, _COLOURS[Verdict.SUPPORTED] if expected else _worst(entries))


def write_badges(folder: Path, entries: Sequence[Entry]) -> None:
    """Files for each claim, each paper and the suite; a paper and a claim may have one name, so each has a folder."""
    papers = {entry.paper: [other for other in entries if other.paper == entry.paper] for entry in entries}
    badges = {"suite": suite_badge(entries)}
    badges |= {f"claims/{entry.name}": claim_badge(entry) for entry in entries}
    badges |= {f"papers/{paper}": paper_badge(label_of(own), own) for paper, own in sorted(papers.items())}
    for place, badge in badges.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        # The dots of a claim's name are no suffix.
        (path.parent / f"{path.name}.svg").write_text(badge.svg, encoding="utf-8", errors="backslashreplace")
        endpoint = json.dumps(badge.endpoint, indent=1)
        (path.parent / f"{path.name}.json").write_text(endpoint + "\n", encoding="utf-8")


def _claim_message(entry: Entry) -> str:
    words = verdict_words(entry)
    if entry.series is None or entry.alpha is None or entry.verdict in (Verdict.BROKEN, Verdict.UNSTABLE):
        return words
    if entry.verdict is Verdict.POWERLESS:
        positive = f", {entry.held} of {len(entry.positive_controls)} positive ones held"
        caught = f"{words}, {entry.caught} of {len(entry.controls)} controls caught"
        return caught + (positive if entry.positive_controls else "")
    if at_a_point(entry):
        return f"{words}, by a counterexample; {holds_for(entry, '>=', '<=')} of draws hold"
    if not entry.series.draws:
        return f"{words}, no draws"
    return f"{words}, {holds_for(entry, '>=', '<=')} of draws, {confidence(entry.alpha)} conf."


def _best_first(counted: tuple[str, int]) -> tuple[int, str]:
    order = ("supported", "refuted as known", "refuted", "undecided")
    words = counted[0]
    return (order.index(words) if words in order else len(order), words)


def _worst(entries: Sequence[Entry]) -> str:
    """The colour of the gravest verdict that nobody expected."""
    grave = (Verdict.BROKEN, Verdict.REFUTED, Verdict.UNSTABLE, Verdict.POWERLESS, Verdict.UNDECIDED, Verdict.SUPPORTED)
    found = {entry.verdict for entry in entries if not entry.as_expected}
    return next(
        _COLOURS[verdict] if verdict is not Verdict.SUPPORTED else _AS_KNOWN for verdict in grave if verdict in found
    )


def _width(text: str) -> int:
    return round(sum(_advance(letter) for letter in text)) + 12


def _advance(letter: str) -> float:
    """Width in Verdana at 11 pixels, roughly; `_text` then sets the text to exactly the width that these add up to."""
    if letter in "ijl.,:;|'!()[] ":
        return 4.2
    return 9.5 if letter in "mwMW%@" or ord(letter) > 0x2FF else 7.0


def _text(text: str, middle: float, width: int) -> str:
    return f'<text x="{middle:g}" y="14" textLength="{width - 12}">{escape(text)}</text>'
