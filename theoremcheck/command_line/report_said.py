"""What the report beside some evidence says, as far as the evidence can say it too.

The names are those of `reporting.entry`. A report of an earlier version may lack some of them: what it does not state
is UNSET here.
"""

from __future__ import annotations

import json
from os.path import lexists
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from theoremcheck.reporting import FixedLevel
from theoremcheck.vocabulary import BudgetName, Verdict

__all__ = ["ClaimSaid", "ReportSaid", "SearchSaid", "SeriesSaid", "in_a_sentence", "report_beside"]

_LONGEST = 80
"""Characters of a text of the report that a sentence shows."""


class StratumSaid(Struct):
    """Of `StratumRecord`."""

    required: float | UnsetType = UNSET
    draws: int | UnsetType = UNSET
    holds: int | UnsetType = UNSET


class FailingSaid(Struct):
    """Of `FailingDraw`."""

    index: int | UnsetType = UNSET
    regime: str | UnsetType = UNSET
    observed: list[str] | UnsetType = UNSET


class SeriesSaid(Struct):
    """Of `SeriesRecord`."""

    draws: int
    label: str | UnsetType = UNSET
    holds: int | UnsetType = UNSET
    errors: int | UnsetType = UNSET
    required: float | UnsetType = UNSET
    strata: list[StratumSaid] | UnsetType = UNSET
    log_e_support: float | UnsetType = UNSET
    log_e_refute: float | UnsetType = UNSET
    lower: float | UnsetType = UNSET
    upper: float | UnsetType = UNSET
    decided: str | None | UnsetType = UNSET
    worst_margin: float | None | UnsetType = UNSET
    failing: FailingSaid | None | UnsetType = UNSET


class NumericsSaid(Struct):
    """Of `NumericsRecord`."""

    varied: str | None | UnsetType = UNSET
    dtype: str | UnsetType = UNSET
    reruns: int | UnsetType = UNSET
    disagreements: int | UnsetType = UNSET
    rate: float | UnsetType = UNSET
    again: int | UnsetType = UNSET
    differing: int | UnsetType = UNSET
    round_off: float | UnsetType = UNSET


class CounterexampleSaid(Struct):
    """Of `CounterexampleRecord`."""

    regime: dict[str, Any] | UnsetType = UNSET
    minimal: bool | UnsetType = UNSET
    finding: str | UnsetType = UNSET
    failures: int | UnsetType = UNSET
    replicates: int | UnsetType = UNSET
    unusable: int | UnsetType = UNSET
    lower: float | UnsetType = UNSET
    upper: float | UnsetType = UNSET
    allowed: float | UnsetType = UNSET
    log_e: float | UnsetType = UNSET


class SearchSaid(Struct):
    """Of `SearchRecord`."""

    budget: BudgetName | None | UnsetType = UNSET
    reach: float | UnsetType = UNSET
    candidates: int | UnsetType = UNSET
    sources: dict[str, int] | UnsetType = UNSET
    failed: int | UnsetType = UNSET
    confirmed: int | UnsetType = UNSET
    finding: str | UnsetType = UNSET
    counterexample: CounterexampleSaid | None | UnsetType = UNSET
    others: list[CounterexampleSaid] | UnsetType = UNSET


class ReadingSaid(Struct):
    """Of `SharpReading`, without its words."""

    stated: float | UnsetType = UNSET
    smaller_is_sharper: bool | UnsetType = UNSET
    required: list[float] | UnsetType = UNSET
    by_stratum: bool | UnsetType = UNSET
    draws: int | UnsetType = UNSET
    lower: float | None | UnsetType = UNSET
    estimate: float | None | UnsetType = UNSET
    upper: float | None | UnsetType = UNSET
    alpha: float | UnsetType = UNSET


class SharpnessSaid(Struct):
    """Of `SharpConstants`."""

    readings: list[ReadingSaid] | UnsetType = UNSET


class SeenSaid(Struct):
    """Of the pictures: the one that is numbers of its own."""

    sharpness: SharpnessSaid | None = None


class OriginSaid(Struct):
    """Of `OriginRecord`."""

    devices: list[str]
    versions: list[str]


class ClaimSaid(Struct):
    """Of `Entry`."""

    name: str
    verdict: Verdict
    alpha: float | None
    series: SeriesSaid | None
    study: str | None = None
    specification: str | None = None
    budget: BudgetName | None | UnsetType = UNSET
    expected: Verdict | UnsetType = UNSET
    reading_of: str | None | UnsetType = UNSET
    as_expected: bool | UnsetType = UNSET
    controls: list[SeriesSaid] | UnsetType = UNSET
    caught: int | UnsetType = UNSET
    positive_controls: list[SeriesSaid] | UnsetType = UNSET
    baselines: list[SeriesSaid] | UnsetType = UNSET
    held: int | UnsetType = UNSET
    numerics: NumericsSaid | None | UnsetType = UNSET
    search: SearchSaid | None | UnsetType = UNSET
    origin: OriginSaid | None | UnsetType = UNSET
    seen: SeenSaid | UnsetType = UNSET
    seconds: float = 0.0

    @property
    def owner(self) -> str:
        """Whose draws they are, and the name of the folder of its evidence."""
        return self.study or self.name

    @property
    def judged(self) -> bool:
        """Whether its verdict rests on draws: nobody could judge a broken claim, or one without any."""
        if self.series is None:
            return self.verdict is not Verdict.BROKEN
        return self.series.draws > 0 or self.verdict in (Verdict.SUPPORTED, Verdict.REFUTED)


class SuiteSaid(Struct):
    """Of `Suite`, without its seconds."""

    claims: int | UnsetType = UNSET
    statements: int | UnsetType = UNSET
    as_expected: int | UnsetType = UNSET
    decided: int | UnsetType = UNSET
    ebh_level: float | UnsetType = UNSET
    kept: int | None | UnsetType = UNSET
    fixed: FixedLevel | None = None


class ReportSaid(Struct):
    """Of `Report`."""

    budget: BudgetName
    claims: list[ClaimSaid]
    suite: SuiteSaid | UnsetType = UNSET

    @property
    def searched(self) -> dict[str, str]:
        """Of each claim, the budget that its search had: a report keeps claims of earlier runs."""
        return {claim.name: claim.search.budget for claim in self.claims if claim.search and claim.search.budget}


def report_beside(evidence: Path) -> tuple[ReportSaid | None, list[str]]:
    """The report in the folder above, if there is one; and what is wrong with it."""
    path = evidence.parent / "report.json"
    if not lexists(path):
        return None, []
    if not path.is_file():  # nobody waits for the other end of a pipe
        return None, ["report.json: is no report (it is no regular file)"]
    try:
        return msgspec.convert(json.loads(path.read_bytes()), ReportSaid), []
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        return None, [f"report.json: is no report ({in_a_sentence(str(error))})"]


def in_a_sentence(text: str) -> str:
    """A text of the report as it may stand in a sentence: no line break, and nothing that a terminal obeys."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return shown if shown.isprintable() and shown == shown.strip() else repr(shown)
