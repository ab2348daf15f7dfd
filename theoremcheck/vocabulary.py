"""The words that claims, evidence, verdicts, commands and reports share; nothing here needs torch."""

from __future__ import annotations

from enum import Enum
from typing import Literal, get_args

__all__ = [
    "BUDGET_NAMES",
    "DEFAULT_BUDGET",
    "EXACTNESS",
    "KINDS",
    "BudgetName",
    "Exactness",
    "Kind",
    "Precision",
    "Problem",
    "Verdict",
]

Kind = Literal["theorem", "lemma", "corollary", "proposition", "empirical"]
"""What a claim is in its source; `empirical` is what an experiment showed, and no theorem."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Exactness = Literal["verbatim", "paraphrased", "reconstructed"]
"""How closely a claim's statement follows its source."""
EXACTNESS: tuple[Exactness, ...] = get_args(Exactness)

BudgetName = Literal["quick", "standard", "thorough"]
"""Names of the budgets of `theoremcheck.running`, the cheapest first."""
DEFAULT_BUDGET: BudgetName = "standard"
"""The budget of a run whose user names none."""
BUDGET_NAMES: tuple[BudgetName, ...] = get_args(BudgetName)


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


class Problem(Enum):
    """Why a claim has no verdict of its evidence: nobody could judge it."""

    EVIDENCE = "evidence"
    """Its evidence cannot be trusted: somebody edited, damaged or mixed it up."""
    RUN = "run"
    """It could not be run or judged: an error around its experiment or in its declaration, or a name that two have."""

    def __str__(self) -> str:
        """The word itself."""
        return self.value
