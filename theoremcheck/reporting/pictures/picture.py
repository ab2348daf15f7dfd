"""What a picture of the page is, and what it looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol, Self, runtime_checkable

from markupsafe import Markup

from theoremcheck.boundary import Map, maps_of
from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.judging import Judgement
from theoremcheck.series.dossier import Dossier
from theoremcheck.weighing import Outcomes, outcomes_of

__all__ = ["Picture", "Subject"]


@dataclass(frozen=True)
class Subject:
    """One claim with its evidence, as pictures look at it.

    Attributes:
        dossier: The claim, its series, and all recorded trials of its specification.
        judgement: The verdict and what it rests on.
    """

    dossier: Dossier
    judgement: Judgement

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.dossier.claim

    @cached_property
    def trials(self) -> Sequence[Trial]:
        """The claim's own trials, in the order of draws."""
        return self.dossier.draws(self.dossier.own)

    @cached_property
    def outcomes(self) -> Outcomes:
        """Their margins, and what the claim requires at each."""
        return outcomes_of(self.claim, self.trials)

    @cached_property
    def maps(self) -> Sequence[Map]:
        """All maps that the evidence holds."""
        return maps_of(self.dossier, self.judgement.alpha)


@runtime_checkable
class Picture(Protocol):
    """A picture of one claim: a frozen dataclass whose fields are its numbers, in the form in which JSON keeps them.

    A picture is made by `seen` alone, and everything that the page shows of it comes from its own fields. A package of
    yours offers its pictures through the entry-point group `theoremcheck.pictures`: each entry point names the class.

    Attributes:
        name: Its key in `report.json`, unlike that of any other picture.
        wide: Whether it takes the whole width of the page.
    """

    name: ClassVar[str]
    wide: ClassVar[bool]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        """The picture's numbers from the evidence; None where the claim has nothing of its kind to show."""
        ...

    @property
    def title(self) -> str:
        """Its heading."""
        ...

    def body(self, key: str) -> Markup:
        """Drawing, caption and table as HTML; `plate` puts them together.

        Args:
            key: Unlike any other on the page; the identifiers of its elements begin with it.
        """
        ...
