"""Regimes of free pairs."""

from typing import Any

from models.yi2025.matched_pairs import MatchedPairs
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = ["bounded_pairs", "closing_pairs"]


def bounded_pairs(**others: Any) -> Regimes:
    """Few pairs and many: 4 in eight dimensions are far from the bound, 64 on a circle within 1e-4 of it.

    200 steps take the slack most of the way down, and the inequality is one of every configuration.
    """
    declared: dict[str, Any] = dict(
        pairs=choice(4, 16, 64), dimension=choice(2, 3, 8), inverse_temperature=log_uniform(1.0, 10.0), steps=200
    )
    return Regimes(MatchedPairs, **{**declared, **others})


def closing_pairs(**others: Any) -> Regimes:
    r"""Inverse temperatures up to 4, and no circle: where descent reaches the optimum.

    Above $1/\tau$ = 4 to 6 descents were seen to end in configurations of higher loss; on a circle points cannot pass
    each other, and 1 of 30 descents did so at 4 pairs. Both limits were set after a pilot.
    """
    declared: dict[str, Any] = dict(
        pairs=choice(4, 16, 32), dimension=choice(3, 8), inverse_temperature=uniform(1.0, 4.0), steps=600
    )
    return Regimes(MatchedPairs, **{**declared, **others})
