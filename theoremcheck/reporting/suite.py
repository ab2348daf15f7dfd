"""The suite as a whole: how many claims are as expected, and the level of false discoveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any

import numpy as np

from theoremcheck.statistics import ebh_level
from theoremcheck.vocabulary import Verdict

__all__ = ["Suite", "suite_of"]

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
    e-value is therefore the one for support, or, for a claim known to be refuted, that against the theorem.
    """
    log_e = [_declared_log_e(record) for record in records]
    chosen = [record["as_expected"] and record["verdict"] in _DECIDED for record in records]
    return Suite(
        claims=len(records),
        as_expected=sum(record["as_expected"] for record in records),
        decided=sum(chosen),
        ebh_level=ebh_level(log_e, chosen) if any(chosen) else 0.0,
        seconds=round(sum(record["seconds"] for record in records), 3),
        experiment_seconds=round(sum(record.get("experiment_seconds", 0.0) for record in records), 3),
    )


def _declared_log_e(record: dict[str, Any]) -> float:
    """Log e-value against the wrongness of the declared verdict.

    Against a theorem that is to be refuted stand two, that of the draws and that of the search; their mean is one too.
    """
    series, search = record["series"], record.get("search")
    if series is None:
        return 0.0
    if record["expected"] != str(Verdict.REFUTED):
        return float(series["log_e_support"])
    if search is None:
        return float(series["log_e_refute"])
    found = search["counterexample"]["log_e"] if search["finding"] == "stays" else -inf
    return float(np.logaddexp(series["log_e_refute"], found)) - log(2)
