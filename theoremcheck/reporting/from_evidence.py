"""Claims' entries in the report: each a pure function of its claim's declaration and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, read_ledger
from theoremcheck.judging import judge
from theoremcheck.reporting.entry import Entry, OriginRecord
from theoremcheck.reporting.from_judgement import as_record, judged, unjudged
from theoremcheck.reporting.pictures import Subject, every_picture
from theoremcheck.reporting.pictures.sharp_constants import SharpConstants
from theoremcheck.reporting.record import Record
from theoremcheck.running import Budget, Outcome
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Verdict

__all__ = ["entries_of", "record_of_evidence"]

_NO_DRAWS = "no draw is recorded: nobody ran it as it is declared now, or its experiment gave no usable outcome"


def entries_of(claims: Iterable[Claim], evidence: Path, budget: Budget) -> list[Entry]:
    """All that a report says of each claim; evidence that a study shares is read once.

    Args:
        claims: The claims.
        evidence: Directory of all evidence.
        budget: Its confidence level is the one at which the evidence is judged.
    """
    shared: dict[tuple[str, str], Ledger] = {}
    return [_entry(claim, evidence, budget, shared) for claim in claims]


def _entry(claim: Claim, evidence: Path, budget: Budget, shared: dict[tuple[str, str], Ledger]) -> Entry:
    try:
        own = series_of(claim)[0]
        key = (own.owner, own.specification)
        if key not in shared:
            if claim.study is None:
                shared.clear()  # one claim's alone: nobody asks for it again
            shared[key] = read_ledger(evidence, *key)
        with np.errstate(all="ignore"):  # a diverged draw is an outcome
            return _seen(Dossier.of_recorded(claim, shared[key]), budget)
    except Exception as error:
        # Evidence that cannot be trusted, or a stranger's declaration that fails: the other claims have their entries.
        return unjudged(claim, error)


def _seen(dossier: Dossier, budget: Budget) -> Entry:
    judgement = judge(dossier, budget.alpha)
    entry = judged(dossier, judgement, budget)
    spoken = judgement.claim.weight.trials or judgement.verdict is Verdict.POWERLESS  # straw men may need no draw
    subject = Subject(dossier, judgement)
    return replace(
        entry,
        message=entry.message if spoken else _NO_DRAWS,
        seconds=round(dossier.ledger.seconds_of(dossier.claim.name), 3),
        origin=_origin(dossier.ledger),
        seen={picture.name: shown for picture in every_picture() if (shown := picture.seen(subject)) is not None},
    )


def record_of_evidence(outcome: Outcome) -> Record:
    """The record of what evidence gives, with what a report states of it in numbers; no picture is drawn."""
    record, dossier = as_record(outcome), outcome.dossier
    sharp = SharpConstants.seen(Subject(dossier, outcome.judgement))
    seen = {} if sharp is None else {sharp.name: sharp}
    return replace(record, entry=replace(record.entry, origin=_origin(dossier.ledger), seen=seen))


def _origin(ledger: Ledger) -> OriginRecord:
    """Devices and versions that made the evidence."""
    devices = {header.device for header in ledger.headers}
    versions = {f"{name} {number}" for header in ledger.headers for name, number in header.versions.items()}
    return OriginRecord(tuple(sorted(devices)), tuple(sorted(versions)))
