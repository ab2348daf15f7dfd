"""How many replicates a candidate gets, when the search gives it up, and which failure rates it can confirm that way.

The three are one plan, made before anything is seen: `confirming` follows it, and the report computes from it what a
search of some budget would have missed.
"""

from __future__ import annotations

from bisect import bisect_left
from math import log

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom

from theoremcheck.falsifier.effort import PLANNED, Effort
from theoremcheck.statistics import log_e_refute, lower_bound

__all__ = ["SCREENS", "STAGE", "chance_to_confirm", "rate_as_likely_as_not", "stages", "worth_more"]

SCREENS = (2, 8)
"""Replicates by which the search tells candidates apart: two show a region that always fails, and eight show one that
fails in every third run."""

STAGE = 8
"""Fresh replicates that confirm a point at required >= 0.9, if all of them fail."""

_CONFIDENCE = 0.5
"""Of the bound on a candidate's failure rate by which the search gives it up, which claims nothing: even odds do.

By the rate so far alone, an estimate and no bound, it would miss 44 % of all points that fail in 15 % of 512 replicates
where 5 % are allowed; by this bound it misses under 1 %, and one that fails in 5 % costs 137 replicates on average.
"""


def stages(effort: Effort) -> list[int]:
    """Fresh replicates after each stage: each candidate goes through the first two, the most promising ones further."""
    found = [STAGE, 4 * STAGE]
    while (number := 2 * found[-1]) <= effort.replicates:
        found.append(number)
    return found


def worth_more(failures: int, trials: int, required: float, effort: Effort, alpha: float) -> bool:
    """Whether the rest of the effort would confirm a point that fails as often as its replicates leave likely."""
    most = max(effort.replicates, trials)
    likely = 1 - lower_bound(trials - failures, trials, _CONFIDENCE)
    return _confirms(failures + int(likely * (most - trials)), most, required, alpha)


def chance_to_confirm(rate: float, required: float, effort: Effort, alpha: float) -> float:
    """Probability that a search confirms a candidate which fails in this share of replicates.

    It starts after the first look, and follows the candidate through the screen and all stages. It leaves out that
    another candidate may take its place.

    Args:
        rate: Share of the replicates that fail.
        required: Required probability at the point.
        effort: Upper limits of the search.
        alpha: Error probability of the search as a whole.
    """
    passes = 1 - (1 - rate) ** SCREENS[-1]
    confirmed, seen, open_ones = 0.0, 0, np.ones(1)  # probability of each number of failures, while it is open
    for number in stages(effort):
        further = number - seen
        open_ones = np.convolve(open_ones, binom.pmf(np.arange(further + 1), further, rate))
        seen = number
        decides, goes_on = _limits(seen, required, effort, alpha)
        confirmed += float(open_ones[decides:].sum())
        open_ones[decides:] = open_ones[:goes_on] = 0.0
    return passes * confirmed


def rate_as_likely_as_not(required: float, effort: Effort, alpha: float) -> float:
    """The share of failing replicates from which on a search rather confirms a candidate than misses it.

    1 where the effort confirms nothing, not even what always fails.
    """
    low, high = 1 - required, 1.0
    if chance_to_confirm(high, required, effort, alpha) < 0.5:
        return 1.0
    return float(brentq(lambda rate: chance_to_confirm(rate, required, effort, alpha) - 0.5, low, high, xtol=1e-4))


def _limits(trials: int, required: float, effort: Effort, alpha: float) -> tuple[int, int]:
    """The fewest failures that confirm a point, and the fewest that are worth more replicates; both grow with them."""
    counts = range(trials + 1)
    decides = bisect_left(counts, True, key=lambda failures: _confirms(failures, trials, required, alpha))
    goes_on = bisect_left(counts, True, key=lambda failures: worth_more(failures, trials, required, effort, alpha))
    return decides, goes_on


def _confirms(failures: int, trials: int, required: float, alpha: float) -> bool:
    return float(log_e_refute(trials - failures, trials, required)) >= log(PLANNED / alpha)
