"""The claims that a run left alone and the evidence knows: whoever runs one claim keeps the report of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from theoremcheck.catalogue.loading import Found, catalogue_here, clashes
from theoremcheck.evidence.segments import segment_folder
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.remembered import entries_known, was_run
from theoremcheck.running import Budget
from theoremcheck.vocabulary import Verdict

__all__ = ["LeftAlone", "has_evidence", "left_alone"]


@dataclass(frozen=True)
class LeftAlone:
    """What a report says of claims beside those of its run.

    Attributes:
        entries: One a claim.
        pages: The files that declare them.
    """

    entries: tuple[Entry, ...] = ()
    pages: tuple[Path, ...] = ()

    @property
    def words(self) -> str:
        """How many there are, to be said behind the name of the report; nothing where there is none."""
        count = len(self.entries)
        return f" (with {count} other claim{'s' * (count > 1)} of which there is evidence)" if count else ""


def left_alone(names: Iterable[str], root: Path, evidence: Path, budget: Budget) -> LeftAlone:
    """The claims of a project and of installed packages that somebody ran before, and this run did not.

    It imports no page where no evidence but that of this run's claims is there.

    Args:
        names: Of the claims of this run.
        root: Directory of the project.
        evidence: Directory of all evidence.
        budget: Its confidence level is the one at which the evidence is judged.
    """
    ran = set(names)
    if all(folder.name in ran for folder in evidence.glob("*")):
        return LeftAlone()
    found = catalogue_here(root).found
    twice = clashes(found)
    others = {item.name: item for item in found if item.name not in ran and item.name not in twice}
    recorded = [others[name] for name in sorted(others) if has_evidence(others[name], evidence)]
    entries = [entry for entry in entries_known(recorded, evidence, budget) if was_run(entry) and _has_begun(entry)]
    return LeftAlone(tuple(entries), _pages(entries, recorded))


def has_evidence(item: Found, evidence: Path) -> bool:
    """Whether anything is recorded of a claim's present specification."""
    return any(segment_folder(evidence, item.owner, item.facts.specification).glob("*.jsonl"))


def _has_begun(entry: Entry) -> bool:
    """Whether somebody ran the claim, or the draws of its study decide it: else it is open and nobody asked it."""
    return entry.verdict is not Verdict.UNDECIDED or entry.seconds > 0


def _pages(entries: Sequence[Entry], items: Sequence[Found]) -> tuple[Path, ...]:
    kept = {entry.name for entry in entries}
    return tuple(dict.fromkeys(item.path for item in items if item.name in kept))
