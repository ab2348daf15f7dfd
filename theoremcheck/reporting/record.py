"""An outcome as plain JSON values: what a worker hands over, and what report.json lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from theoremcheck.claim import Claim
from theoremcheck.drawing import draw_points
from theoremcheck.judging import Tally
from theoremcheck.running import Outcome
from theoremcheck.specification import Arm, arms_of
from theoremcheck.verdict import Verdict

__all__ = ["as_record", "broken_record"]

Record = dict[str, Any]


def as_record(outcome: Outcome) -> Record:
    """Everything that a table, a report or a failure text says of one claim."""
    claim, judgement = outcome.claim, outcome.judgement
    arms = arms_of(claim)
    series = [_series(tally, arm) for tally, arm in zip((judgement.claim, *judgement.controls), arms, strict=True)]
    return _declaration(claim) | {
        "verdict": str(judgement.verdict),
        "as_expected": outcome.as_expected,
        "message": judgement.message,
        "specification": outcome.specification,
        "budget": outcome.budget.name,
        "alpha": judgement.alpha,
        "series": series[0],
        "controls": series[1:],
        "caught": judgement.caught,
        "numerics": asdict(judgement.numerics),
        "spent": outcome.spent,
        "seconds": round(outcome.seconds, 3),
        "experiment_seconds": round(outcome.experiment_seconds, 3),
        "torn_segments": list(outcome.torn),
        "warnings": list(outcome.warnings),
    }


def broken_record(claim: Claim, message: str, seconds: float) -> Record:
    """The record of a claim that could not be run at all: untrustworthy evidence, or an error around its experiment."""
    return _declaration(claim) | {
        "verdict": str(Verdict.BROKEN),
        "as_expected": False,
        "message": message,
        "series": None,
        "controls": [],
        "caught": 0,
        "spent": 0,
        "seconds": round(seconds, 3),
        "experiment_seconds": 0.0,
    }


def _declaration(claim: Claim) -> Record:
    return {
        "name": claim.name,
        "kind": claim.kind,
        "statement": claim.statement,
        "source": asdict(claim.source) | {"url": claim.source.url},
        "prediction": claim.prediction.sentence,
        "expected": str(claim.expected),
        "reason": claim.reason,
        "repairs": claim.repairs,
        "study": claim.study.name if claim.study else None,
    }


def _series(tally: Tally, arm: Arm) -> Record:
    failing = tally.failing.index if tally.failing else None
    return {
        "label": tally.label,
        "draws": tally.draws,
        "holds": tally.holds,
        "errors": tally.errors,
        "required": tally.required,
        "log_e_support": tally.log_e_support,
        "log_e_refute": tally.log_e_refute,
        "lower": tally.lower,
        "upper": tally.upper,
        "decided": str(tally.decided) if tally.decided else None,
        "worst_margin": tally.worst_margin,
        "failing": _failing(arm, [failing] if failing is not None else []),
    }


def _failing(arm: Arm, indices: Sequence[int]) -> Record | None:
    """The first failing draw, with its regime as the code that makes it."""
    for index, point in draw_points(arm, indices).items():
        return {"index": index, "regime": repr(point)}
    return None
