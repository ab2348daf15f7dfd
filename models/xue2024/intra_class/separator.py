r"""The maximum-margin separator of supervised learning in data model 1, with infinitely many noise dimensions.

Noise vectors of more and more dimensions are orthogonal, of squared norm $\sigma_\xi^2$. A separator without intercept then
pays for the margin that the latents leave open at a sample with a weight on that sample's noise, and what is left is
$$ \min_w \|w\|^2 + \frac1{\sigma_\xi^2} \sum_i \max(0, 1 - y_i w \cdot \mu_i)^2 $$
in the plane of the latents. Nothing but $y_i \mu_i$ enters. Derived; Sagawa et al. 2020, arXiv:2005.04345, Theorem 1, which
Xue et al. 2024 restate as Theorem 4.3.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["CountedGroups", "separate", "separator", "separator_of_groups"]

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


def separate(groups: CountedGroups, streams: Streams) -> Tensor:
    """Core and spurious weight of the separator of each trial, shape (trials, 2)."""
    uniforms = streams.uniform("majority", (groups.majority, 2)).double().cpu().numpy()
    few = streams.uniform("minority", (groups.minority, 2)).double().cpu().numpy()
    spreads = torch.stack([torch.as_tensor(groups.core_spread), groups.spurious_spread], dim=1).double().cpu().numpy()
    variances = groups.noise.double().square().tolist()
    found = [
        separator_of_groups(majority, np.array([1.0, -1.0]) + spread * ndtri(minority), spread, variance)
        for majority, minority, spread, variance in zip(uniforms, few, spreads, variances, strict=True)
    ]
    return torch.as_tensor(np.stack(found)).to(streams.device, streams.dtype)


def separator_of_groups(uniforms: Points, minority: Points, spread: Points, variance: float) -> Points:
    r"""The separator of a minority and of a majority $1 + \sigma\, \Phi^{-1}(u)$, most of which is never computed.

    Of the majority's hundred thousands few hundred lie inside the margin, and no other counts. Weights that are solved for
    the points found so far are those of all, if no other lies inside their margin. Where both weights are positive, a
    point inside has $\Phi^{-1}(u) \le \tau$ in one of its features, for the $\tau$ at which the corner $(\tau, \tau)$ lies on
    the margin: only those are looked at.

    Args:
        uniforms: u of the majority, shape (n_maj, 2).
        minority: $y_i \mu_i$ of the minority, shape (n_min, 2).
        spread: Standard deviations of both features, shape (2,).
        variance: $\sigma_\xi^2$.
    """
    pilot = np.concatenate([minority, 1 + spread * ndtri(uniforms[:_PILOT])])
    stands_for = np.ones(len(pilot))
    stands_for[len(minority) :] = len(uniforms) / (len(pilot) - len(minority))
    weights = separator(pilot, variance, copies=stands_for)
    found = np.zeros(len(uniforms), dtype=bool)
    while True:
        pull = weights @ spread
        corner = ndtr((1 - weights.sum()) / pull) if weights.min() >= 0 and pull > 0 else 1.0
        candidates = np.flatnonzero((uniforms <= corner).any(axis=1) & ~found)
        missing = candidates[(1 + spread * ndtri(uniforms[candidates])) @ weights < 1]
        if found.any() and not len(missing):
            return weights
        found[missing] = True
        points = np.concatenate([minority, 1 + spread * ndtri(uniforms[found])])
        weights = separator(points, variance, weights)


def separator(
    points: Points, variance: float, start: Points | None = None, copies: NDArray[np.float64] | None = None
) -> Points:
    r"""Minimise $\|w\|^2 + \sigma^{-2} \sum_i \max(0, 1 - w \cdot z_i)^2$ over two weights: convex, by a trust region (scipy).

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
