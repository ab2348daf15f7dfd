"""What the evidence says so far: verdicts and entries without a single trial."""

from __future__ import annotations

from pathlib import Path

from theoremcheck.claim import Claim
from theoremcheck.command_line.selection import Selection
from theoremcheck.judging import judge
from theoremcheck.reporting import Entry, entries_known, has_evidence
from theoremcheck.running import BUDGETS, Budget, Outcome
from theoremcheck.series.dossier import Dossier

__all__ = ["entries_here", "standing", "standing_of"]


def standing(claim: Claim, budget: Budget, evidence: Path) -> Outcome | None:
    """The outcome that the evidence gives at a budget's confidence level; None if nobody ran the claim.

    Another claim of its study may have made its draws; its controls are its own.

    Raises:
        EvidenceError: If the evidence cannot be trusted.
    """
    return standing_of(Dossier.read(claim, evidence), budget)


def standing_of(dossier: Dossier, budget: Budget) -> Outcome | None:
    """The same of evidence that was read already."""
    if not dossier.ledger.trials(dossier.own.label):
        return None
    judgement = judge(dossier, budget.alpha)
    if judgement.not_run(dossier.claim):
        return None
    spent = round(dossier.ledger.seconds_of(dossier.claim.name), 3)
    return Outcome(
        dossier=dossier,
        budget=budget,
        judgement=judgement,
        spent=0,
        seconds=spent,
        experiment_seconds=spent,
        warnings=(),
        left=None,
    )


def entries_here(selection: Selection, budget: str, evidence: Path, *, named: bool) -> list[Entry]:
    """What a report says of each selected claim; of one without evidence only where the user named it."""
    declared = [item for item in selection.found if item.name not in selection.clashes]
    chosen = [item for item in declared if named or has_evidence(item, evidence)]
    return entries_known(chosen, evidence, BUDGETS[budget])
