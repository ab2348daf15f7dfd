"""The design calculator: how many draws a verdict costs, before any is paid for."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from theoremcheck.statistics.checks import checked_alpha, checked_counts
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support
from theoremcheck.statistics.stopping import stopping


def draws_to_support(required: float, alpha: float, successes: int = 0, draws: int = 0) -> int:
    """Further draws that support a claim if all of them hold; 0 if the outcomes so far do already.

    >>> [draws_to_support(required, alpha=0.05) for required in (0.9, 0.95, 0.99)]
    [36, 74, 377]

    Raises:
        ValueError: If `required` or `alpha` is outside (0, 1), or the counts make no sense.
    """
    checked_counts(successes, draws)
    threshold = -log(checked_alpha(alpha))
    return _first(lambda more: float(log_e_support(successes + more, draws + more, required)) >= threshold)


def draws_to_refute(required: float, alpha: float, successes: int = 0, draws: int = 0) -> int:
    """Further draws that refute a claim if none of them holds; otherwise as `draws_to_support`."""
    checked_counts(successes, draws)
    threshold = -log(checked_alpha(alpha))
    return _first(lambda more: float(log_e_refute(successes, draws + more, required)) >= threshold)


def draws_at_the_same_rate(required: float, alpha: float, successes: int, draws: int, most: int) -> int | None:
    """All draws after which the side that is ahead is decided, if the share that holds stays as it is.

    An expectation of nobody: the e-value at a share of successes is no mean of e-values. But it grows by the relative
    entropy of that share and `required` a draw, as the true one does by that of the true probability.

    >>> draws_at_the_same_rate(0.95, 0.05, successes=118, draws=120, most=10_000)
    284
    >>> draws_at_the_same_rate(0.95, 0.05, successes=95, draws=100, most=10_000) is None
    True

    Args:
        required: Probability that the claim asks for, in (0, 1).
        alpha: Error probability of the decision, in (0, 1).
        successes: Draws that held.
        draws: Draws so far, at least 1.
        most: The largest count that is asked about.

    Returns:
        The count; None if it is more than `most`.

    Raises:
        ValueError: If `required` or `alpha` is outside (0, 1), or the counts make no sense.
    """
    checked_counts(successes, draws)
    totals = np.arange(draws, most + 1)
    holding = np.floor(successes / draws * totals)
    log_e = log_e_support if successes >= required * draws else log_e_refute
    reached = np.flatnonzero(log_e(holding, totals, required) >= -log(checked_alpha(alpha)))
    return int(totals[reached[0]]) if len(reached) else None


def _first(reached: Callable[[int], bool]) -> int:
    """The smallest n >= 0 from which a monotone condition is true: double, then bisect."""
    high = 1
    while not reached(high):
        high *= 2
    return bisect_left(range(high), True, key=reached)


@dataclass(frozen=True)
class Design:
    """What a budget buys at an assumed truth; the probabilities are exact and sum to one."""

    required: float  # p
    alpha: float
    truth: float  # assumed holding probability
    draws: int  # budget
    supported: float
    refuted: float
    undecided: float
    median_draws: int | None  # half of all runs are decided by then; None if not within the budget
    ninety_percent_draws: int | None  # nine runs in ten are

    @property
    def sentence(self) -> str:
        """The design in words."""
        perfect = draws_to_support(self.required, self.alpha)
        return (
            f"{perfect} draws support a claim that always holds; at a true probability of {self.truth:g} the "
            f"median is {self._in_words(self.median_draws)}, and nine runs in ten are decided after "
            f"{self._in_words(self.ninety_percent_draws)}. Within {self.draws} draws: supported "
            f"{self.supported:.1%}, refuted {self.refuted:.1%}, undecided {self.undecided:.1%}."
        )

    def _in_words(self, count: int | None) -> str:
        return f"more than {self.draws}" if count is None else str(count)


def design(required: float, alpha: float, truth: float, draws: int) -> Design:
    """What `draws` draws decide at a true holding probability; exact, no simulation.

    Args:
        required: Probability that the claim asks for, in (0, 1).
        alpha: Error probability of each side, in (0, 1).
        truth: Assumed holding probability, in [0, 1].
        draws: Budget, at least 1.

    Returns:
        Probabilities of the three verdicts, and quantiles of the draws needed.

    Raises:
        ValueError: If an argument is outside its range.
    """
    law = stopping(required, alpha, truth, draws)
    supported, refuted = float(law.supported.sum()), float(law.refuted.sum())
    decided = np.cumsum(law.supported + law.refuted)
    return Design(
        required=required,
        alpha=alpha,
        truth=truth,
        draws=draws,
        supported=supported,
        refuted=refuted,
        undecided=max(0.0, 1 - supported - refuted),
        median_draws=_quantile(decided, 0.5),
        ninety_percent_draws=_quantile(decided, 0.9),
    )


def _quantile(decided: NDArray[np.float64], level: float) -> int | None:
    """The first draw by which a share `level` of all runs has decided; 1e-12 forgives rounding."""
    reached = np.flatnonzero(decided >= level - 1e-12)
    return int(reached[0]) + 1 if len(reached) else None
