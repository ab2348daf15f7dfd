r"""The full gradient flow with free features: every unit vector is its own parameter.

$\dot h = -(I - hh^\top)\, \partial\ell/\partial h$ for the rows of $H_X$ and $H_Y$ on the sphere, together with
the learned temperature and the gap (Yaras et al. 2025, eq. 11): $2nd + 2$ variables in the logarithmic time
$s = \log(1+t)$. The lemmas hold for every encoder; free features are the smallest one in which pairs mismatch,
match, and spread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from models.unit_vectors import random_rows
from models.yaras2025.flows.loss import contrastive_loss, embedding, gradient
from models.yaras2025.flows.reduced import ABSOLUTE, GapCurve, clock_of
from models.yaras2025.flows.temperature import CLIP, Dynamics, narrowing_of
from theoremcheck.numerics import integrate
from theoremcheck.streams import Streams

__all__ = [
    "FeatureCurve",
    "FreeFeatures",
    "MatchedFeatures",
    "Feeling",
    "Rates",
    "Slopes",
    "follow_features",
    "gap_per_beta",
    "integrate_features",
    "rates_of",
    "slopes_of_pairs",
]

Slopes = Callable[[Tensor, Tensor, Tensor], Tensor]
r"""($Z$, $a$, $\beta$) to the gradient G of a loss in its scores, shapes (trials, n, n) and (trials, 1, 1)."""


@dataclass(frozen=True)
class Feeling:
    r"""What temperature and gap feel of a loss, each of shape (trials,) but for the gradient.

    Attributes:
        beta: Inverse temperature.
        narrowing: $1 - \gamma^2$.
        tilt: $\langle G, Z \rangle$, minus the force.
        slopes: G, shape (trials, n, n).
    """

    beta: Tensor
    narrowing: Tensor
    tilt: Tensor
    slopes: Tensor


Rates = Callable[[Feeling], tuple[Tensor, Tensor]]
r"""To the velocities of $\beta$ and $\log\gamma$, each of shape (trials,)."""


@dataclass(frozen=True)
class FreeFeatures:
    """Two modalities of independent uniform unit vectors: a random, hence mismatched start."""

    pairs: int  # n
    dim: int  # d
    gap: float  # gamma_0, in (0, 1)
    beta: float  # beta_0 = 1 / temperature
    tolerance: float  # of the integrator

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor]:
        """Features of both modalities, each of shape (trials, n, d)."""
        return random_rows(streams, "x", self.pairs, self.dim), random_rows(streams, "y", self.pairs, self.dim)


@dataclass(frozen=True)
class MatchedFeatures:
    """Both modalities start at the same random unit vectors, with a multiple of Theorem 3.2's least beta."""

    pairs: int  # n
    dim: int  # d
    gap: float  # gamma_0, in (0, 1)
    threshold_multiple: float  # beta_0 over the least value that the theorem allows
    tolerance: float  # of the integrator

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor]:
        """The same features twice, shape (trials, n, d)."""
        features = random_rows(streams, "x", self.pairs, self.dim)
        return features, features


@dataclass(frozen=True)
class FeatureCurve(GapCurve):
    """A curve of the gap with the features that go with it."""

    x: Tensor  # H_X, shape (trials, times, n, d)
    y: Tensor  # H_Y

    @property
    def cosines(self) -> Tensor:
        r"""$Z = H_X H_Y^\top$ at each time, shape (trials, times, n, n)."""
        return self.x @ self.y.mT

    def inside(self) -> FeatureCurve:
        """The same curve, stopped at its last recorded state before the gap passes through 1."""
        states = (self.log_gap < 0).long().cumprod(dim=1).sum(dim=1, keepdim=True) - 1
        at = torch.minimum(torch.arange(self.log_gap.shape[1], device=states.device), states)
        rows = torch.arange(len(at), device=at.device)[:, None]
        return FeatureCurve(*(getattr(self, field.name)[rows, at] for field in fields(self)))


def follow_features(
    start: tuple[Tensor, Tensor],
    beta: Tensor,
    gap: Tensor,
    times: Tensor,
    tolerance: Tensor,
    dynamics: Dynamics = CLIP,
) -> FeatureCurve:
    r"""Integrate the full flow from time 0.

    Args:
        start: Unit features of both modalities, each of shape (trials, n, d).
        beta: Initial inverse temperatures, shape (trials,).
        gap: Initial gaps, shape (trials,).
        times: Increasing recorded times > 0, shape (times,).
        tolerance: Relative tolerance of one step, shape (trials,).
        dynamics: What is assumed of the training; the paper's by default.

    Returns:
        The curve at the recorded times. It is that of $\ell(\beta(1-\gamma^2)Z)$, which goes on if a gap that
        opens passes through 1; the embedding itself ends there.
    """
    return integrate_features(slopes_of_pairs, rates_of(dynamics), start, beta, gap, times, tolerance)


