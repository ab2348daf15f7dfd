"""What the evidence says so far: verdicts without a single trial."""

from __future__ import annotations

from pathlib import Path

from theoremcheck.claim import Claim
from theoremcheck.judging import judge
from theoremcheck.running import Budget, Outcome
from theoremcheck.series.dossier import Dossier

__all__ = ["standing"]


def standing(claim: Claim, budget: Budget, evidence: Path) -> Outcome | None:
    """The outcome that the evidence gives at a budget's confidence level; None if there is no evidence.

    Raises:
        EvidenceError: If the evidence cannot be trusted.
    """
    dossier = Dossier.read(claim, evidence)
    if not dossier.ledger.trials(dossier.own.label):
        return None
    spent = round(sum(trial.seconds for trial in dossier.ledger.spent_by(claim.name)), 3)
    return Outcome(
        dossier=dossier,
        budget=budget,
        judgement=judge(dossier, budget.alpha),
        spent=0,
        seconds=spent,
        experiment_seconds=spent,
        warnings=(),
    )
