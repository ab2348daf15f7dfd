"""A claim whole, line by line: what its page declares, and what its evidence says; torch and the engine with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

from theoremcheck.catalogue.located import Found
from theoremcheck.claim import Claim, Control, PositiveControl
from theoremcheck.command_line.standing import standing
from theoremcheck.command_line.wording import code_of_function, laws_of, required_of
from theoremcheck.evidence import EvidenceError
from theoremcheck.judging import Tally
from theoremcheck.reporting import as_record
from theoremcheck.reporting.entry_words import message_of
from theoremcheck.reporting.next_step import next_step
from theoremcheck.reporting.pictures.sharp_constants import sharp_readings
from theoremcheck.reporting.texts import baseline_in_words
from theoremcheck.reporting.words import e_value
from theoremcheck.running import BUDGETS, Outcome
from theoremcheck.series.specification import specification_hash
from theoremcheck.statistics import down, required_in_words, up
from theoremcheck.vocabulary import Verdict

__all__ = ["lines_of"]


def lines_of(item: Found, budget: str, evidence: Path) -> tuple[list[str], bool]:
    """Everything that a page of claims declares, and what its evidence says; and whether that could be read."""
    parts = (_heading(item), *(said(item.claim) for said in (_declaration, _controls, _baselines)))
    lines = [line for part in parts for line in part] + ["", "evidence so far"]
    try:
        outcome = standing(item.claim, BUDGETS[budget], evidence)
    except EvidenceError as error:
        return [*lines, f"  {error}"], False
    said = _evidence(outcome) if outcome else ["none yet"]
    return [*lines, *(f"  {line}" for line in said)], True


def _heading(item: Found) -> Iterator[str]:
    claim, source = item.claim, item.claim.source
    yield f"{claim.name}  ({item.path}, line {item.line})"
    yield f"{claim.kind}: {source.item} of {source.paper} ({source.exactness})" + (
        f", {source.url}" if source.url else ""
    )
    yield ""
    yield indent(claim.statement.strip(), "  ")
    if claim.known is not None:
        yield f"\nknown to be {claim.known}: {claim.reason}"
    if claim.flaw is not None:
        yield f"{claim.flaw}: {claim.flaw.meaning}"
    if claim.repairs is not None:
        yield f"\nrepairs {claim.repairs}"
    if claim.reading_of is not None:
        yield f"\nanother reading of {claim.reading_of}"


def _declaration(claim: Claim) -> Iterator[str]:
    yield f"\nregime  {claim.regimes.regime.__name__}"
    yield from (f"  {line}" for line in laws_of(claim.regimes))
    if claim.scale is not None:
        yield f"  grown along {claim.scale.field}, by the factors {', '.join(f'{f:g}' for f in claim.scale.factors)}"
    yield "\nprediction"
    yield f"  {claim.prediction.sentence}"
    yield f"  required in a share of draws of {required_of(claim)}"
    yield f"  experiment {code_of_function(claim.experiment)} in {str(claim.dtype).removeprefix('torch.')}"
    if claim.study is not None:
        yield f"  shares the draws of the study {claim.study.name}"
    yield f"  specification {specification_hash(claim)}"


def _controls(claim: Claim) -> Iterator[str]:
    """The controls of every kind that the claim declares, each with what it changes."""
    kinds: tuple[tuple[str, tuple[Control | PositiveControl, ...]], ...] = (
        ("controls", claim.controls),
        ("positive controls: where the statement should be true", claim.positive_controls),
        ("further hypotheses that can be broken (theoremcheck necessity)", claim.weakenings),
    )
    for heading, declared in kinds:
        if declared:
            yield f"\n{heading}"
        for control in declared:
            yield f"  {control.breaks if isinstance(control, Control) else control.adds}"
            yield from (f"    {line}" for line in _changes(claim, control))


def _baselines(claim: Claim) -> Iterator[str]:
    if claim.baselines:
        yield "\nlearners that learn nothing, to whom the same question is put"
    yield from (f"  {baseline.when}" for baseline in claim.baselines)


def _changes(claim: Claim, control: Control | PositiveControl) -> Iterator[str]:
    if control.regimes is not None:
        own = set(laws_of(claim.regimes))
        yield from (line for line in laws_of(control.regimes) if line not in own)


def _evidence(outcome: Outcome) -> Iterator[str]:
    judgement, entry = outcome.judgement, as_record(outcome).entry
    yield f"{judgement.verdict}: {message_of(entry) or judgement.verdict.meaning}"
    if advice := next_step(entry):
        yield f"next: {advice}"
    yield _series(judgement.claim)
    for control in judgement.controls:
        caught = "caught" if control.decided is Verdict.REFUTED else "not caught"
        yield f"control {caught}: {_series(control)}"
    for positive in judgement.positive_controls:
        held = "held, as it must" if positive.decided is Verdict.SUPPORTED else "not supported"
        yield f"positive control {held}: {_series(positive)}"
    yield from map(baseline_in_words, entry.baselines)
    for one in sharp_readings(outcome.dossier, judgement.alpha):
        yield f"sharpness: {one.sentence}".replace("\N{NO-BREAK SPACE}", " ")
    if judgement.search is not None:
        yield f"search: {judgement.search.sentence}"
    numerics = judgement.numerics
    varied = f"{numerics.disagreements} of {numerics.reruns} reruns {numerics.varied} changed the outcome"
    again = f"{numerics.differing} of {numerics.again} draws differ when made again in another batch"
    yield f"numerics: {varied if numerics.varied else 'no rerun varied precision or step'}; {again}"


def _series(tally: Tally) -> str:
    weight = tally.weight
    shown = e_value(max(weight.log_e_holds, weight.log_e_fails))
    return (
        f"{tally.label}: {weight.holds} of {weight.trials} draws hold; the holding probability lies above "
        f"{down(weight.lower, 4)} and below {up(weight.upper, 4)}, {required_in_words(weight)}; e-value {shown}"
    )
