r"""The tied gap of Yaras et al. 2025 where pairs stay mismatched: free features on the population loss of a table.

Embeddings are $[\sqrt{1-\gamma^2}\, h, \pm\gamma]$ as in the paper; scores are $a Z$ with $a = \beta(1-\gamma^2)$, and
the loss is that of pairs which are right with probability $1 - \epsilon$ (`models.pair_tables`). Its least value over
a is at $a^*$, so at a fixed $\beta$ and on a simplex
$$ \gamma_*^2 = \max(0,\; 1 - a^*/\beta), $$
and with a learned temperature a whole curve, $\beta (1-\gamma^2) = a^*$, is at rest; the invariant of Lemma 3.1 picks
its point (both derived).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.pair_tables import critical_inverse_temperature, mismatched_pairs, simplex
from models.yaras2025.flows.free_features import FeatureCurve, Learning, Slopes, integrate_features, rates_of
from models.yaras2025.flows.temperature import Dynamics
from theoremcheck.streams import Streams

__all__ = ["TiedPairs", "follow_mismatched", "frozen_gap", "refined", "slopes_in_columns", "tied_gap"]

_NOISE = 0.02
"""Of each coordinate of the features at the start, about a simplex on which partners coincide.

Part of such a disturbance stays: rows w A and w A^-T with a matrix A near 1 have the scores of a shorter simplex and
length 1. It takes about (K - 2) times its square off the cosine of partners, and adds as much to gamma squared.
"""
_BISECTIONS = 60


@dataclass(frozen=True)
class TiedPairs:
    """Mismatched pairs with one gap parameter for both modalities."""

    states: int  # K
    mismatch: float  # epsilon, in (0, 1)
    critical_multiple: float  # beta_0 / a*
    gap: float  # gamma_0, in (0, 1)
    duration: float  # T in units of 1 / (beta^2 f''(a*))
    tolerance: float  # of the integrator

    @property
    def joint(self) -> Tensor:
        """P, shape (trials, K, K)."""
        return mismatched_pairs(self.states, torch.as_tensor(self.mismatch))

    @property
    def critical(self) -> Tensor:
        """$a^*$, shape (trials,)."""
        return critical_inverse_temperature(self.states, torch.as_tensor(self.mismatch))

    @property
    def beta(self) -> Tensor:
        r"""$\beta_0$, shape (trials,)."""
        return self.critical_multiple * self.critical

    def horizon(self, beta: Tensor) -> Tensor:
        r"""T, shape (trials,), at the inverse temperature of the end.

        f is the loss of a simplex as a function of a, and $f''(a^*) = (K/(K-1))^2 p (1-p)$ with the probability p of
        the own partner.
        """
        own = 1 - torch.as_tensor(self.mismatch) * (1 - 1 / self.states)
        curvature = (self.states / (self.states - 1)) ** 2 * own * (1 - own)
        return self.duration / (beta.square() * curvature)

    def start(self, streams: Streams) -> tuple[Tensor, Tensor]:
        """Features near a simplex, each of shape (trials, K, K - 1); free, and disturbed independently.

        In one dimension more they could take a common direction of their own, a cone, that stands in for the gap.
        """
        shape = (self.states, self.states - 1)
        noise = (_NOISE * streams.normal(side, shape) for side in ("x", "y"))
        first, second = (normalize(simplex(self.states, one) + one, dim=-1) for one in noise)
        return first, second


def follow_mismatched(
    pairs: TiedPairs, joint: Tensor, horizon: Tensor, dynamics: Dynamics, streams: Streams
) -> FeatureCurve:
    """Gradient flow of features, gap and temperature on the population loss, at a tenth of the horizon and at its end.

    Args:
        pairs: Where it starts.
        joint: The law of the pairs, shape (trials, K, K).
        horizon: T, shape (trials,).
        dynamics: How the temperature is learned.
        streams: One stream a trial.
    """

    def learning_of(rows: Tensor) -> Learning:
        return Learning(slopes_in_columns(joint[rows]), rates_of(dynamics))

    times = torch.stack([horizon / 10, horizon], dim=1)
    gap, tolerance = torch.as_tensor(pairs.gap), torch.as_tensor(pairs.tolerance)
    return integrate_features(learning_of, pairs.start(streams), pairs.beta, gap, times, tolerance)


def slopes_in_columns(joint: Tensor) -> Slopes:
    r"""`pair_tables.loss_slope` at the scores $aZ$ where trials lie next to each other, for a law that stays.

    Args:
        joint: P, shape (trials, K, K).
    """
    law = joint.movedim(0, -1).contiguous()
    first, second = law.sum(1, keepdim=True), law.sum(0, keepdim=True)
    log_first, log_second = first.log(), second.log()

    def slopes_of(cosines: Tensor, a: Tensor, beta: Tensor) -> Tensor:
        scores = cosines * a
        rows, columns = (scores + log_second).softmax(1), (scores + log_first).softmax(0)
        return rows.mul_(first).add_(columns.mul_(second)).div_(2.0).sub_(law)

    return slopes_of


def tied_gap(pairs: TiedPairs) -> Tensor:
    r"""$\gamma_* = \sqrt{\max(0, 1 - a^*/\beta)}$ at a fixed temperature, shape (trials,)."""
    return (1 - 1 / torch.as_tensor(pairs.critical_multiple)).clamp(min=0).sqrt()


def frozen_gap(pairs: TiedPairs) -> Tensor:
    r"""$\gamma_\infty$ with a learned temperature, shape (trials,).

    The root in (0, 1) of $\beta_0 \sqrt{\gamma_0/\gamma}\; e^{(\gamma^2 - \gamma_0^2)/4} (1 - \gamma^2) = a^*$, whose
    left-hand side falls from infinity to 0; by bisection of $\log\gamma$.
    """
    start = torch.as_tensor(pairs.gap)
    target = torch.as_tensor(pairs.critical_multiple).log() + start.log() / 2 - start.square() / 4
    low, high = torch.full_like(start, -60.0), torch.zeros_like(start)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        square = (2 * middle).exp()
        above = target - middle / 2 + square / 4 + (-square).log1p() > 0
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    return ((low + high) / 2).exp()


def refined(pairs: TiedPairs) -> TiedPairs:
    """A hundredth of the integrator's tolerance."""
    return replace(pairs, tolerance=pairs.tolerance / 100)
