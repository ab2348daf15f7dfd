"""From a claim and what the engine judged of it to an entry without pictures, and to the record of a run."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from functools import partial

from theoremcheck.claim import Claim, Experiment
from theoremcheck.evidence import EvidenceError, Trial
from theoremcheck.judging import Judgement, Tally
from theoremcheck.regimes.printed import code_of
from theoremcheck.reporting.entry import (
    Entry,
    FailingDraw,
    NumericsRecord,
    ScaleRecord,
    SeriesRecord,
    SourceRecord,
    StratumRecord,
)
from theoremcheck.reporting.from_search import search_record
from theoremcheck.reporting.record import Record
from theoremcheck.reporting.trial_words import trial_in_words
from theoremcheck.running import Broken, Budget, Outcome
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Problem, Verdict

__all__ = ["as_record", "broken_record", "judged", "unjudged"]

_SHAPE = re.compile(r"[,;]?\s*(?:each )?(?:of )?shape \(trials[^)]*\)")
"""Words of a docstring that help whoever reads the code, and nobody who reads the report."""


def as_record(outcome: Outcome) -> Record:
    """Everything that a table or a failure text says of one claim after a run."""
    entry = judged(outcome.dossier, outcome.judgement, outcome.budget)
    return Record(
        entry=replace(entry, seconds=round(outcome.experiment_seconds, 3), traceback=outcome.traceback),
        spent=outcome.spent,
        seconds=round(outcome.seconds, 3),
        warnings=outcome.warnings,
        left=outcome.left,
    )


def broken_record(broken: Broken) -> Record:
    """The record of a claim that has no outcome."""
    entry = replace(_declared(broken.claim), message=broken.message, problem=broken.problem)
    return Record(entry, spent=0, seconds=round(broken.seconds, 3))


def judged(dossier: Dossier, judgement: Judgement, budget: Budget) -> Entry:
    """The declaration, the verdict and what it rests on; the same for a run and for a report made from evidence."""
    claim, own = dossier.claim, _series(dossier.claim, judgement.claim, dossier.own)
    controls, added, idle = (
        tuple(_series(claim, tally, series) for tally, series in zip(tallies, every, strict=True))
        for tallies, every in (
            (judgement.controls, dossier.controls),
            (judgement.positive_controls, dossier.positive_controls),
            (judgement.baselines, dossier.baselines),
        )
    )
    return replace(
        _declared(claim),
        verdict=judgement.verdict,
        as_expected=judgement.verdict is claim.expected,
        message=judgement.message,
        problem=None,
        specification=dossier.own.specification,
        budget=budget.name,
        alpha=judgement.alpha,
        series=own,
        controls=controls,
        caught=judgement.caught,
        positive_controls=added,
        baselines=idle,
        held=judgement.held,
        numerics=_numerics(claim, judgement),
        search=search_record(claim, judgement.search, [one.required for one in own.strata] or [own.required], budget),
    )


def unjudged(claim: Claim, error: Exception) -> Entry:
    """The entry of a claim whose evidence or declaration nobody can use."""
    problem = Problem.EVIDENCE if isinstance(error, EvidenceError) else Problem.RUN
    return replace(_declared(claim), message=f"{type(error).__name__}: {error}", problem=problem)


def _declared(claim: Claim) -> Entry:
    """What the claim declares; until somebody judges it, its lack of a verdict counts as a problem of the run."""
    source = claim.source
    return Entry(
        name=claim.name,
        paper=claim.paper,
        kind=claim.kind,
        statement=claim.statement,
        source=SourceRecord(source.paper, source.item, source.exactness, source.arxiv, source.url),
        prediction=claim.prediction.sentence,
        experiment=_in_words(claim.experiment),
        required_varies=callable(claim.required),
        scale=ScaleRecord(claim.scale.field, tuple(claim.scale.factors)) if claim.scale else None,
        expected=claim.expected,
        reason=claim.reason,
        flaw=claim.flaw,
        repairs=claim.repairs,
        reading_of=claim.reading_of,
        study=claim.study.name if claim.study else None,
        verdict=Verdict.BROKEN,
        as_expected=False,
        message="",
        problem=Problem.RUN,
        specification=None,
        budget=None,
        alpha=None,
        series=None,
        controls=(),
        caught=0,
        positive_controls=(),
        baselines=(),
        held=0,
        numerics=None,
        search=None,
        seconds=0.0,
        origin=None,
        seen={},
    )


def _in_words(experiment: Experiment) -> str:
    """What an experiment says of itself: the first paragraph of its docstring."""
    while isinstance(experiment, partial):
        experiment = experiment.func
    described = experiment if inspect.isroutine(experiment) else type(experiment)
    first = inspect.cleandoc(described.__doc__ or "").partition("\n\n")[0]
    return _SHAPE.sub("", first)


def _numerics(claim: Claim, judgement: Judgement) -> NumericsRecord:
    numerics = judgement.numerics
    return NumericsRecord(
        varied=numerics.varied,
        reruns=numerics.reruns,
        disagreements=numerics.disagreements,
        rate=numerics.rate,
        again=numerics.again,
        differing=numerics.differing,
        dtype=str(claim.dtype).removeprefix("torch."),
        round_off=claim.round_off,
    )


def _series(claim: Claim, tally: Tally, series: Series) -> SeriesRecord:
    weight = tally.weight
    return SeriesRecord(
        label=tally.label,
        draws=weight.trials,
        holds=weight.holds,
        errors=weight.unusable,
        required=weight.required,
        strata=tuple(StratumRecord(one.required, one.trials, one.holds) for one in weight.strata),
        log_e_support=weight.log_e_holds,
        log_e_refute=weight.log_e_fails,
        lower=weight.lower,
        upper=weight.upper,
        decided=tally.decided and ("supported" if tally.decided is Verdict.SUPPORTED else "refuted"),
        worst_margin=tally.worst_margin,
        failing=_failing(claim, series, tally.failing) if tally.failing else None,
    )


def _failing(claim: Claim, series: Series, trial: Trial) -> FailingDraw:
    """A failing draw, with its regime as the code that makes it and what was observed there."""
    index = trial.index
    return FailingDraw(index, code_of(draw_points(series, [index])[index]), tuple(trial_in_words(claim, trial)))
