"""Anytime-valid bounds on the holding probability: the e-processes inverted.

With probability at least 1 - alpha the lower bound is below the truth after every draw at once, and so is the
upper bound above it; both together have error at most 2 alpha.
"""

from collections.abc import Callable
from math import log

from scipy.optimize import brentq
from scipy.special import expit

from theoremcheck.statistics.checks import checked_alpha, checked_counts
from theoremcheck.statistics.eprocess import log_e_refute, log_e_support

# Search in logits; beyond these ends probabilities differ from 0 or 1 by less than 1e-13.
_ENDS = (-40.0, 30.0)


def lower_bound(successes: int, draws: int, alpha: float) -> float:
    """The smallest probability that `draws` outcomes leave standing: E+ at it is 1 / alpha.

    Args:
        successes: Draws on which the claim held.
        draws: All draws.
        alpha: Probability, in (0, 1), that the bound ever exceeds the truth.

    Returns:
        A probability, correct to 1e-9; 0 where nothing held.

    Raises:
        ValueError: If the counts are impossible or alpha is outside (0, 1).
    """
    checked_counts(successes, draws)
    threshold = -log(checked_alpha(alpha))
    # E+ decreases in p, from infinity to 1/(2f+1); without a success it is constant and rejects nothing.
    return _crossing(lambda p: threshold - float(log_e_support(successes, draws, p)))


def upper_bound(successes: int, draws: int, alpha: float) -> float:
    """The largest probability left standing: E- at it is 1 / alpha; 1 where all held.

    Arguments and errors as in `lower_bound`.
    """
    checked_counts(successes, draws)
    threshold = -log(checked_alpha(alpha))
    # E- increases in p, from 1/(s+1) to infinity; without a failure it stays below one.
    return _crossing(lambda p: float(log_e_refute(successes, draws, p)) - threshold)


def _crossing(increasing: Callable[[float], float]) -> float:
    """Where an increasing function of a probability becomes positive; 0 or 1 if it does so at an end."""
    low, high = (float(expit(end)) for end in _ENDS)
    if increasing(low) >= 0:
        return 0.0
    if increasing(high) <= 0:
        return 1.0
    return float(expit(brentq(lambda logit: increasing(float(expit(logit))), *_ENDS, xtol=1e-12)))
