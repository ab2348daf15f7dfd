"""A claim's entry in the report: a pure function of its declaration and of its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from theoremcheck.boundary import maps_of
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, read_ledger
from theoremcheck.evidence.segments import segment_folder
from theoremcheck.judging import judge
from theoremcheck.reporting.record import Record, judged, unjudged
from theoremcheck.reporting.seen import curves_seen, maps_seen, margins_seen, path_seen, regime_seen
from theoremcheck.running import Budget
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import series_of
from theoremcheck.weighing import outcomes_of

__all__ = ["Entry", "entries_of", "entry_of", "without_pictures"]

Entry = Record
"""JSON values, in the shape that `report.schema.json` gives to a claim."""

_NOTHING = {"boundary": None, "origin": None, "seen": None}
_NO_DRAWS = "no draw is recorded: it was not run as it is declared now, or its experiment gave no usable outcome"
_OF_A_RUN = ("page", "spent", "seconds", "experiment_seconds", "torn_segments", "warnings")


def entry_of(claim: Claim, evidence: Path, budget: Budget) -> Entry:
    """All that a report says of one claim.

    Args:
        claim: The claim.
        evidence: Directory of all evidence.
        budget: Its confidence level is the one at which the evidence is judged.
    """
    return entries_of([claim], evidence, budget)[0]


def entries_of(claims: Iterable[Claim], evidence: Path, budget: Budget) -> list[Entry]:
    """The same for several claims; evidence that a study shares is read once."""
    shared: dict[tuple[str, str], Ledger] = {}
    return [_entry(claim, evidence, budget, shared) for claim in claims]


def without_pictures(record: Record) -> Entry:
    """The entry of a claim that was judged elsewhere and cannot be read here: its record, less what is of the run."""
    kept = {name: value for name, value in record.items() if name not in _OF_A_RUN}
    return kept | {"seconds": record["experiment_seconds"], **_NOTHING}


def _entry(claim: Claim, evidence: Path, budget: Budget, shared: dict[tuple[str, str], Ledger]) -> Entry:
    try:
        own = series_of(claim)[0]
        key = (own.owner, own.specification)
        if key not in shared:
            if claim.study is None:
                shared.clear()  # one claim's alone: nobody asks for it again
            shared[key] = read_ledger(evidence, *key)
        with np.errstate(all="ignore"):  # a diverged draw is an outcome
            return _seen(Dossier.of(claim, shared[key]), evidence, budget)
    except Exception as error:
        # Evidence that cannot be trusted, or a stranger's declaration that fails: the other claims have their entries.
        message = f"{type(error).__name__}: {error}"
        return unjudged(claim, message) | {"seconds": 0.0, **_NOTHING}


def _seen(dossier: Dossier, evidence: Path, budget: Budget) -> Entry:
    claim, own = dossier.claim, dossier.own
    judgement = judge(dossier, budget.alpha)
    trials = dossier.draws(own)
    outcomes = outcomes_of(claim, trials)
    margins, required = outcomes.margins, outcomes.required
    nothing = {} if trials else {"message": _NO_DRAWS}
    return (
        judged(dossier, judgement, budget.name)
        | nothing
        | {
            "seconds": round(sum(trial.seconds for trial in dossier.ledger.spent_by(claim.name)), 3),
            "boundary": maps_seen(maps_of(dossier, budget.alpha)),
            "origin": _origin(segment_folder(evidence, own.owner, own.specification)),
            "seen": {
                "regime": regime_seen(claim, trials, margins) | {"given": claim.regimes.declaration is None},
                "margins": margins_seen(margins, required, budget.alpha),
                "path": path_seen(margins > 0, required, budget.alpha),
                "curves": curves_seen(claim, trials),
            },
        }
    )


def _origin(folder: Path) -> dict[str, Any]:
    """Devices and versions that the evidence was made with; not who made it."""
    devices: set[str] = set()
    versions: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as file:
            header = json.loads(file.readline())
        devices.add(str(header.get("device")))
        versions.update(f"{name} {number}" for name, number in header.get("versions", {}).items())
    return {"devices": sorted(devices), "versions": sorted(versions)}
