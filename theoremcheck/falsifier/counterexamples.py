"""What a search for counterexamples found, as a pure function of the evidence.

A candidate was looked at once. What failed there was run again on fresh streams, in float64 and with half the step, and
only those replicates are weighed: neither the luck that made a candidate stand out nor round-off can make it one. The
e-value of a point is divided by the number of points that a search may replicate, so that the union over all of them
stays below alpha (Bonferroni).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import log
from typing import Any, Literal

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.regimes import Regimes
from theoremcheck.regimes.neighbours import simplifications, size_of
from theoremcheck.regimes.points import float_fields
from theoremcheck.series.drawing import required_at
from theoremcheck.series.specification import Series
from theoremcheck.statistics import at_least, log_e_refute, log_e_support, lower_bound, upper_bound
from theoremcheck.weighing import margins_of

__all__ = [
    "GROWN",
    "LOOKS",
    "MOST_REPLICATED",
    "STEERED",
    "TRIED",
    "Counterexample",
    "Failures",
    "Rung",
    "Search",
    "address",
    "choosing_address",
    "failures_at",
    "known_point",
    "search_series",
    "weigh_search",
]

Finding = Literal["none", "fades", "stays", "undecided"]

LOOKS = ("examples", "targeted", "unsteady", "corners", "spread", "near")
"""Where candidates come from: Hypothesis' examples, the same steered towards small margins (unsteady ones where the
second run did not begin with the same examples), the ends of the declared ranges, an even cover of the regime, and the
neighbourhood of the smallest margins."""

STEERED = ("targeted", "unsteady", "near")
"""Those that one claim's own margins led to; the others are looked at once for all claims of a study."""

TRIED = "tried"
"""Trials that choose points: in the claim's own precision, and never among the replicates that confirm one."""

MOST_REPLICATED = 4096
"""Points that one search may replicate; its e-values are divided by this number, whatever it really came to."""

GROWN = "grown"
"""Replicates of counterexamples at the factors of the claim's growth."""

_REPLICATES, _FACTORS = 15, 5
"""Bits of a replicate's number and of the factor's position; the digest of the point fills the bits above."""

_CHOOSING = 1 << 14
"""Numbers from here on are replicates that choose points: streams belong to numbers, what confirms has to be fresh."""


@dataclass(frozen=True)
class Failures:
    """How often the prediction failed at one point.

    Attributes:
        failures: Replicates without the predicted outcome.
        replicates: All of them.
        alpha: Error probability of each bound.
        allowed: What the theorem allows: 1 - required.
        log_e: Log e-value against "fails at most as often as allowed".
        log_e_holds: Log e-value against "fails at least as often as allowed".
        error: What went wrong in the first replicate that gave no usable outcome; None if all did.
    """

    failures: int
    replicates: int
    alpha: float
    allowed: float
    log_e: float
    log_e_holds: float
    error: str | None

    @cached_property
    def lower(self) -> float:
        """Anytime-valid lower bound on the failure frequency, of confidence 1 - alpha."""
        return 1 - upper_bound(self.replicates - self.failures, self.replicates, self.alpha)

    @cached_property
    def upper(self) -> float:
        """Anytime-valid upper bound on the failure frequency, of confidence 1 - alpha."""
        return 1 - lower_bound(self.replicates - self.failures, self.replicates, self.alpha)

    def decided(self, alpha: float) -> Literal["fails", "holds", "undecided"]:
        """Fails more often than allowed, or less often, at an error probability."""
        if self.log_e >= -log(alpha):
            return "fails"
        return "holds" if self.log_e_holds >= -log(alpha) else "undecided"


@dataclass(frozen=True)
class Rung:
    """A counterexample grown by a factor: how often it fails there."""

    factor: float
    field: str
    value: float
    seen: Failures
    decided: Literal["fails", "holds", "undecided"]


