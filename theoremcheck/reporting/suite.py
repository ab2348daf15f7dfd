"""The suite as a whole: how many claims are as expected, and the level of false discoveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Literal

import numpy as np

from theoremcheck.reporting.entry import Entry, Share
from theoremcheck.reporting.record import Record
from theoremcheck.statistics import ebh, ebh_level, eholm, up_to_digits
from theoremcheck.statistics.checks import checked_alpha
from theoremcheck.vocabulary import Verdict

__all__ = ["FixedLevel", "Suite", "statements_of", "suite_line", "suite_of"]

_DECIDED = {Verdict.SUPPORTED, Verdict.REFUTED}


_PROCEDURES = {"false-discovery rate": ("e-BH", ebh), "family-wise error rate": ("e-Holm", eholm)}


@dataclass(frozen=True)
class FixedLevel:
    """A level that somebody fixed before the run.

    Attributes:
        rate: What the level bounds: the expected share of wrong verdicts, or the probability that any is wrong.
        level: The level.
    """

    rate: Literal["false-discovery rate", "family-wise error rate"]
    level: Share

    @classmethod
    def of(cls, fdr: float | None, fwer: float | None) -> FixedLevel | None:
        """The level that one of two options gives.

        Raises:
            ValueError: If both are given, or one lies outside (0, 1).
        """
        if fdr is not None and fwer is not None:
            raise ValueError("a level bounds either the false-discovery rate or the family-wise error rate, not both")
        if fdr is not None:
            return cls("false-discovery rate", checked_alpha(fdr))
        return cls("family-wise error rate", checked_alpha(fwer)) if fwer is not None else None


@dataclass(frozen=True)
class Suite:
    """All claims together.

    Attributes:
        claims: How many there are.
        statements: How many they are where the readings of one statement count once.
        as_expected: How many have the verdict that they declare.
        decided: How many the evidence supports or refutes, as they declare.
        ebh_level: The smallest level at which e-BH keeps all of those. The data choose it, so the guarantee is not on
            the share of wrong verdicts among them, but on its ratio to the level: that has an expectation of at most 1,
            whatever the dependence between claims (Wang and Ramdas 2022).
        seconds: Time of all experiments together.
        fixed: The level that was fixed before the run, if one was.
        kept: How many of those decided verdicts are discoveries at that level, under any dependence.
    """

    claims: int
    statements: int
    as_expected: int
    decided: int
    ebh_level: Share
    seconds: float
    fixed: FixedLevel | None = None
    kept: int | None = None

    @property
    def in_statements(self) -> str:
        """How many statements the claims ask, after a colon; empty where each asks one of its own."""
        if self.statements == self.claims:
            return ""
        asked = "1 statement" if self.statements == 1 else f"{self.statements} statements, some of them"
        return f": {asked} in several readings"

    @property
    def fixed_sentence(self) -> str:
        """What holds at the level that was fixed; empty without one."""
        if self.fixed is None:
            return ""
        procedure, _ = _PROCEDURES[self.fixed.rate]
        return f"{procedure} keeps {self.kept} of them at a {self.fixed.rate} of {self.fixed.level:g}, fixed beforehand"


def suite_of(entries: Sequence[Entry], fixed: FixedLevel | None = None) -> Suite:
    """Weigh all claims together.

    Each claim tests one hypothesis that was fixed before the run: that the verdict which it declares is wrong. Its
    e-value is therefore the one for support, or, for a claim known to be refuted, that against the theorem. A claim
    whose verdict is another, or none, is no discovery whatever its draws say, and its e-value counts as 0: a large one
    (of a powerless claim, or of one that its search refutes) would let weaker verdicts of others pass.
    """
    chosen = [entry.as_expected and entry.verdict in _DECIDED for entry in entries]
    log_e = [_declared_log_e(entry) if one else -inf for entry, one in zip(entries, chosen, strict=True)]
    return Suite(
        claims=len(entries),
        statements=statements_of(entries),
        as_expected=sum(entry.as_expected for entry in entries),
        decided=sum(chosen),
        ebh_level=ebh_level(log_e, chosen) if any(chosen) else 0.0,
        seconds=round(sum(entry.seconds for entry in entries), 3),
        fixed=fixed,
        kept=_kept(log_e, fixed),
    )


def statements_of(entries: Sequence[Entry]) -> int:
    """How many statements the claims ask; a claim that is another reading of one that is here does not count."""
    names = {entry.name for entry in entries}
    return sum(entry.reading_of not in names for entry in entries)


def suite_line(records: Sequence[Record], fixed: FixedLevel | None = None) -> str:
    """What a run says of all its claims, in one line."""
    suite = suite_of([record.entry for record in records], fixed)
    level = f"{up_to_digits(suite.ebh_level, 3):g}"
    seconds = f"{sum(record.seconds for record in records):.1f} s, of which {suite.seconds:.1f} s in experiments"
    suite_level = (
        f"e-BH keeps the {suite.decided} decided verdicts at level {level}, which these data chose (share of wrong "
        "ones / level: at most 1 on average, under any dependence)"
    )
    counted = f"{suite.as_expected} of {suite.claims} claims as expected{suite.in_statements}"
    return "; ".join(filter(None, (counted, suite_level, suite.fixed_sentence, seconds)))


def _kept(log_e: Sequence[float], fixed: FixedLevel | None) -> int | None:
    if fixed is None:
        return None
    _, procedure = _PROCEDURES[fixed.rate]
    return int(procedure(log_e, fixed.level).sum())


def _declared_log_e(entry: Entry) -> float:
    """Log e-value against the hypothesis that the declared verdict is wrong.

    Where the claim expects a refutation, there are two e-values against the theorem, that of the draws and that of the
    search; their mean is an e-value too. The one behind the verdict would be none, since the data say which it is; but
    a counterexample that refutes what the draws support has the mean to itself.
    """
    series, search = entry.series, entry.search
    if series is None:
        return 0.0
    if entry.expected is not Verdict.REFUTED:
        return series.log_e_support
    if search is None:
        return series.log_e_refute
    found = search.counterexample.log_e if search.counterexample and search.finding == "stays" else -inf
    return float(np.logaddexp(series.log_e_refute, found)) - log(2)
