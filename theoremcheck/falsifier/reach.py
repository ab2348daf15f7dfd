"""How many replicates a candidate gets, when the search gives it up, and which failure rates it can confirm that way.

The three are one plan, which stands before the search sees anything: `confirming` follows it, and the report computes
from it what a search of some budget would have missed.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from math import log

import numpy as np
from scipy.optimize import brentq

from theoremcheck.falsifier.effort import PLANNED, Effort
from theoremcheck.statistics import log_e_refute_path, lower_bound

__all__ = ["SCREENS", "STAGE", "chance_to_confirm", "rate_as_likely_as_not", "stages", "worth_more"]

SCREENS = (2, 8, 32)
"""Cheap replicates by which the search tells candidates apart: two show a region that always fails, eight show one that
fails in every third run. Of the candidates that are left, 32 tell one that fails in 15 % from one that fails in 2 %."""

STAGE = 8
"""Fresh replicates that confirm a point at required >= 0.9, if all of them fail."""

_CONFIDENCE = 0.5
"""Confidence of the upper bound on a candidate's failure rate by which the search gives it up.

No claim rests on that bound, so even odds are enough. If the search went by the rate so far, an estimate and no bound,
it would miss 44 % of all points that fail in 15 % of 512 replicates where 5 % are allowed. By this bound it misses
under 1 %, and a point that fails in 5 % costs 137 replicates on average.
"""


def stages(effort: Effort) -> list[int]:
    """Fresh replicates after each stage: all points go through two; while none is confirmed, those left go on."""
    found = [STAGE, 4 * STAGE]
    while (number := 2 * found[-1]) <= effort.replicates:
        found.append(number)
    return found


def worth_more(failures: int, trials: int, required: float, effort: Effort, alpha: float) -> bool:
    """Whether the rest of the effort would confirm a point that fails as often as its replicates leave likely."""
    most = max(effort.replicates, trials)
    likely = 1 - lower_bound(trials - failures, trials, _CONFIDENCE)
    return _confirms(failures + int(likely * (most - trials)), most, required, alpha, by_stratum=False)


def chance_to_confirm(rate: float, required: float, effort: Effort, alpha: float, *, by_stratum: bool) -> float:
    """Probability that a search confirms a candidate which fails in this share of replicates.

    It starts after the first look, and follows the candidate through the screen and all stages. It leaves out that
    another candidate may take its place.

    Args:
        rate: Share of the replicates that fail.
        required: Required probability at the point.
        effort: Upper limits of the search.
        alpha: Error probability of the search as a whole.
        by_stratum: Whether the required probability depends on the regime: then a point is confirmed by evidence that
            has paid for all the strata that there may be. The search gives it up by the rule that it has for all
            claims, which does not count that price: a stricter rule would cost power and save few replicates.
    """
    from scipy.stats import binom  # half a second, which no command over known claims has to spend

    passes = _chance_to_pass(rate, required)
    confirmed, seen, open_ones = 0.0, 0, np.ones(1)  # probability of each number of failures, while it is open
    for number, decides, goes_on in _limits(required, effort, alpha, by_stratum):
        further = number - seen
        open_ones = np.convolve(open_ones, binom.pmf(np.arange(further + 1), further, rate))
        confirmed += float(open_ones[decides:].sum())
        open_ones[decides:] = open_ones[:goes_on] = 0.0
        seen = number
    return passes * confirmed


def _chance_to_pass(rate: float, required: float) -> float:
    """Probability that a candidate fails more often than allowed in both of the screen's last stages."""
    from scipy.stats import binom

    first, last = SCREENS[-2:]
    failures = np.arange(first + 1)
    more_needed = np.floor((1 - required) * last) - failures
    chances = binom.pmf(failures, first, rate) * binom.sf(more_needed, last - first, rate)
    return float(chances[failures > (1 - required) * first].sum())


@cache
def rate_as_likely_as_not(required: float, effort: Effort, alpha: float, *, by_stratum: bool) -> float:
    """The share of failing replicates from which on a search is more likely to confirm a candidate than to miss it.

    1 where the effort confirms nothing, not even a point that always fails. Arguments as in `chance_to_confirm`.
    """

    def excess(rate: float) -> float:
        return chance_to_confirm(rate, required, effort, alpha, by_stratum=by_stratum) - 0.5

    if excess(1.0) < 0:
        return 1.0

    return float(brentq(excess, 1 - required, 1.0, xtol=1e-4))


@cache
def _limits(required: float, effort: Effort, alpha: float, by_stratum: bool) -> list[tuple[int, int, int]]:
    """Of each stage: replicates, the fewest failures that confirm a point, and the fewest that are worth more."""

    def limits(trials: int) -> tuple[int, int, int]:
        def decides(failures: int) -> bool:
            return _confirms(failures, trials, required, alpha, by_stratum=by_stratum)

        def goes_on(failures: int) -> bool:
            return worth_more(failures, trials, required, effort, alpha)

        fewest = [bisect_left(range(trials + 1), True, key=enough) for enough in (decides, goes_on)]
        return trials, fewest[0], fewest[1]

    return [limits(trials) for trials in stages(effort)]


def _confirms(failures: int, trials: int, required: float, alpha: float, *, by_stratum: bool) -> bool:
    """Whether these replicates of a point confirm it: as many failures, in whatever order."""
    each = np.full(trials, required) if by_stratum else required
    return float(log_e_refute_path(np.arange(trials) >= failures, each, [trials])[0]) >= log(PLANNED / alpha)
