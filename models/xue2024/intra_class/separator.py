r"""The maximum-margin separator of supervised learning in data model 1, with infinitely many noise dimensions.

Noise vectors of more and more dimensions are orthogonal, of squared norm $\sigma_\xi^2$. A separator without intercept
then pays for the margin that the latents leave open at a sample with a weight on that sample's noise. What is left is
$$ \min_w \|w\|^2 + \frac1{\sigma_\xi^2} \sum_i \max(0, 1 - y_i w \cdot \mu_i)^2 $$
in the plane of the latents. Nothing but $y_i \mu_i$ enters. Derived; Sagawa et al. 2020, arXiv:2005.04345, Theorem 1,
which Xue et al. 2024 restate as Theorem 4.3.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri
from scipy.stats import binom
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["CountedGroups", "Majority", "separate", "separator"]

Points = NDArray[np.float64]
r"""$y_i \mu_i$, shape (samples, 2): core and spurious."""

_PILOT = 5_000
"""Points of the majority that stand for all of it in the first guess."""


@dataclass(frozen=True)
class CountedGroups:
    r"""Training data of Theorem 4.3: groups of counted sizes, spreads, and the noise of the infinitely many dimensions.

    Attributes:
        minority: $n_{min}$, samples whose attribute contradicts the class.
        odds: $n_{maj} / n_{min}$.
        core_spread: $\sigma_{core}$.
        spurious_share: $\sigma_{spu}^2$ as a share of the theorem's limit, $1 / (16 \log(100 n_{maj}))$.
        noise_share: $\sigma_\xi^2$ as a share of the theorem's limit, $n_{maj} / 600^2$.
        dim: d, for the contrastive learner: the separator's is infinite.
    """

    minority: int
    odds: int
    core_spread: float
    spurious_share: float
    noise_share: float
    dim: float = 1e4

    @property
    def majority(self) -> int:
        r"""$n_{maj}$."""
        return self.minority * self.odds

    @property
    def correlation(self) -> float:
        r"""$p_{maj} = n_{maj} / n$."""
        return self.odds / (1 + self.odds)

    @property
    def spurious_spread(self) -> Tensor:
        r"""$\sigma_{spu}$."""
        return (torch.as_tensor(self.spurious_share) / (16 * np.log(100 * self.majority))).sqrt()

    @property
    def noise(self) -> Tensor:
        r"""$\sigma_\xi$."""
        return (torch.as_tensor(self.noise_share) * self.majority / 600**2).sqrt()


class Majority:
    r"""Majority samples $1 + \sigma\, \Phi^{-1}(u)$ of a trial, drawn as far as a least coordinate of u asks for them.

    How many of n uniform points of the unit square have a coordinate below q is binomial, and given how many they are
    uniform on that L; so are those of a wider L that do not lie in this one. Points outside are never drawn.
    """

    def __init__(self, size: int, spread: Points, streams: Streams) -> None:
        """Nothing is drawn yet.

        Args:
            size: $n_{maj}$.
            spread: Standard deviations of both features, shape (2,).
            streams: Of this trial alone.
        """
        self._left, self._spread, self._streams = size, spread, streams
        self._level = 0.0
        self.points: Points = np.empty((0, 2))

    def pilot(self, size: int) -> Points:
        """Further points of the same law, which belong to no training set."""
        return 1 + self._spread * ndtri(_numbers(self._streams, "pilot", size))

    def draw_below(self, level: float) -> None:
        """Have all points that have a coordinate of u below a level."""
        if level <= self._level:
            return
        level = max(level, 2 * self._level)  # few draws, each of twice as much
        level = 1.0 if level > 0.5 else level
        remains, label = 1 - self._level, f"majority below {level!r}"
        width = (level - self._level) / remains
        inside = 1.0 if level == 1 else width * (2 - width)
        drawn = int(binom.ppf(_numbers(self._streams, f"{label}, how many", 1)[0, 0], self._left, inside))
        cells = _numbers(self._streams, label, drawn)
        which = _numbers(self._streams, f"{label}, which", drawn)[:, 0]
        if level < 1:
            # The L in two parts: all of it with a first coordinate below the level, and the rest of the other arm.
            lower = which * inside < width
            cells[:, 0] = np.where(lower, width * cells[:, 0], width + (1 - width) * cells[:, 0])
            cells[:, 1] = np.where(lower, cells[:, 1], width * cells[:, 1])
        self._left -= drawn
        new = self._level + remains * cells
        self._level = level
        self.points = np.concatenate([self.points, 1 + self._spread * ndtri(new)])


def separate(groups: CountedGroups, streams: Streams) -> Tensor:
    """Core and spurious weight of the separator of each trial, shape (trials, 2)."""
    spreads = torch.stack([torch.as_tensor(groups.core_spread), groups.spurious_spread], dim=1).double().cpu().numpy()
    variances = groups.noise.double().square().tolist()
    few = streams.normal("minority", (groups.minority, 2)).double().cpu().numpy()
    found = []
    for row, (minority, spread, variance) in enumerate(zip(few, spreads, variances, strict=True)):
        own = replace(streams.common, indices=streams.indices[row : row + 1])
        majority = Majority(groups.majority, spread, own)
        found.append(_separator(np.array([1.0, -1.0]) + spread * minority, majority, groups.majority, spread, variance))
    return torch.as_tensor(np.stack(found)).to(streams.device, streams.dtype)


def separator(
    points: Points, variance: float, start: Points | None = None, copies: NDArray[np.float64] | None = None
) -> Points:
    r"""Minimise $\|w\|^2 + \sigma^{-2} \sum_i \max(0, 1 - w \cdot z_i)^2$ by a trust region (scipy); convex.

    Args:
        points: $z_i = y_i \mu_i$, shape (samples, 2).
        variance: $\sigma_\xi^2$.
        start: Where to begin.
        copies: How often each point counts, shape (samples,); once if None.

    Returns:
        The weights, shape (2,).
    """
    counted = np.ones(len(points)) if copies is None else copies
    scale = variance + counted.sum()  # leaves the objective of order one, whatever the noise

    def short(weights: Points) -> tuple[Points, Points, Points]:
        gap = 1 - points @ weights
        active = gap > 0
        return gap[active], points[active], counted[active]

    def value(weights: Points) -> float:
        gap, _, times = short(weights)
        return float(variance * weights @ weights + times @ gap**2) / scale

    def slope(weights: Points) -> Points:
        gap, active, times = short(weights)
        return 2 * (variance * weights - (times * gap) @ active) / scale

    def curvature(weights: Points) -> Points:
        _, active, times = short(weights)
        return 2 * (variance * np.eye(2) + (active.T * times) @ active) / scale

    first = np.array([0.5, 0.5]) if start is None else start
    found = minimize(value, first, jac=slope, hess=curvature, method="trust-exact", options={"gtol": 1e-12})
    return np.asarray(found.x)


def _separator(minority: Points, majority: Majority, size: int, spread: Points, variance: float) -> Points:
    r"""The separator of a minority and of a majority most of which is never drawn.

    Of the majority's hundred thousands few hundred lie inside the margin, and no other counts. Weights that are solved
    for the points found so far are those of all, if no other lies inside their margin. Where both weights are positive,
    a point inside has $\Phi^{-1}(u) < \tau$ in one of its features, for the $\tau$ at which the corner $(\tau, \tau)$
    lies on the margin: only those are drawn.
    """
    pilot = np.concatenate([minority, majority.pilot(_PILOT)])
    stands_for = np.ones(len(pilot))
    stands_for[len(minority) :] = size / _PILOT
    weights = separator(pilot, variance, copies=stands_for)
    found = np.zeros(0, dtype=bool)
    while True:
        pull = weights @ spread
        within_reach = weights.min() >= 0 and pull > 0
        majority.draw_below(float(ndtr((1 - weights.sum()) / pull)) if within_reach else 1.0)
        found = np.concatenate([found, np.zeros(len(majority.points) - len(found), dtype=bool)])
        missing = ~found & (majority.points @ weights < 1)
        if found.any() and not missing.any():
            return weights
        found |= missing
        weights = separator(np.concatenate([minority, majority.points[found]]), variance, weights)


def _numbers(streams: Streams, label: str, count: int) -> Points:
    return np.asarray(streams.uniform(label, (count, 2))[0].double().cpu().numpy())
