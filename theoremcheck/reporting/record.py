"""A claim and what was judged of it as plain JSON values: what a worker hands over, and what a report starts from."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from theoremcheck.claim import Claim, Experiment
from theoremcheck.judging import Judgement, Tally
from theoremcheck.reporting.search import search_record
from theoremcheck.running import Outcome
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Verdict

__all__ = ["Record", "as_record", "broken_record", "judged", "unjudged"]

Record = dict[str, Any]

_SHAPE = re.compile(r"[,;]?\s*(?:each )?(?:of )?shape \(trials[^)]*\)")
"""Words for whoever reads the code."""


def as_record(outcome: Outcome) -> Record:
    """Everything that a table or a failure text says of one claim after a run."""
    judgement = judged(outcome.dossier, outcome.judgement, outcome.budget.name)
    return judgement | {
        "spent": outcome.spent,
        "seconds": round(outcome.seconds, 3),
        "experiment_seconds": round(outcome.experiment_seconds, 3),
        "torn_segments": list(outcome.dossier.ledger.torn),
        "warnings": list(outcome.warnings),
    }


def broken_record(claim: Claim, message: str, seconds: float) -> Record:
    """The record of a claim that could not be run at all: untrustworthy evidence, or an error around its experiment."""
    return unjudged(claim, message) | {"spent": 0, "seconds": round(seconds, 3), "experiment_seconds": 0.0}


def judged(dossier: Dossier, judgement: Judgement, budget: str) -> Record:
    """The declaration, the verdict and what it rests on; the same for a run and for a report made from evidence."""
    claim, tallies = dossier.claim, (judgement.claim, *judgement.controls)
    recorded = [_series(tally, series) for tally, series in zip(tallies, dossier.every_series, strict=True)]
    return _declaration(claim) | {
        "verdict": str(judgement.verdict),
        "as_expected": judgement.verdict is claim.expected,
        "message": judgement.message,
        "specification": dossier.own.specification,
        "budget": budget,
        "alpha": judgement.alpha,
        "series": recorded[0],
        "controls": recorded[1:],
        "caught": judgement.caught,
        "numerics": asdict(judgement.numerics) | _trust(claim),
        "search": search_record(claim, judgement.search),
    }


def unjudged(claim: Claim, message: str) -> Record:
    """The record of a claim whose evidence or declaration cannot be used."""
    return _declaration(claim) | {
        "verdict": str(Verdict.BROKEN),
        "as_expected": False,
        "message": message,
        "series": None,
        "controls": [],
        "caught": 0,
        **dict.fromkeys(("specification", "budget", "alpha", "numerics", "search")),
    }


def _declaration(claim: Claim) -> Record:
    return {
        "name": claim.name,
        "paper": claim.paper,
        "kind": claim.kind,
        "statement": claim.statement,
        "source": asdict(claim.source) | {"url": claim.source.url},
        "prediction": claim.prediction.sentence,
        "experiment": _in_words(claim.experiment),
        "required_varies": callable(claim.required),
        "scale": {"field": claim.scale.field, "factors": list(claim.scale.factors)} if claim.scale else None,
        "expected": str(claim.expected),
        "reason": claim.reason,
        "repairs": claim.repairs,
        "study": claim.study.name if claim.study else None,
    }


def _in_words(experiment: Experiment) -> str:
    """What an experiment says of itself: the first paragraph of its docstring."""
    while isinstance(experiment, partial):
        experiment = experiment.func
    described = experiment if inspect.isroutine(experiment) else type(experiment)
    first = inspect.cleandoc(described.__doc__ or "").partition("\n\n")[0]
    return _SHAPE.sub("", first)


def _trust(claim: Claim) -> Record:
    return {
        "dtype": str(claim.dtype).removeprefix("torch."),
        "refined": claim.trust.refine is not None,
        "round_off": claim.round_off,
    }


def _series(tally: Tally, series: Series) -> Record:
    failing = tally.failing.index if tally.failing else None
    return {
        "label": tally.label,
        "draws": tally.weight.trials,
        "holds": tally.weight.holds,
        "errors": tally.weight.unusable,
        "required": tally.weight.required,
        "log_e_support": tally.weight.log_e_holds,
        "log_e_refute": tally.weight.log_e_fails,
        "lower": tally.weight.lower,
        "upper": tally.weight.upper,
        "decided": str(tally.decided) if tally.decided else None,
        "worst_margin": tally.worst_margin,
        "failing": _failing(series, [failing] if failing is not None else []),
    }


def _failing(series: Series, indices: Sequence[int]) -> Record | None:
    """The first failing draw, with its regime as the code that makes it."""
    for index, point in draw_points(series, indices).items():
        return {"index": index, "regime": repr(point)}
    return None