def slopes_of_pairs(cosines: Tensor, a: Tensor, beta: Tensor) -> Tensor:
    r"""$\nabla\ell(aZ)$ of the contrastive loss, in which the constant $-\beta\gamma^2$ of the scores cancels."""
    return gradient(cosines * a)


def rates_of(dynamics: Dynamics) -> Rates:
    """Equation (11): one force moves temperature and gap."""
    return lambda now: dynamics.velocity(now.beta, now.narrowing, now.tilt.neg())


def integrate_features(
    slopes_of: Slopes,
    rates: Rates,
    start: tuple[Tensor, Tensor],
    beta: Tensor,
    gap: Tensor,
    times: Tensor,
    tolerance: Tensor,
) -> FeatureCurve:
    r"""Integrate a flow of features on the sphere, inverse temperature and gap from time 0.

    Args:
        slopes_of: The loss, through its gradient in the scores.
        rates: How temperature and gap are learned.
        start: Unit features of both modalities, each of shape (trials, n, d).
        beta: Initial inverse temperatures, shape (trials,).
        gap: Initial gaps, shape (trials,).
        times: Increasing recorded times > 0, shape (times,).
        tolerance: Relative tolerance of one step, shape (trials,).

    Returns:
        The curve at the recorded times.
    """
    trials, n, d = start[0].shape

    def velocity(clock: Tensor, state: Tensor) -> Tensor:
        both, (beta, log_gap) = state[:, :-2].view(trials, 2 * n, d), state[:, -2:].unbind(1)
        (x, y), narrowing, speed = both.split(n, dim=1), narrowing_of(log_gap), clock.exp()[:, None]
        a, cosines = (beta * narrowing)[:, None, None], torch.bmm(x, y.mT)
        slopes = slopes_of(cosines, a, beta[:, None, None])
        # -a (G y - <G y, x> x) for a row x, where <G y, x> is a row sum of G Z; for Y the column sums.
        weighted = slopes * cosines
        along = torch.cat([weighted.sum(2), weighted.sum(1)], dim=1)[..., None]
        moved = along * both
        moved[:, :n].baddbmm_(slopes, y, alpha=-1)
        moved[:, n:].baddbmm_(slopes.mT, x, alpha=-1)
        learned = rates(Feeling(beta, narrowing, along[:, :n, 0].sum(1), slopes))
        return torch.cat([moved.mul_(a).view(trials, -1), torch.stack(learned, dim=1)], dim=1).mul_(speed)

    state = torch.cat([torch.stack(start, dim=1).reshape(trials, -1), beta[:, None], gap.log()[:, None]], dim=1)
    times = times.to(state).expand(trials, -1)
    states = integrate(velocity, state, clock_of(times), relative=tolerance, absolute=ABSOLUTE)[:, 1:]
    x, y = states[..., :-2].reshape(trials, -1, 2, n, d).unbind(2)
    return FeatureCurve(times, states[..., -2], states[..., -1], x, y)


def gap_per_beta(curve: FeatureCurve, dynamics: Dynamics) -> Tensor:
    r"""$d\gamma/d\beta$ at the recorded states, by autograd of the loss on the (d+1)-dimensional embeddings.

    Args:
        curve: States with gaps below 1.
        dynamics: What is assumed of the training.

    Returns:
        $(d\gamma/dt) / (d\beta/dt)$, shape (trials, times).
    """
    nu = dynamics.temperature.parameter(curve.beta).detach().requires_grad_()
    heights = torch.stack([curve.gap, -curve.gap]).detach().requires_grad_()
    beta = dynamics.temperature.value(nu)
    cosines = embedding(curve.x, heights[0]) @ embedding(curve.y, heights[1]).mT
    loss = contrastive_loss(beta[..., None, None] * cosines).sum()
    slope = torch.autograd.grad(beta.sum(), nu, retain_graph=True)[0]
    nu_gradient, (upper, lower) = torch.autograd.grad(loss, (nu, heights))
    gap_gradient = upper - lower if dynamics.tied else upper
    return gap_gradient / (dynamics.learning_rate_ratio * slope * nu_gradient)
