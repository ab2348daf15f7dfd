"""The claims that a run left alone and the evidence knows: whoever runs one claim keeps the report of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from theoremcheck.catalogue.loading import catalogue_here, catalogue_of, clashes, pages_in
from theoremcheck.catalogue.located import Found
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


def left_alone(ran: Sequence[Found], root: Path, evidence: Path, budget: Budget) -> LeftAlone:
    """The claims of a project and of installed packages that somebody ran before, and this run did not.

    Where no evidence but that of this run's claims and studies is there, it imports the pages of these studies alone.

    Args:
        ran: The claims of this run.
        root: Directory of the project.
        evidence: Directory of all evidence.
        budget: Its confidence level is the one at which the evidence is judged.
    """
    names, found = {item.name for item in ran}, _beside(ran, root, evidence)
    twice = clashes(found)
    others = {item.name: item for item in found if item.name not in names and item.name not in twice}
    recorded = [others[name] for name in sorted(others) if has_evidence(others[name], evidence)]
    entries = [entry for entry in entries_known(recorded, evidence, budget) if was_run(entry) and _has_begun(entry)]
    return LeftAlone(tuple(entries), _pages(entries, recorded))


def _beside(ran: Sequence[Found], root: Path, evidence: Path) -> Sequence[Found]:
    """All claims of which there may be evidence."""
    owners, homes = {item.owner for item in ran}, {_home(item) for item in ran if item.facts.package}
    if None in homes or not owners.issuperset(folder.name for folder in evidence.glob("*")):
        return catalogue_here(root).found
    return catalogue_of(page for home in sorted(filter(None, homes)) for page in pages_in(home, root)).found


def _home(item: Found) -> Path | None:
    """The folder of a claim's study; None where its page was not imported as a part of that package."""
    module, package = item.module.split("."), item.facts.package.split(".")
    below = len(module) - len(package)
    return item.path.parents[below - 1] if below > 0 and module[: len(package)] == package else None


def has_evidence(item: Found, evidence: Path) -> bool:
    """Whether anything is recorded of a claim's present specification."""
    return any(segment_folder(evidence, item.owner, item.facts.specification).glob("*.jsonl"))


def _has_begun(entry: Entry) -> bool:
    """Whether somebody ran the claim, or the draws of its study decide it: else it is open and nobody asked it."""
    return entry.verdict is not Verdict.UNDECIDED or entry.seconds > 0


def _pages(entries: Sequence[Entry], items: Sequence[Found]) -> tuple[Path, ...]:
    kept = {entry.name for entry in entries}
    return tuple(dict.fromkeys(item.path for item in items if item.name in kept))
