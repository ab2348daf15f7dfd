"""The papers of a report: which claims are whose, in which order, and what their authors say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from theoremcheck.claim import Paper, Scatter, Shown
from theoremcheck.reporting.entry import Entry
from theoremcheck.vocabulary import Kind

__all__ = ["PaperRecord", "label_of", "paper_of_each", "papers_in"]

_RANKS: tuple[Kind, ...] = ("theorem", "corollary", "proposition", "lemma", "empirical")
"""Theorems first, then what follows from them, then what they rest on."""

_NUMBER = re.compile(r"\b(?:([A-Z])\.?)?(\d+)(?:\.(\d+))?")
"""The number of a statement: 4.2 in the main part, C.8 in an appendix."""

_LAST = ("~", 0, 0)
"""Behind all numbers: an abstract, a figure's caption, a statement of our own."""


@dataclass(frozen=True)
class PaperRecord:
    """A paper and its claims.

    Attributes:
        name: What the names of its claims begin with; of several beginnings the first.
        label: Authors and year; the name where the claims have several sources, none of which speaks for the others.
        title: The paper's own title; its label where nobody wrote one down.
        url: Link to the abstract page, where all claims give the same.
        says: What it says; nothing where nobody wrote it down.
        shown: Pictures of its claims to begin with.
        scatters: Draws of its claims to begin with.
        left_out: What the claims do not check, and why.
        rests_on: For a claim the claims that its proof uses, by the paper's own account.
        claims: Its claims' names in the order of its statements: theorems first, then what they rest on; behind each
            statement its repairs and its further readings.
    """

    name: str
    label: str
    title: str
    url: str | None
    says: str
    shown: tuple[Shown, ...]
    scatters: tuple[Scatter, ...]
    left_out: tuple[str, ...]
    rests_on: Mapping[str, tuple[str, ...]]
    claims: tuple[str, ...]


def papers_in(entries: Sequence[Entry], declared: Iterable[Paper] = ()) -> tuple[PaperRecord, ...]:
    """The papers of some claims, in the order of their names."""
    told = {paper.name: paper for paper in declared}
    of = paper_of_each(entries)
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.name):
        groups[of[entry.paper]].append(entry)
    return tuple(_record(name, groups[name], told) for name in sorted(groups))


def paper_of_each(entries: Iterable[Entry]) -> Mapping[str, str]:
    """For every beginning of names, the paper that it stands for: two that give one source are one paper.

    The source is the arXiv identifier, and where there is none the authors and the year.
    """
    paper: dict[str, str] = {}
    owner: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.name):
        source = entry.source.arxiv or entry.source.paper
        first = owner.setdefault(source, paper.setdefault(entry.paper, entry.paper))
        if (other := paper[entry.paper]) != first:
            kept, gone = sorted((first, other))
            paper |= {name: kept for name, stands_for in paper.items() if stands_for == gone}
            owner |= {name: kept for name, stands_for in owner.items() if stands_for == gone}
    return paper


def _record(name: str, entries: Sequence[Entry], told: Mapping[str, Paper]) -> PaperRecord:
    about = next((told[entry.paper] for entry in entries if entry.paper in told), None)
    label = label_of(entries)
    urls = {entry.source.url for entry in entries}
    return PaperRecord(
        name=name,
        label=label,
        title=about.title if about else label,
        url=entries[0].source.url if len(urls) == 1 else None,
        says=about.says if about else "",
        shown=about.shown if about else (),
        scatters=about.scatters if about else (),
        left_out=about.left_out if about else (),
        rests_on=about.rests_on if about else {},
        claims=tuple(entry.name for entry in _in_order(entries)),
    )


def label_of(entries: Sequence[Entry]) -> str:
    """Authors and year of the one source of some claims; of several sources what the names of the claims begin with."""
    labels = {entry.source.paper for entry in entries}
    return labels.pop() if len(labels) == 1 else min(entry.paper for entry in entries)


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The statements in the paper's order, and behind each what repairs it and what asks it in another reading."""
    here = {entry.name for entry in entries}
    behind: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=_place):
        leads = (name for name in (entry.reading_of, entry.repairs) if name in here and name != entry.name)
        behind[next(leads, None)].append(entry)
    ordered: dict[str, Entry] = {}

    def follow(entry: Entry) -> None:
        if entry.name not in ordered:
            ordered[entry.name] = entry
            for other in behind[entry.name]:
                follow(other)

    for entry in (*behind[None], *sorted(entries, key=_place)):  # the latter: two that name each other
        follow(entry)
    return list(ordered.values())


def _place(entry: Entry) -> tuple[int, tuple[str, int, int], str]:
    """Where a statement stands in its paper."""
    found = _NUMBER.search(entry.source.item)
    number = (found[1] or "", int(found[2]), int(found[3] or 0)) if found else _LAST
    return _RANKS.index(entry.kind), number, entry.name
