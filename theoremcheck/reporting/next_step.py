"""What decides a claim that is undecided: a command, and about how many draws it costs where that can be told."""

from __future__ import annotations

from theoremcheck.reporting.entry import Entry, SeriesRecord, StratumRecord
from theoremcheck.running import BUDGETS
from theoremcheck.statistics import draws_at_the_same_rate, draws_to_support, up_to_digits
from theoremcheck.vocabulary import DEFAULT_BUDGET, Verdict

__all__ = ["next_step"]

_MOST = BUDGETS["thorough"].max_draws
"""Draws of a series that the largest budget may spend."""


def next_step(entry: Entry) -> str:
    """What an undecided claim needs, in words; empty for any other verdict."""
    series = entry.series
    if entry.verdict is not Verdict.UNDECIDED or series is None or entry.alpha is None:
        return ""
    if not all(control.draws for control in entry.controls) or not series.draws:
        return f"{_again(entry)} makes the draws that are missing"
    if series.decided == "supported" and (entry.search is None or entry.search.budget is None):
        return f"{_again(entry)} makes its search"
    if series.decided is not None:
        return f"its draws decide; the search does not: {_of_the_search(entry)}"
    total = _total(series, entry.alpha)
    if total is None:
        return f"{_out_of_reach(series, entry.alpha)} (docs/cookbook/required.md)"
    more = round(up_to_digits(max(1, total - series.draws), 2))
    beyond = f"; no budget has {total:,} for a series (docs/cookbook/required.md)" if total > _MOST else ""
    return f"{_again(entry)} --more {more}: about so many draws decide it if they go on as they began{beyond}"


def _out_of_reach(series: SeriesRecord, alpha: float) -> str:
    """Why no budget would decide it: for what is required, or for the share that holds."""
    strictest = max(one.required for one in series.strata if one.holds < one.draws)
    if (perfect := draws_to_support(strictest, alpha)) > _MOST:
        return (
            f"{strictest:g} is required, which takes {perfect:,} draws of a claim that always holds, more than the "
            f"{_MOST:,} of the largest budget: whether one that fails as rarely as this fails too often no budget tells"
        )
    return (
        f"the share that holds lies so close to what is required that {_MOST:,} draws, as many as the largest "
        "budget has, would not decide it if they go on as they began: the theorem may be tight there"
    )


def _again(entry: Entry) -> str:
    """The command that runs the claim at the budget that judged it: another one may have another confidence level."""
    budget = "" if entry.budget in (None, DEFAULT_BUDGET) else f" --budget {entry.budget}"
    return f"theoremcheck run {entry.name}{budget}"


def _of_the_search(entry: Entry) -> str:
    """What a counterexample needs of which nobody knows whether it fades; after the largest budget nothing decides."""
    first = entry.search.counterexample if entry.search else None
    if first is not None and first.unusable == first.replicates:
        return f"mend the experiment where it gives no outcome: {first.command} shows it"
    if (larger := _larger(entry)) is not None:
        return f"theoremcheck run {entry.name} --budget {larger} gives what it left open more replicates"
    return (
        "no budget has more replicates than its counterexample had, which at the largest factor fails about as often "
        "as is allowed (docs/cookbook/required.md)" + (f"; {first.command} shows it" if first else "")
    )


def _larger(entry: Entry) -> str | None:
    """The budget after the one that the search had, or the one that judges if that is larger; None after the last."""
    names, searched = list(BUDGETS), entry.search.budget if entry.search else None
    judging = names.index(entry.budget or DEFAULT_BUDGET)
    place = judging + 1 if searched is None else max(names.index(searched) + 1, judging)
    return names[place] if place < len(names) else None


def _total(series: SeriesRecord, alpha: float) -> int | None:
    """Draws of the whole series after which the side that is ahead is decided, each stratum at its share of them.

    None where a stratum in which draws failed would take more of its own than any budget has.
    """
    # As a run decides: one stratum below what it requires is enough to refute, and every one has to support.
    behind = [one for one in series.strata if one.holds < one.required * one.draws]
    totals = [_of_series(one, series, alpha) for one in behind or series.strata]
    known = [total for total in totals if total is not None]
    if behind:
        return min(known, default=None)
    return max(known) if known and len(known) == len(totals) else None


def _of_series(one: StratumRecord, series: SeriesRecord, alpha: float) -> int | None:
    # Without a failure the share leaves no doubt, however many draws what is required takes.
    alone: int | None = one.draws + draws_to_support(one.required, alpha, one.holds, one.draws)
    if one.holds < one.draws:
        alone = draws_at_the_same_rate(one.required, alpha, one.holds, one.draws, _MOST)
    return None if alone is None else round(alone * series.draws / one.draws)
