"""The suite as a whole: the level of false discoveries, and report.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from theoremcheck.statistics import ebh_level
from theoremcheck.verdict import Verdict

__all__ = ["REPORT_VERSION", "Suite", "suite_of", "write_report"]

REPORT_VERSION = 1

_DECIDED = {str(Verdict.SUPPORTED), str(Verdict.REFUTED)}


@dataclass(frozen=True)
class Suite:
    """All claims of a run.

    Attributes:
        claims: How many there are.
        as_expected: How many have the verdict that is known.
        decided: How many were found supported or refuted, as they were declared to be.
        ebh_level: The smallest level at which e-BH keeps all of those: among them, the expected share of wrong verdicts
            is at most this, whatever the dependence between claims.
        seconds: Time of all claims together.
        experiment_seconds: The part of it spent in experiments; the rest is the engine's.
    """

    claims: int
    as_expected: int
    decided: int
    ebh_level: float
    seconds: float
    experiment_seconds: float

    @property
    def sentence(self) -> str:
        """The suite line."""
        return (
            f"{self.as_expected} of {self.claims} claims as expected; e-BH keeps the {self.decided} decided verdicts "
            f"at false-discovery level {self.ebh_level:.3g} (valid under any dependence); {self.seconds:.1f} s, of "
            f"which {self.experiment_seconds:.1f} s in experiments"
        )


def suite_of(records: Sequence[dict[str, Any]]) -> Suite:
    """Weigh all claims together.

    Each claim tests one hypothesis that was fixed before the run: that the verdict which it declares is wrong. Its
    e-value is therefore the one for support, or, for a claim known to be refuted, the one for refutation.
    """
    log_e = [_declared_log_e(record) for record in records]
    chosen = [record["as_expected"] and record["verdict"] in _DECIDED for record in records]
    return Suite(
        claims=len(records),
        as_expected=sum(record["as_expected"] for record in records),
        decided=sum(chosen),
        ebh_level=ebh_level(log_e, chosen) if any(chosen) else 0.0,
        seconds=round(sum(record["seconds"] for record in records), 3),
        experiment_seconds=round(sum(record["experiment_seconds"] for record in records), 3),
    )


def write_report(folder: Path, records: Sequence[dict[str, Any]], budget: str) -> Path:
    """Write report.json; the order of claims does not depend on the order in which they finished."""
    report = {
        "report": REPORT_VERSION,
        "theoremcheck": version("theoremcheck"),
        "budget": budget,
        "suite": asdict(suite_of(records)),
        "claims": sorted(records, key=lambda record: str(record["name"])),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.json"
    path.write_text(json.dumps(report, indent=1, allow_nan=False, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _declared_log_e(record: dict[str, Any]) -> float:
    if record["series"] is None:
        return 0.0
    side = "log_e_refute" if record["expected"] == str(Verdict.REFUTED) else "log_e_support"
    return float(record["series"][side])
