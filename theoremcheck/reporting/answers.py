"""Who is right where: a question's cases beside the evidence for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from theoremcheck.claim import Case, MapShown, Question
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.pictures.boundary_plane import BoundaryPlanes, PlaneSeen
from theoremcheck.vocabulary import Verdict

__all__ = ["Answered", "AskedCase", "answered", "plane_of", "questions_in"]

_FINDINGS = (Verdict.SUPPORTED, Verdict.REFUTED)


@dataclass(frozen=True)
class AskedCase:
    """A case and the claims that it rests on.

    Attributes:
        case: What the author says.
        entries: Its claims, those of the report.
        missing: Names of those that are not in the report.
    """

    case: Case
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]

    @property
    def borne_out(self) -> bool:
        """Whether each of its claims has the verdict that its author declared, and that is a finding."""
        return not self.missing and all(entry.as_expected and entry.verdict in _FINDINGS for entry in self.entries)


@dataclass(frozen=True)
class Answered:
    """A question as its page tells it.

    Attributes:
        question: What the author says.
        cases: With their evidence.
        maps: Maps that somebody made.
    """

    question: Question
    cases: tuple[AskedCase, ...]
    maps: tuple[MapShown, ...]

    @property
    def in_words(self) -> str:
        """How many cases the evidence bears out."""
        cases = len(self.cases)
        return f"{sum(case.borne_out for case in self.cases)} of {cases} {'case' if cases == 1 else 'cases'} borne out"


def questions_in(entries: Sequence[Entry], declared: Sequence[Question]) -> tuple[Question, ...]:
    """The questions to which a report has at least one of the claims."""
    here = {entry.name for entry in entries}
    return tuple(one for one in declared if any(name in here for case in one.cases for name in case.claims))


def answered(question: Question, entries: Mapping[str, Entry]) -> Answered:
    """The question beside a report's claims."""
    cases = tuple(
        AskedCase(
            case,
            tuple(entries[name] for name in case.claims if name in entries),
            tuple(name for name in case.claims if name not in entries),
        )
        for case in question.cases
    )
    return Answered(question, cases, tuple(one for one in question.maps if plane_of(one, entries) is not None))


def plane_of(shown: MapShown, entries: Mapping[str, Entry]) -> PlaneSeen | None:
    """The recorded map over the two fields."""
    seen = entries[shown.claim].seen.get(BoundaryPlanes.name) if shown.claim in entries else None
    if not isinstance(seen, BoundaryPlanes):
        return None
    fields = (shown.across, shown.up)
    drawn = (plane for plane in seen.maps if not plane.grown)
    return next((plane for plane in drawn if tuple(axis.field for axis in plane.axes) == fields), None)
