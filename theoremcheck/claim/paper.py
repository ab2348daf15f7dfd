"""What a reader should know of a paper before its claims; none of it decides a trial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from theoremcheck.claim.parts import ClaimError, check_name

__all__ = ["Paper", "Scatter", "Shown"]


@dataclass(frozen=True)
class Shown:
    """A picture of one of the paper's claims that the paper's page begins with.

    Attributes:
        claim: Name of the claim.
        picture: Name of its picture, such as "curves".
        says: What one sees there, in a sentence.
    """

    claim: str
    picture: str
    says: str


@dataclass(frozen=True)
class Scatter:
    """The first draws of one of the paper's claims in a plane, as the paper's page begins with it.

    Attributes:
        claim: Name of the claim.
        across: Field or observable of the draws, to the right; "name 2" is the second number of an observable of few.
        up: The same, upwards.
        counted: Observables of which each is positive or not; how many are decides a draw's mark.
        words: What it means that none is, that one is, and so on: one more than `counted`.
        lines: Lines through pairs of values.
        says: What one sees there, in a sentence.
        dashed: What the lines are, such as where two measured numbers are equal.
    """

    claim: str
    across: str
    up: str
    counted: tuple[str, ...]
    words: tuple[str, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    says: str
    dashed: str = "the theory's lines"

    def __post_init__(self) -> None:
        """Check that every count has its words, and that there are marks enough."""
        if len(self.words) != len(self.counted) + 1 or len(self.words) > 3:
            raise ClaimError(
                f"words={self.words!r} must be one more than counted={self.counted!r}, and three at most: there are "
                "three marks"
            )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper as a report introduces it: a module `about.py` beside the paper's topics holds one.

    Attributes:
        name: What the names of its claims begin with.
        title: The paper's own title.
        says: What it says, in about three sentences.
        shown: Its main picture, or pictures: those of its claims.
        scatters: The same, made of the draws of its claims.
        left_out: What the claims do not check, and why, a sentence each.
        rests_on: For a claim the claims that its proof uses; a report shows what falls when one of these is refuted.
    """

    name: str
    title: str
    says: str
    shown: tuple[Shown, ...] = ()
    scatters: tuple[Scatter, ...] = ()
    left_out: tuple[str, ...] = ()
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the name, and that there is something to read."""
        check_name("Paper", self.name)
        for name in ("title", "says"):
            if not str(getattr(self, name)).strip():
                raise ClaimError(f"Paper {self.name}: {name} is empty: a report has nothing to introduce it by")