@dataclass(frozen=True)
class Counterexample:
    """A point of the regime at which the prediction fails more often than the theorem allows.

    Attributes:
        point: The regime.
        seen: How often it fails there; `seen.log_e` is corrected for the points that a search may replicate.
        minimal: Whether every declared simplification of it was tried, and none is a counterexample as well.
        ladder: The same grown along the theorem's asymptotics, in the order of the factors.
    """

    point: Any
    seen: Failures
    minimal: bool
    ladder: tuple[Rung, ...]

    @property
    def finding(self) -> Finding:
        """Fades where the prediction holds again from some factor on, stays where it still fails at the largest."""
        if not self.ladder or self.ladder[-1].decided == "fails":
            return "stays"
        return "fades" if self.ladder[-1].decided == "holds" else "undecided"


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes:
        sources: How many candidates were looked at, by where they came from; "draws" are the estimate's own.
        counterexample: The one that is reported: one that stays before others, then the simplest.
        confirmed: How many points were confirmed as counterexamples on the way.
    """

    sources: Mapping[str, int]
    counterexample: Counterexample | None
    confirmed: int

    @property
    def candidates(self) -> int:
        """All points that were looked at."""
        return sum(self.sources.values())

    @property
    def finding(self) -> Finding:
        """One word."""
        return self.counterexample.finding if self.counterexample else "none"

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        ways = ", ".join(f"{count} {name}" for name, count in self.sources.items() if count)
        looked = f"{self.candidates} candidates ({ways})"
        if self.sources.get("unsteady"):
            looked += " of a strategy that does not give the same examples twice, so that none is shrunk"
        if self.counterexample is None:
            return f"no counterexample among {looked}"
        found, seen = self.counterexample, self.counterexample.seen
        simplest = ", the simplest," if found.minimal else ""
        where = (
            f"{found.point!r}{simplest} fails in {seen.failures} of {seen.replicates} fresh replicates (in at least "
            f"{at_least(seen.lower)} of all, {seen.allowed:.4g} is allowed)"
        )
        if self.finding == "stays":
            grown = f", and still does with {_reached(found.ladder[-1])}" if found.ladder else ""
            return f"a counterexample among {looked}: {where}{grown}"
        if self.finding == "fades":
            held = next(
                rung
                for position, rung in enumerate(found.ladder)
                if all(later.decided == "holds" for later in found.ladder[position:])
            )
            return f"a finite-size effect among {looked}: {where}, and fades: it holds from {_reached(held)} on"
        return f"a failure among {looked}: {where}; whether it fades is undecided up to {_reached(found.ladder[-1])}"


def search_series(series: Series, kind: str) -> Series:
    """The series of a search that holds trials of one kind: a way of looking, "tried", "fresh" or "grown"."""
    return replace(series, label=f"{series.label}/{kind}")


def address(point: Any, replicate: int, claim: str = "", factor: int = 0) -> int:
    """Draw index of a replicate of a point: the streams belong to the point, not to the order in which it was tried.

    Args:
        point: The point that was chosen.
        replicate: 0 for a look, 1, 2, ... for replicates.
        claim: Whose search chose it; looks at candidates of no claim in particular are shared within a study.
        factor: Position among the factors by which it was grown.
    """
    digest = hashlib.blake2b(f"{claim} {point!r}".encode(), digest_size=8).digest()
    bits = _REPLICATES + _FACTORS
    return (int.from_bytes(digest, "little") >> bits + 1 << bits) | factor << _REPLICATES | replicate


def choosing_address(point: Any, replicate: int, claim: str) -> int:
    """As `address`, for a replicate in the series "tried": none of its streams is one of a replicate that confirms."""
    return address(point, _CHOOSING + replicate, claim)


def failures_at(claim: Claim, point: Any, trials: Sequence[Trial], alpha: float, correction: float = 0.0) -> Failures:
    """Weigh the replicates of one point; without usable outcome they count against the claim.

    Args:
        claim: The claim.
        point: The regime.
        trials: Its replicates, in their order.
        alpha: Error probability of each bound.
        correction: Logarithm of the number of points among which this one may have been chosen.
    """
    margins = margins_of(claim.prediction, trials)
    holds, count = int((margins > 0).sum()), len(trials)
    required = float(np.mean(required_at(claim, {0: point})))
    first = next((trial for trial, margin in zip(trials, margins, strict=True) if not np.isfinite(margin)), None)
    return Failures(
        failures=count - holds,
        replicates=count,
        alpha=alpha,
        allowed=1 - required,
        log_e=float(log_e_refute(holds, count, required)) - correction,
        log_e_holds=float(log_e_support(holds, count, required)) - correction,
        error=(first.error or "an observable is not finite") if first else None,
    )


def weigh_search(claim: Claim, series: Series, ledger: Ledger, alpha: float) -> Search | None:
    """What the recorded trials of a search say; None if there was none.

    Args:
        claim: The claim.
        series: Its own series.
        ledger: All recorded trials of the specification.
        alpha: Error probability of the search as a whole.
    """
    looks = {kind: ledger.trials.get(search_series(series, kind).label, {}) for kind in LOOKS}
    if not any(looks.values()) and not ledger.reruns[search_series(series, "fresh").label]:
        return None  # a regime of few points may have been covered by the draws, and still have been searched
    sources = {
        kind: sum(kind not in STEERED or trial.claim == claim.name for trial in trials.values())
        for kind, trials in looks.items()
    }
    sources["draws"] = len(ledger.contiguous(series.label))
    replicated = _replicated(claim, series, ledger, alpha)
    found = [example for example in replicated if example.seen.log_e >= -log(alpha)]
    order: list[Finding] = ["stays", "undecided", "fades"]
    rungs = max((len(example.ladder) for example in found), default=0)
    best = min(
        # Several were tried at the largest factor alone; those are spoken of that were grown step by step.
        [example for example in found if len(example.ladder) == rungs],
        key=lambda example: (order.index(example.finding), size_of(series.regimes, example.point), repr(example.point)),
        default=None,
    )
    if best is not None:
        tried = ledger.trials[search_series(series, TRIED).label].keys()
        simpler = [choosing_address(point, 1, claim.name) for point in simplifications(series.regimes, best.point)]
        best = replace(best, minimal=isinstance(series.regimes, Regimes) and tried >= set(simpler))
    return Search(sources, best, len(found))


def known_point(regime: type[Any], values: Mapping[str, Any]) -> Any:
    """The regime that a recorded trial names."""
    varying = float_fields(regime)
    return regime(
        **{
            item.name: float(values[item.name]) if item.name in varying else values[item.name]
            for item in fields(regime)
        }
    )


def _replicated(claim: Claim, series: Series, ledger: Ledger, alpha: float) -> list[Counterexample]:
    """Every point with fresh replicates, confirmed or not, with its failures and its ladder."""
    growth = claim.growth
    grown = _replicates(claim, ledger, search_series(series, GROWN))
    found = []
    for (digest, _), trials in _replicates(claim, ledger, search_series(series, "fresh")).items():
        point = known_point(series.regimes.regime, trials[0].regime)
        ladder: list[Rung] = []
        for position, factor in enumerate(growth.factors if growth else ()):
            if growth is not None and (digest, position) in grown:
                there = grown[digest, position]
                larger = known_point(series.regimes.regime, there[0].regime)
                seen = failures_at(claim, larger, there, alpha)
                decided = seen.decided(alpha / len(growth.factors))
                ladder.append(Rung(factor, growth.field, float(getattr(larger, growth.field)), seen, decided))
        seen = failures_at(claim, point, trials, alpha, log(MOST_REPLICATED))
        found.append(Counterexample(point, seen, minimal=False, ladder=tuple(ladder)))
    return found


def _replicates(claim: Claim, ledger: Ledger, series: Series) -> dict[tuple[int, int], list[Trial]]:
    """Replicates 1, 2, ... up to the first gap, by the digest of the chosen point and the position of the factor."""
    found: dict[tuple[int, int], list[Trial]] = defaultdict(list)
    for index, trial in sorted(ledger.reruns.get(series.label, {}).items()):
        replicates = found[index >> _REPLICATES + _FACTORS, (index >> _REPLICATES) & ((1 << _FACTORS) - 1)]
        if trial.claim == claim.name and index & ((1 << _REPLICATES) - 1) == len(replicates) + 1:
            replicates.append(trial)
    return {chosen: trials for chosen, trials in found.items() if trials}


def _reached(rung: Rung) -> str:
    return f"{rung.field} = {rung.value:g}"
