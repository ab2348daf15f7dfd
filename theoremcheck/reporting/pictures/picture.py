"""What a picture of the page is, and what it looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol, Self, runtime_checkable

from markupsafe import Markup

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.judging import Judgement
from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import Series
from theoremcheck.weighing import margins_of

__all__ = ["Picture", "Subject"]


@dataclass(frozen=True)
class Subject:
    """One claim with its evidence, as pictures look at it.

    Attributes:
        claim: The claim.
        own: Its own series.
        ledger: All recorded trials of its specification.
        judgement: The verdict and what it rests on.
    """

    claim: Claim
    own: Series
    ledger: Ledger
    judgement: Judgement

    @cached_property
    def trials(self) -> Sequence[Trial]:
        """The claim's own trials, in the order of draws."""
        return self.ledger.contiguous(self.own.label)

    @cached_property
    def margins(self) -> Floats:
        """Their margins, shape (draws,); not finite where a draw gave no usable outcome."""
        return margins_of(self.claim.prediction, self.trials)

    @cached_property
    def required(self) -> Floats | float:
        """Required probability: one, or one a draw."""
        points = draw_points(self.own, range(len(self.trials))) if callable(self.claim.required) else {}
        return required_at(self.claim, points)


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
