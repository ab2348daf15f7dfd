"""What a search for counterexamples found, and the sentences that report it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from theoremcheck.regimes.printed import code_of
from theoremcheck.statistics import at_least
from theoremcheck.vocabulary import BudgetName
from theoremcheck.weighing import Weight

__all__ = ["Counterexample", "FATES", "Finding", "Rung", "Search"]

Finding = Literal["none", "fades", "stays", "undecided"]


@dataclass(frozen=True)
class Rung:
    """A counterexample grown by a factor.

    Attributes:
        factor: The factor.
        field: The field that grows.
        value: Its value there.
        weight: What the replicates there say.
    """

    factor: float
    field: str
    value: float
    weight: Weight


@dataclass(frozen=True)
class Counterexample:
    """A point of the regime at which the prediction fails more often than the theorem allows.

    Attributes:
        point: The regime.
        weight: What its fresh replicates say, at the search's alpha divided by `shares_of(weighed)`.
        error: What went wrong in the first replicate that gave no usable outcome; None if all did.
        undecided: How many of its declared simplifications the search did not decide to fail less often than it does;
            None where no declaration says what is simpler, and for all but the one that the report names first.
        ladder: The same point grown along the theorem's asymptotics, in the order of the factors; the largest factor
            alone, where the search did not grow it step by step.
    """

    point: Any
    weight: Weight
    error: str | None
    undecided: int | None
    ladder: tuple[Rung, ...]

    @property
    def minimal(self) -> bool:
        """Whether the search decided that it is the simplest: each declared simplification fails less often."""
        return self.undecided == 0

    @property
    def finding(self) -> Finding:
        """Fades where the prediction holds at the largest factor; stays where it still fails there, or cannot grow.

        Where not one replicate gave an outcome, the experiment may fail and not the theorem: nobody knows.
        """
        last = self.ladder[-1].weight if self.ladder else self.weight
        if last.nothing_usable or last.decided == "undecided":
            return "undecided"
        return "fades" if last.decided == "holds" else "stays"

    @property
    def fate(self) -> str:
        """What becomes of it as it grows, in words."""
        if not self.ladder:
            if self.weight.nothing_usable:
                return "nobody knows what the theorem does there"
            return "the claim does not say how it grows (`growth=`), so it counts as one that stays"
        last = _reached(self.ladder[-1])
        if self.finding == "fades":
            held = next(
                rung
                for position, rung in enumerate(self.ladder)
                if all(later.weight.decided == "holds" for later in self.ladder[position:])
            )
            return (
                f"fades: it holds from {_reached(held)} on" if len(self.ladder) > 1 else f"fades: it holds with {last}"
            )
        if self.ladder[-1].weight.nothing_usable:
            return f"without a usable outcome with {last}, so nobody knows whether it fades"
        return f"still fails with {last}" if self.finding == "stays" else f"undecided up to {last}"


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes:
        sources: How many candidates the search looked at, by where they came from; "draws" are the claim's own.
        failed: How many of them failed at the first look.
        counterexamples: All that it confirmed: those that stay first, then those that are undecided, then those that
            fade. Within each group those that it grew step by step come first, and then the simplest.
        budget: Name of the largest budget whose search came to its end; None where none did.
        weighed: How many points were weighed by fresh replicates, in all searches that the evidence holds.
    """

    sources: Mapping[str, int]
    failed: int
    counterexamples: tuple[Counterexample, ...]
    budget: BudgetName | None
    weighed: int

    @property
    def counterexample(self) -> Counterexample | None:
        """The one that the report names first."""
        return self.counterexamples[0] if self.counterexamples else None

    @property
    def candidates(self) -> int:
        """How many points the search looked at."""
        return sum(self.sources.values())

    @property
    def finding(self) -> Finding:
        """One word for all of them: "fades" needs every counterexample to fade, and "stays" needs one that stays."""
        return self.counterexample.finding if self.counterexample else "none"

    @property
    def sentence(self) -> str:
        """What the search found, in words."""
        ways = ", ".join(f"{count} {name}" for name, count in self.sources.items() if count)
        looked = f"{self.candidates} candidates ({ways})"
        if self.sources.get("unsteady"):
            looked += (
                " of another strategy than the one with which this search began, or of one that does not give the same "
                "examples twice, so that none is shrunk"
            )
        if self.counterexample is None:
            failed = f": {self.failed} failed once, none is confirmed" if self.failed else ""
            return f"no counterexample among {looked}{failed}"
        found = self.counterexample
        nobody_knows = found.weight.nothing_usable and found.finding == "undecided"
        head = "a point without an outcome" if nobody_knows else _HEADS[found.finding]
        where = f"{code_of(found.point)}{_simplest(found)} {_failing(found)}"
        return f"{head} among {looked}: {where}{_grown(found)}{self._others}"

    @property
    def _others(self) -> str:
        """How many other counterexamples stay, are undecided or fade, in words."""
        others = Counter(example.finding for example in self.counterexamples[1:])
        fates = [f"{others[finding]} {word}" for finding, word in FATES.items() if others[finding]]
        return f"; beside it {', '.join(fates)}" if fates else ""


_HEADS: dict[Finding, str] = {
    "stays": "a counterexample",
    "undecided": "a failure",
    "fades": "a finite-size effect",
}

FATES: dict[Finding, str] = {
    "stays": "staying",
    "undecided": "undecided",
    "fades": "fading",
}
"""What becomes of counterexamples, the worst first."""


def _simplest(found: Counterexample) -> str:
    if not found.undecided:
        return ", the simplest," if found.minimal else ""
    return f" (not shown to be the simplest: {found.undecided} of its simplifications are undecided)"


def _failing(found: Counterexample) -> str:
    """What became of its fresh replicates."""
    weight = found.weight
    if weight.nothing_usable:
        return f"gave no usable outcome in {weight.trials} of {weight.trials} fresh replicates ({found.error})"
    crashed = f"; {weight.unusable} without a usable outcome ({found.error})" if weight.unusable else ""
    return (
        f"fails in {weight.failures} of {weight.trials} fresh replicates (in at least {at_least(1 - weight.upper)} of "
        f"all, {1 - weight.required:.4g} is allowed{crashed})"
    )


def _grown(found: Counterexample) -> str:
    last = found.ladder[-1].weight if found.ladder else found.weight
    if last.nothing_usable:
        return f"; {found.fate}"
    if not found.ladder:
        return ""
    if found.finding == "undecided":
        return f"; whether it fades is {found.fate}"
    return f", and {found.fate}"


def _reached(rung: Rung) -> str:
    return f"{rung.field} = {rung.value:g}"
