r"""Where a probability crosses a level along one coordinate, by logistic regression integrated over its parameters.

$$ \operatorname{logit} P(u) = \operatorname{logit} r \pm s (c - u), $$
with the crossing c uniform over a bracket and the steepness s log-uniform, both on a grid: a step as well as a gentle
descent is fitted without failing to converge, and the spread of c is at hand. It chooses where to look next and gives
the point estimate; no decision rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

__all__ = ["Fit", "Outcomes", "fit_crossing", "replicates_to_decide"]

Floats = NDArray[np.float64]

_CROSSINGS, _STEEPNESSES = 96, 28
_STEEP = (0.5, 1000.0)
"""Steepness in units of one over the bracket: from a descent far wider than it to a step."""


@dataclass(frozen=True)
class Outcomes:
    """Outcomes along a coordinate.

    Attributes:
        places: Coordinates.
        holds: How many held at each.
        replicates: Of how many.
        required: The level at each.
    """

    places: Floats
    holds: Floats
    replicates: Floats
    required: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[float, float, float, float]]) -> Outcomes:
        """From (coordinate, holds, replicates, level)."""
        table = np.array(rows, dtype=np.float64).reshape(-1, 4)
        return cls(*(table[:, column] for column in range(4)))

    def within(self, low: float, high: float) -> Outcomes:
        """Those on a stretch."""
        fine = (self.places >= low) & (self.places <= high)
        return Outcomes(self.places[fine], self.holds[fine], self.replicates[fine], self.required[fine])


@dataclass(frozen=True)
class Fit:
    """The crossing as the outcomes have it.

    Attributes:
        grid: Places it may have.
        weights: How likely each is, given the outcomes; sums to one.
        steepness: Median steepness, in logits a unit of the coordinate.
        falling: Whether the probability falls along the coordinate.
        level: The level that is crossed.
    """

    grid: Floats
    weights: Floats
    steepness: float
    falling: bool
    level: float

    def quantile(self, share: float) -> float:
        """Where a share of the weight lies below."""
        return float(np.interp(share, np.cumsum(self.weights) - self.weights / 2, self.grid))

    @property
    def estimate(self) -> float:
        """The median."""
        return self.quantile(0.5)

    def probability(self, place: ArrayLike) -> Floats:
        """The fitted holding probability, for the median crossing and steepness."""
        sign = 1 if self.falling else -1
        return np.asarray(expit(logit(self.level) + sign * self.steepness * (self.estimate - np.asarray(place))))


def fit_crossing(outcomes: Outcomes, low: float, high: float, *, falling: bool) -> Fit:
    """Fit the crossing of a bracket.

    Args:
        outcomes: Of the replicates in the bracket and about it.
        low: Lower end of the bracket, in the coordinate.
        high: Upper end.
        falling: Whether the probability falls along the coordinate.
    """
    crossings = np.linspace(low, high, _CROSSINGS)
    steepness = np.geomspace(*_STEEP, _STEEPNESSES) / (high - low)
    distance = crossings[:, None] - outcomes.places
    signed = (1 if falling else -1) * steepness[:, None, None] * distance  # (steepness, crossing, outcome)
    eta = np.clip(logit(outcomes.required) + signed, -30, 30)
    likelihood = -(
        outcomes.holds * np.logaddexp(0, -eta) + (outcomes.replicates - outcomes.holds) * np.logaddexp(0, eta)
    ).sum(axis=-1)
    joint = np.exp(likelihood - likelihood.max())
    joint /= joint.sum()
    weights = joint.sum(axis=0)
    middle = float(np.exp(np.interp(0.5, np.cumsum(joint.sum(axis=1)), np.log(steepness))))
    level = float(outcomes.required.mean()) if len(outcomes.required) else 0.5
    return Fit(crossings, weights, middle, falling, level)


def replicates_to_decide(probability: float, required: float, threshold: float) -> float:
    """About how many replicates decide on which side of the level a probability lies.

    An e-process grows by the relative entropy of the two coins at each draw; the mixture costs it a few units more.
    """
    p, q = np.clip([probability, required], 1e-9, 1 - 1e-9)
    entropy = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
    return float((threshold + 2.5) / max(entropy, 1e-12))
