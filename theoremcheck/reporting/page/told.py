"""A paper as its page and the front page tell it: everything derived of its claims, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from theoremcheck.claim import Scatter, Shown
from theoremcheck.reporting.attention import Attention, attention_of
from theoremcheck.reporting.contents import Report
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.findings import Finding, findings_of
from theoremcheck.reporting.page.main_pictures import main_pictures_of
from theoremcheck.reporting.papers import PaperRecord
from theoremcheck.reporting.resting import Resting, resting_in
from theoremcheck.reporting.suite import statements_of
from theoremcheck.vocabulary import Flaw, Verdict

__all__ = ["Told", "told_of", "verdict_counts"]


@dataclass(frozen=True)
class Told:
    """A paper with what the report says of it.

    Attributes:
        record: The paper.
        entries: Its claims, in the paper's order.
        behind: Names of those that follow the statement which they repair, or ask in another reading.
        pictures: Its main pictures.
        findings: What the evidence refutes, or a claim repairs.
        attention: What needs attention.
        resting: What rests on what.
    """

    record: PaperRecord
    entries: tuple[Entry, ...]
    behind: frozenset[str]
    pictures: tuple[Shown | Scatter, ...]
    findings: tuple[Finding, ...]
    attention: tuple[Attention, ...]
    resting: tuple[Resting, ...]

    @property
    def counts(self) -> list[tuple[Verdict, int]]:
        """How many of its claims have which verdict."""
        return verdict_counts(self.entries)

    @property
    def is_mixed(self) -> bool:
        """Whether its claims have several sources, so that each has to name its own."""
        return len({entry.source.paper for entry in self.entries}) > 1

    @property
    def in_words(self) -> str:
        """How many statements there are, and how often they are asked."""
        asked, claims = statements_of(self.entries), len(self.entries)
        said = "1 statement" if asked == 1 else f"{asked} statements in the paper's order"
        return said if asked == claims else f"{said}, {claims} claims"

    @property
    def kinds(self) -> list[tuple[str, str, list[Finding]]]:
        """Its findings by kind: the kind, what it means, and the findings."""
        groups = [(flaw, [one for one in self.findings if one.flaw is flaw]) for flaw in (*Flaw, None)]
        return [(str(flaw or "other"), flaw.meaning if flaw else "", found) for flaw, found in groups if found]

    @property
    def left_out(self) -> list[str]:
        """What was not checked and why: the author's sentences, then what the claims themselves say."""
        said = list(self.record.left_out)
        reconstructed = sum(entry.source.exactness == "reconstructed" for entry in self.entries)
        if reconstructed:
            said.append(
                f"{reconstructed} of its {len(self.entries)} claims state what nobody here read in this form: they are "
                "derived or recalled (reconstructed). Where one of these falls, our wording does, and not yet the "
                "paper's."
            )
        return said


def told_of(report: Report) -> list[Told]:
    """The papers of a report."""
    entries = {entry.name: entry for entry in report.claims}
    return [_told(record, entries) for record in report.papers]


def verdict_counts(entries: Sequence[Entry]) -> list[tuple[Verdict, int]]:
    """The verdicts that some claims have, with their numbers."""
    found = Counter(entry.verdict for entry in entries)
    return [(verdict, found[verdict]) for verdict in Verdict if found[verdict]]


def _told(record: PaperRecord, entries: Mapping[str, Entry]) -> Told:
    own = tuple(entries[name] for name in record.claims)
    names = set(record.claims)
    return Told(
        record=record,
        entries=own,
        behind=frozenset(entry.name for entry in own if {entry.reading_of, entry.repairs} & names),
        pictures=main_pictures_of(record, entries),
        findings=tuple(findings_of(own)),
        attention=tuple(attention_of(own)),
        resting=tuple(resting_in(record.rests_on, entries)),
    )
