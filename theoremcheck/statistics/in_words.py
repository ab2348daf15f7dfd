"""Required probabilities as text: a number, or from where to where they go and that draws of each decide it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

__all__ = ["Weighed", "levels_in_words", "required_in_words", "required_levels"]


class _Stratum(Protocol):
    @property
    def required(self) -> float:
        """Required probability of its trials."""


class Weighed(Protocol):
    """Trials with what is required of them."""

    @property
    def required(self) -> float:
        """Required probability, or the mean of several; no draw has to reach that."""

    @property
    def strata(self) -> Sequence[_Stratum]:
        """The trials by required probability."""


def required_levels(weighed: Weighed) -> list[float]:
    """The different required probabilities, increasing."""
    return sorted({one.required for one in weighed.strata}) or [weighed.required]


def levels_in_words(levels: Sequence[float], number: Callable[[float], str] = "{:.4g}".format) -> str:
    """Required probabilities, or others, in increasing order.

    >>> levels_in_words([0.95]), levels_in_words([0.8, 0.9, 0.98])
    ('0.95', '0.8 to 0.98, by stratum')
    """
    least, largest = number(levels[0]), number(levels[-1])
    return least if least == largest else f"{least} to {largest}, by stratum"


def required_in_words(weighed: Weighed, number: Callable[[float], str] = "{:.4g}".format) -> str:
    """What is required, as a clause: `0.95 is required`, or `0.8 to 0.98 is required, by stratum`."""
    least, comma, by_stratum = levels_in_words(required_levels(weighed), number).partition(",")
    return f"{least} is required{comma}{by_stratum}"
