"""The words that evidence, verdicts and reports share; needs no torch."""

from __future__ import annotations

from enum import Enum

__all__ = ["Precision", "Verdict"]


class Precision(Enum):
    """How a trial was run."""

    DECLARED = "declared"
    """As the claim declares it: its floating type, its step."""

    REFINED = "refined"
    """In float64 and, where the claim says how, with half the step: what round-off or a coarse step did shows here."""

    def __str__(self) -> str:
        """The word itself."""
        return self.value


class Verdict(Enum):
    """What a run may say of a claim; never "proved"."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    POWERLESS = "powerless"
    UNSTABLE = "unstable"
    BROKEN = "broken"

    @property
    def meaning(self) -> str:
        """One sentence for a reader."""
        return _MEANINGS[self]

    def __str__(self) -> str:
        """The word itself."""
        return self.value


_MEANINGS = {
    Verdict.SUPPORTED: "the predicted outcome is seen in at least the required share of draws, and every control fails",
    Verdict.REFUTED: "the predicted outcome is seen in less than the required share of draws",
    Verdict.UNDECIDED: "the budget was spent before the evidence reached the confidence level either way",
    Verdict.POWERLESS: "the prediction held, but also where a hypothesis is broken: the check shows nothing",
    Verdict.UNSTABLE: "precision or step size change the outcome too often: the numerics cannot be trusted",
    Verdict.BROKEN: "the experiment gave no usable outcome: an error in the claim, no finding about the theorem",
}
