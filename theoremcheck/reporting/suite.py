"""The suite as a whole: how many claims are as expected, and the level of false discoveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np

from theoremcheck.reporting.entry import Entry, Share
from theoremcheck.reporting.record import Record
from theoremcheck.statistics import ebh_level, up_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["Suite", "suite_line", "suite_of"]

_DECIDED = {Verdict.SUPPORTED, Verdict.REFUTED}


@dataclass(frozen=True)
class Suite:
    """All claims together.

    Attributes:
        claims: How many there are.
        as_expected: How many have the verdict that they declare.
        decided: How many the evidence supports or refutes, as they declare.
        ebh_level: The smallest level at which e-BH keeps all of those. The data choose it, so the guarantee is not on
            the share of wrong verdicts among them, but on its ratio to the level: that has an expectation of at most 1,
            whatever the dependence between claims (Wang and Ramdas 2022).
        seconds: Time of all experiments together.
    """

    claims: int
    as_expected: int
    decided: int
    ebh_level: Share
    seconds: float


def suite_of(entries: Sequence[Entry]) -> Suite:
    """Weigh all claims together.

    Each claim tests one hypothesis that was fixed before the run: that the verdict which it declares is wrong. Its
    e-value is therefore the one for support, or, for a claim known to be refuted, that against the theorem.
    """
    log_e = [_declared_log_e(entry) for entry in entries]
    chosen = [entry.as_expected and entry.verdict in _DECIDED for entry in entries]
    return Suite(
        claims=len(entries),
        as_expected=sum(entry.as_expected for entry in entries),
        decided=sum(chosen),
        ebh_level=ebh_level(log_e, chosen) if any(chosen) else 0.0,
        seconds=round(sum(entry.seconds for entry in entries), 3),
    )


def suite_line(records: Sequence[Record]) -> str:
    """What a run says of all its claims, in one line."""
    suite = suite_of([record.entry for record in records])
    level = f"{up_to_digits(suite.ebh_level, 3):g}"
    return (
        f"{suite.as_expected} of {suite.claims} claims as expected; e-BH keeps the {suite.decided} decided verdicts at "
        f"level {level}, which these data chose (share of wrong ones / level: at most 1 on average, under any "
        f"dependence); {sum(record.seconds for record in records):.1f} s, of which {suite.seconds:.1f} s in experiments"
    )


def _declared_log_e(entry: Entry) -> float:
    """Log e-value against the wrongness of the declared verdict.

    Against a theorem that the claim expects to be refuted stand two, that of the draws and that of the search; their
    mean is one too.
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
