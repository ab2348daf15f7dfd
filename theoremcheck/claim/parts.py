"""What a claim is made of: where it was read, how it grows, how far its numerics are trusted, what it shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor, inf, isfinite
from pathlib import Path
from typing import Any

from torch import Tensor

from theoremcheck.streams import Streams
from theoremcheck.vocabulary import EXACTNESS, Exactness

__all__ = ["ClaimError", "Experiment", "Scale", "Source", "Study", "Trust", "check_name", "check_reads", "one_of"]

Experiment = Callable[[Any, Streams], Mapping[str, Tensor]]
"""(batch of regimes, per-trial streams) -> observables of shape (trials,) or (trials, points)."""

_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_LONGEST = 200
"""A file's name has 255 bytes at most, its suffix included."""


class ClaimError(ValueError):
    """A claim that was declared wrongly; the message says what came, what was expected and why."""


@dataclass(frozen=True)
class Source:
    """Where a claim was read.

    Attributes:
        paper: Authors and year, for instance "Yaras et al. 2025".
        item: The statement in the paper, for instance "Theorem 3.2"; where the page derives it, what from.
        exactness: Whether the claim's statement is the paper's own words, the same mathematics in other words, or
            reconstructed (recalled or derived, not read).
        arxiv: arXiv identifier, if there is one.
    """

    paper: str
    item: str
    exactness: Exactness
    arxiv: str | None = None

    def __post_init__(self) -> None:
        """Check that there is something to look up."""
        for name in ("paper", "item"):
            if not str(getattr(self, name)).strip():
                raise ClaimError(f"Source({name}={getattr(self, name)!r}) is empty: a claim says where it was read")
        one_of("exactness", self.exactness, EXACTNESS)
        if self.arxiv is not None and not re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?|[a-z.-]+/\d{7}", self.arxiv):
            raise ClaimError(f"arxiv={self.arxiv!r} is no arXiv identifier such as '2412.07909'")

    @property
    def url(self) -> str | None:
        """Link to the abstract page."""
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else None


@dataclass(frozen=True)
class Scale:
    """How a regime grows along the theorem's own asymptotics.

    The engine runs the experiment once a factor, with the same streams (common random numbers), and joins what it
    returns into curves over the ladder. The grown field itself is recorded under its name.

    Attributes:
        field: The field of the regime that grows; the abscissa of the ladder.
        factors: Increasing positive factors, at least two.
        grow: Maps (batch of regimes, factor) to the grown batch; the other fields may grow with it.
    """

    field: str
    factors: tuple[int | float, ...]
    grow: Callable[[Any, Any], Any]

    def __post_init__(self) -> None:
        """Check that the ladder has rungs and that they rise."""
        if len(self.factors) < 2:
            raise ClaimError(f"factors={self.factors!r} must have at least two rungs: one size shows no trend")
        rising = all(low < high for low, high in zip(self.factors, self.factors[1:], strict=False))
        if not (0 < self.factors[0] and rising and isfinite(self.factors[-1])):
            raise ClaimError(f"factors={self.factors!r} must be positive, finite and increasing")


@dataclass(frozen=True)
class Trust:
    """How the numerics of a claim are put to the test: some trials are run again in float64 and with half the step.

    Attributes:
        fraction: Share of the trials that is run again, in (0, 1].
        at_least: The first trials are all run again: a small share of a small run would show nothing.
        rate: Share of reruns whose outcome may differ, and of repeats in another batch whose observables may where the
            outcome does not; beyond it the verdict is unstable. One alone is put up with in any case.
        refine: Maps a batch of regimes to the same regimes with half the step (or a hundredth of the tolerance); None
            where the experiment has no step: then only the precision changes, and in a claim that is run in float64
            anyhow nothing does, so that nothing is run again.
        round_off: Largest relative difference that the same trial may show in another batch; None takes 1e-3 for
            float32 and 1e-6 for float64. That is about the square root of either's precision: a recursion which loses
            more than half of its digits to the order of a sum has no outcome that one could rely on.
    """

    fraction: float = 0.1
    at_least: int = 16
    rate: float = 0.05
    refine: Callable[[Any], Any] | None = None
    round_off: float | None = None

    def __post_init__(self) -> None:
        """Check the shares."""
        if not 0 < self.fraction <= 1:
            raise ClaimError(f"fraction={self.fraction!r} must lie in (0, 1]")
        if not 0 < self.rate < 1:
            raise ClaimError(f"rate={self.rate!r} must lie in (0, 1)")
        if self.at_least < 0:
            raise ClaimError(f"at_least={self.at_least!r} must not be negative")
        if self.round_off is not None and not 0 <= self.round_off < inf:
            raise ClaimError(f"round_off={self.round_off!r} must be a finite number, at least 0")

    def selects(self, index: int) -> bool:
        """Whether a trial is run again; decided by its index alone, before anything is known of it."""
        return index < self.at_least or floor(index * self.fraction) > floor((index - 1) * self.fraction)


@dataclass(frozen=True)
class Study:
    """Several claims that read one and the same trajectory, so that it is trained once.

    Claims of a study share draws. Their specification covers every module of `package`: whoever changes one
    prediction after seeing the draws gets new draws for all of them.

    Attributes:
        name: Name of the trajectory, with the paper in front.
        package: Import name of the folder that holds the claims which share it.
        reads: As `Claim.reads`, for all of these claims.
    """

    name: str
    package: str
    reads: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        """Check the name and the files."""
        check_name("Study", self.name)
        check_reads("Study", self.name, self.reads)


def check_reads(what: str, name: str, reads: Any) -> None:
    """Reject files that are not there."""
    if not isinstance(reads, tuple) or not all(isinstance(path, Path) for path in reads):
        raise ClaimError(f"{what} {name}: reads={reads!r} must be a tuple of pathlib.Path")
    if missing := [path for path in reads if not path.exists()]:
        raise ClaimError(f"{what} {name}: it reads {missing[0]}, and there is no such file or folder")


def check_name(what: str, name: str) -> None:
    """Reject a name that no folder, test item or badge can have."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise ClaimError(
            f"{what} name {name!r} must be lower-case words joined by '-' and '.', such as 'paper2024.gap-closes', of "
            f"at most {_LONGEST} letters: it names folders, test items and badges"
        )


def one_of(name: str, value: Any, words: tuple[str, ...]) -> None:
    """Reject a word that is not in the vocabulary."""
    if value not in words:
        raise ClaimError(f"{name}={value!r} must be one of {', '.join(words)}")
