"""A claim's entry in the report: a pure function of its declaration and of its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from theoremcheck.boundary import maps_of
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial, read_ledger
from theoremcheck.evidence.segments import segment_folder
from theoremcheck.judging import judge
from theoremcheck.reporting.record import Record, judged, unjudged
from theoremcheck.reporting.seen import curves_seen, maps_seen, margins_seen, path_seen, regime_seen
from theoremcheck.running import Budget
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import Series, series_of
from theoremcheck.weighing import margins_of

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
        every_series = series_of(claim)
        key = (every_series[0].owner, every_series[0].specification)
        if key not in shared:
            if claim.study is None:
                shared.clear()  # one claim's alone: nobody asks for it again
            shared[key] = read_ledger(evidence, *key)
        with np.errstate(all="ignore"):  # a diverged draw is an outcome
            return _seen(claim, every_series, shared[key], evidence, budget)
    except Exception as error:
        # Evidence that cannot be trusted, or a stranger's declaration that fails: the other claims have their entries.
        message = f"{type(error).__name__}: {error}"
        return unjudged(claim, message) | {"seconds": 0.0, **_NOTHING}


def _seen(claim: Claim, every_series: Sequence[Series], ledger: Ledger, evidence: Path, budget: Budget) -> Entry:
    judgement = judge(claim, every_series, ledger, budget.alpha)
    trials = ledger.contiguous(every_series[0].label)
    margins = margins_of(claim.prediction, trials)
    points = draw_points(every_series[0], range(len(trials))) if callable(claim.required) else {}
    required = required_at(claim, points)
    nothing = {} if trials else {"message": _NO_DRAWS}
    return (
        judged(claim, every_series, judgement, budget.name)
        | nothing
        | {
            "seconds": round(sum(trial.seconds for trial in _own(claim, ledger)), 3),
            "boundary": maps_seen(maps_of(claim, every_series[0], ledger, budget.alpha)),
            "origin": _origin(segment_folder(evidence, every_series[0].owner, every_series[0].specification)),
            "seen": {
                "regime": regime_seen(claim, trials, margins) | {"given": claim.regimes.declaration is None},
                "margins": margins_seen(margins, required, budget.alpha),
                "path": path_seen(margins > 0, required, budget.alpha),
                "curves": curves_seen(claim, trials),
            },
        }
    )


def _own(claim: Claim, ledger: Ledger) -> Iterable[Trial]:
    """The trials that this claim spent; in a study each is counted once, for the claim that asked for it."""
    for series in (*ledger.trials.values(), *ledger.reruns.values()):
        yield from (trial for trial in series.values() if trial.claim == claim.name)


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
