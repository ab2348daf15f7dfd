"""A question that several papers answer, and which of them is right where; none of it decides a trial."""

from __future__ import annotations

from dataclasses import dataclass

from theoremcheck.claim.paper import Paper
from theoremcheck.claim.parts import ClaimError, check_name

__all__ = ["SAYS_NOTHING", "Case", "Introductions", "MapShown", "Question"]

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class MapShown:
    """A claim's map over two fields, with the papers that describe its regions.

    Attributes:
        claim: Name of the claim.
        across: Field of the map to the right.
        up: Field upwards.
        says: What one sees there, in a sentence.
        regions: Words in the map, each at a place: (value of across, value of up, words).
        lines: Lines of the theory through pairs of values.
    """

    claim: str
    across: str
    up: str
    says: str
    regions: tuple[tuple[float, float, str], ...] = ()
    lines: tuple[Points, ...] = ()


@dataclass(frozen=True)
class Case:
    """A regime in which the question has one answer.

    Attributes:
        where: The regime, in words.
        answer: What is the case there.
        right: Whose statement describes it, and whose does not.
        claims: Names of the claims that show it.
    """

    where: str
    answer: str
    right: str
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Several papers side by side, as a page of the report lays them; a module `about.py` holds it.

    Attributes:
        name: Of its page.
        title: The question.
        says: Why the papers disagree, in about three sentences.
        cases: Who is right where; each row rests on claims, and the report says where one does not bear it out.
        maps: Maps of claims that decide between the cases.
    """

    name: str
    title: str
    says: str
    cases: tuple[Case, ...]
    maps: tuple[MapShown, ...] = ()

    def __post_init__(self) -> None:
        """Check the name, that there is something to read, and that every answer rests on a claim."""
        check_name("Question", self.name)
        for name in ("title", "says", "cases"):
            if not getattr(self, name):
                raise ClaimError(f"Question {self.name}: {name} is empty: there is nothing to read")
        for case in self.cases:
            if not case.claims:
                raise ClaimError(f"Question {self.name}: the case {case.where!r} names no claim: who would believe it?")


@dataclass(frozen=True)
class Introductions:
    """All that authors say beside their claims.

    Attributes:
        papers: In the order of their names.
        questions: In the order of theirs.
    """

    papers: tuple[Paper, ...] = ()
    questions: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        """Check that no question has a paper's name: pictures of both are files named by it."""
        taken = {paper.name for paper in self.papers}
        for question in self.questions:
            if question.name in taken:
                raise ClaimError(
                    f"Question {question.name}: a paper has that name, and the report would write the pictures of one "
                    "over those of the other: name the question after what it asks"
                )


SAYS_NOTHING = Introductions()
"""Of claims that nobody introduces."""
