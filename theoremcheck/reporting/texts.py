"""Sentences for people: what a run will cost, and why a claim failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.entry import Entry, SeriesRecord
from theoremcheck.reporting.entry_words import at_a_point, by_requirement, message_of, simplest_words
from theoremcheck.reporting.next_step import next_step
from theoremcheck.running import BUDGETS, Budget
from theoremcheck.statistics import design, down, draws_to_support, required_in_words, up

__all__ = ["baseline_in_words", "costs", "failure_text", "plan"]

_MOST_LEVELS = 4
"""Required probabilities that a line has room for."""
_NEARLY = 0.2
"""The claim of the design is true with room: it fails in a fifth of the draws in which it may."""
_DESIGNED = 1000
"""Draws of the design; the law of a stopping time takes the square of them."""


def plan(budget_name: str) -> str:
    """What a budget is; a run says it before it spends anything."""
    budget = BUDGETS[budget_name]
    return f"theoremcheck: budget {budget.name}, alpha {budget.alpha:g}, at most {budget.max_draws} draws a series"


def costs(budget_name: str, required: Iterable[float]) -> list[str]:
    """What verdicts at a budget cost, by the design calculator.

    Args:
        budget_name: The budget.
        required: The probabilities that the claims of a run require; nothing is said of others.
    """
    budget, claims = BUDGETS[budget_name], Counter(required)
    if not claims:
        return []
    shown = claims.most_common(_MOST_LEVELS)
    parts = (
        f"{draws_to_support(level, budget.alpha)} draws at required {level:.4g} ({_counted(count)})"
        for level, count in sorted(shown)
    )
    rest = f", and others at {len(claims) - len(shown)} other levels" if len(claims) > len(shown) else ""
    (usual, _), *_ = shown
    nearly = design(usual, budget.alpha, 1 - (1 - usual) * _NEARLY, min(budget.max_draws, _DESIGNED))
    return [
        f"  a claim that always holds costs {', '.join(parts)}{rest}",
        f"  at required {usual:.4g}: {nearly.sentence}",
        *_beyond(budget, claims),
    ]


def _beyond(budget: Budget, claims: Mapping[float, int]) -> Iterator[str]:
    """The required probabilities at which a budget can support nothing, with what would."""
    for level, count in sorted(claims.items()):
        if (needed := draws_to_support(level, budget.alpha)) > budget.max_draws:
            yield (
                f"  at required {level:g} ({_counted(count)}) nothing can be supported: that takes {needed} draws, and "
                f"this budget has at most {budget.max_draws}; `theoremcheck run CLAIM --more N` adds N"
            )


def _counted(claims: int) -> str:
    return "1 claim" if claims == 1 else f"{claims} claims"


def failure_text(entry: Entry) -> str:
    """Statement, source, verdict, bound and the failing regime as pasteable code."""
    series = entry.series
    source = entry.source
    parts = [f"{entry.name} is {entry.verdict}, expected {entry.expected}"]
    if not at_a_point(entry):
        parts.append(f"  {entry.verdict.meaning}")
    if message := message_of(entry):
        parts.append(indent(message, "  "))
    if advice := next_step(entry):
        parts.append(f"  next: {advice}")
    parts += [
        "",
        f"{entry.kind}: {source.item} of {source.paper} ({source.exactness})"
        + (f", {source.url}" if source.url else ""),
        indent(entry.statement.strip(), "  | "),
        "",
        f"predicted: {entry.prediction}",
    ]
    if series is not None and entry.alpha is not None:
        parts += [_seen(series, entry.alpha)] if series.draws > series.errors else []
        parts += [_control(control) for control in entry.controls if control.draws]
        parts += [_positive(positive) for positive in entry.positive_controls if positive.draws]
        parts += [baseline_in_words(baseline) for baseline in entry.baselines if baseline.draws]
        if series.failing:
            parts += ["", f"first failing draw: number {series.failing.index}, in the regime"]
            parts += [f"  {line}" for line in (series.failing.regime, *series.failing.observed)]
            parts.append(f"  again: theoremcheck replay {entry.name} {series.failing.index}")
    if entry.search is not None and entry.search.counterexample is not None:
        example = entry.search.counterexample
        parts += ["", f"{simplest_words(example)}: it fails in {example.failures} of {example.replicates} replicates"]
        parts += [f"  {example.code}", f"  as it grows: {example.fate}", f"  again: {example.command}"]
    if entry.traceback:
        parts += ["", "the first draw that raised, in lines of the claim's own code:", indent(entry.traceback, "  ")]
    return visible("\n".join(parts))


def baseline_in_words(baseline: SeriesRecord) -> str:
    """Whether the prediction holds for a learner that learns nothing."""
    said = {"supported": "also holds", "refuted": "fails", None: "undecided"}[baseline.decided]
    return f"{said} {baseline.label}: {baseline.holds} of {baseline.draws} draws hold"


def _seen(series: SeriesRecord, alpha: float) -> str:
    strata = by_requirement(series)
    return (
        f"seen: {series.holds} of {series.draws} draws hold, {required_in_words(series)}; the holding "
        f"probability lies above {down(series.lower, 4)}, and below {up(series.upper, 4)} "
        f"(each with confidence {1 - alpha:.4g}, whenever one stops)" + (f"; {strata}" if strata else "")
    )


def _control(control: SeriesRecord) -> str:
    if control.errors == control.draws:
        return f"control without a usable outcome ({control.label}): {control.draws} draws"
    caught = "caught" if control.decided == "refuted" else "NOT CAUGHT"
    return f"control {caught} ({control.label}): {control.holds} of {control.draws} draws hold"


def _positive(positive: SeriesRecord) -> str:
    if positive.errors == positive.draws:
        return f"positive control without a usable outcome ({positive.label}): {positive.draws} draws"
    held = "held, as it must" if positive.decided == "supported" else "NOT SUPPORTED"
    return f"positive control {held} ({positive.label}): {positive.holds} of {positive.draws} draws hold"
