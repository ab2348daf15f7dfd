"""What the evidence says so far: verdicts without a single trial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial, read_ledger
from theoremcheck.judging import judge
from theoremcheck.running import Budget, Outcome
from theoremcheck.series.specification import series_of

__all__ = ["standing"]


def standing(claim: Claim, budget: Budget, evidence: Path) -> Outcome | None:
    """The outcome that the evidence gives at a budget's confidence level; None if there is no evidence.

    Raises:
        EvidenceError: If the evidence cannot be trusted.
    """
    every_series = series_of(claim)
    ledger = read_ledger(evidence, every_series[0].owner, every_series[0].specification)
    if not ledger.trials.get(every_series[0].label):
        return None
    spent = round(sum(trial.seconds for trial in _own(claim, ledger)), 3)
    return Outcome(
        claim=claim,
        budget=budget,
        specification=every_series[0].specification,
        judgement=judge(claim, every_series, ledger, budget.alpha),
        spent=0,
        seconds=spent,
        experiment_seconds=spent,
        torn=tuple(ledger.torn),
        warnings=(),
    )


def _own(claim: Claim, ledger: Ledger) -> Iterator[Trial]:
    """Trials that this claim spent; in a study each is counted once."""
    for series in (*ledger.trials.values(), *ledger.reruns.values()):
        yield from (trial for trial in series.values() if trial.claim == claim.name)
