"""When a run looks at the draws of a series, as a function of these draws: whoever has evidence can follow a run."""

from __future__ import annotations

from collections.abc import Iterable

from theoremcheck.judging import Tally, tally
from theoremcheck.running.budget import Budget, next_look
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Verdict

__all__ = ["decided_after", "drawn_by", "is_decided", "look_after"]


def is_decided(dossier: Dossier, series: Series, found: Tally, budget: Budget) -> bool:
    """Whether a run draws no more of a series: its draws decide, or it has as many as it may."""
    return found.decided is not None or found.weight.trials >= _most_draws(dossier, series, found, budget)


def look_after(dossier: Dossier, series: Series, found: Tally, budget: Budget) -> int:
    """How many draws a run wants to have when it looks again at a series that is not decided yet."""
    # Nobody expects anything of a baseline: the side that is ahead says how many draws may decide it.
    to_hold = series.changed is None and dossier.claim.expected is Verdict.SUPPORTED
    expects_support = to_hold or series.breaks is None and series.changed is not None
    wanted = next_look(found.weight, budget, expects_support=expects_support)
    return min(wanted, _most_draws(dossier, series, found, budget))


def _most_draws(dossier: Dossier, series: Series, found: Tally, budget: Budget) -> int:
    """Draws that a series may have; a baseline, a word beside the verdict, as many as the verdict took after a look."""
    if series.baseline is None or found.weight.trials == 0:
        return budget.max_draws
    return max(decided_after(dossier, dossier.own, budget) or budget.max_draws, found.weight.trials)


def decided_after(dossier: Dossier, series: Series, budget: Budget) -> int | None:
    """How many draws a run makes of a series before it calls it decided; None if it wants more, or none is usable.

    The looks are gone through from the first one: a run that was stopped in between, or added draws, weighs the same
    counts as one that was not.
    """
    looked, drawn = 0, len(dossier.draws(series))
    while True:
        found = tally(dossier, series, budget.alpha, looked)
        if found.weight.nothing_usable:
            return None
        if is_decided(dossier, series, found, budget):
            return found.weight.trials
        looked = look_after(dossier, series, found, budget)
        if looked > drawn:
            return None


def drawn_by(dossier: Dossier, budgets: Iterable[Budget]) -> list[dict[str, int]]:
    """Of each budget, how many draws a run makes of the claim's own series and of its controls, by label."""
    every = (dossier.own, *dossier.controls)
    return [{series.label: decided_after(dossier, series, budget) or 0 for series in every} for budget in budgets]
