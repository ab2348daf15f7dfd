"""The words that claims, evidence, verdicts, commands and reports share; nothing here needs torch."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "BUDGET_NAMES",
    "DEFAULT_BUDGET",
    "EXACTNESS",
    "KINDS",
    "BudgetName",
    "Exactness",
    "Flaw",
    "Kind",
    "PerTrial",
    "Precision",
    "Problem",
    "Verdict",
]

if TYPE_CHECKING:
    PerTrial: TypeAlias = float | Tensor
else:
    # The engine takes what is annotated `float` for a field that varies within a batch, and this is such an annotation.
    PerTrial = float
"""A field of a regime that holds one number, or in a batch one a trial: a tensor of shape (trials,).

It is `float` to the engine and `float | Tensor` to a type checker, which so checks one formula for both: arithmetic and
`x**0.5` work in either, methods of a tensor in one alone. No checker tells that `math.sqrt` takes one number only.
"""

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
    Verdict.SUPPORTED: (
        "the predicted outcome is seen in at least the required share of draws, every control was refuted, and no "
        "counterexample stays"
    ),
    Verdict.REFUTED: (
        "the predicted outcome is seen in less than the required share of draws, or fails too often at one regime that "
        "the search found"
    ),
    Verdict.UNDECIDED: "the budget was spent before the evidence reached the confidence level either way",
    Verdict.POWERLESS: (
        "the prediction held, but also where a hypothesis is broken; or it failed, but was not supported where it "
        "should hold either; or a curve that the theorem excludes would pass: the check shows nothing"
    ),
    Verdict.UNSTABLE: "precision, step size or batch change the outcome too often: no verdict would mean anything",
    Verdict.BROKEN: "the experiment gave no usable outcome: an error in the claim, no finding about the theorem",
}


class Flaw(Enum):
    """What is wrong with a statement that is known not to hold: what an author is asked to accept, and no more."""

    MISPRINT = "misprint"
    WRONG_CONSTANT = "wrong constant"
    MISSING_CONDITION = "missing condition"
    RATE = "rate that does not hold"
    PROOF_STEP = "failing proof step"

    @property
    def meaning(self) -> str:
        """One sentence for a reader."""
        return _FLAWS[self]

    def __str__(self) -> str:
        """The words themselves."""
        return self.value


_FLAWS = {
    Flaw.MISPRINT: "a slip of the pen: its own derivation gives another formula, and what it is used for stands",
    Flaw.WRONG_CONSTANT: "a constant is wrong: with another one the statement keeps its form",
    Flaw.MISSING_CONDITION: "it holds only under a condition that it does not name",
    Flaw.RATE: "the rate or the order that it gives is not the true one",
    Flaw.PROOF_STEP: "a step of a proof fails, and this says nothing against the theorem that the step serves",
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
