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
from models.yaras2025.flows.loss import contrastive_loss, embedding, gradient_in_columns
from models.yaras2025.flows.reduced import ABSOLUTE, GapCurve, clock_of
from models.yaras2025.flows.temperature import CLIP, Dynamics, narrowing_of
from theoremcheck.numerics import EIGHTH, FIFTH, Velocity, integrate
from theoremcheck.streams import Streams

__all__ = [
    "FeatureCurve",
    "FreeFeatures",
    "Feeling",
    "Learning",
    "MatchedFeatures",
    "Rates",
    "Slopes",
    "follow_features",
    "gap_per_beta",
    "integrate_features",
    "rates_of",
    "slopes_of_pairs",
]

Slopes = Callable[[Tensor, Tensor, Tensor], Tensor]
r"""($Z$, $a$, $\beta$) to the gradient G of a loss in its scores, shapes (n, n, trials) and (trials,).

Here and in `Feeling` trials come last: sums and softmaxes over a handful of pairs are slow along that handful.
"""


_FEW = 24
"""Recorded times up to which a pair of order 8 pays, at tolerances of 1e-6 to 1e-9: it takes about thirty steps, of
twelve evaluations, where one of order 5 takes ninety of six; and each recorded time ends a step."""


@dataclass(frozen=True)
class Feeling:
    r"""What temperature and gap feel of a loss, each of shape (trials,) but for the gradient.

    Attributes:
        beta: Inverse temperature.
        narrowing: $1 - \gamma^2$.
        tilt: $\langle G, Z \rangle$, minus the force.
        slopes: G, shape (n, n, trials).
    """

    beta: Tensor
    narrowing: Tensor
    tilt: Tensor
    slopes: Tensor


Rates = Callable[[Feeling], tuple[Tensor, Tensor]]
r"""To the velocities of $\beta$ and $\log\gamma$, each of shape (trials,)."""


@dataclass(frozen=True)
class Learning:
    """What is learned of some trials: the loss, through its slopes, and how temperature and gap move."""

    slopes: Slopes
    rates: Rates


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
    trials = len(beta)

    def learning_of(rows: Tensor) -> Learning:
        return Learning(slopes_of_pairs, rates_of(dynamics.among(rows, trials)))

    return integrate_features(learning_of, start, beta, gap, times, tolerance)


def slopes_of_pairs(cosines: Tensor, a: Tensor, beta: Tensor) -> Tensor:
    r"""$\nabla\ell(aZ)$ of the contrastive loss, in which the constant $-\beta\gamma^2$ of the scores cancels."""
    return gradient_in_columns(cosines * a)


def rates_of(dynamics: Dynamics) -> Rates:
    """Equation (11): one force moves temperature and gap."""
    return lambda now: dynamics.velocity(now.beta, now.narrowing, now.tilt.neg())


def integrate_features(
    learning_of: Callable[[Tensor], Learning],
    start: tuple[Tensor, Tensor],
    beta: Tensor,
    gap: Tensor,
    times: Tensor,
    tolerance: Tensor,
) -> FeatureCurve:
    r"""Integrate a flow of features on the sphere, inverse temperature and gap from time 0.

    Args:
        learning_of: What is learned of the trials with the given indices, shape (rows,).
        start: Unit features of both modalities, each of shape (trials, n, d).
        beta: Initial inverse temperatures, shape (trials,).
        gap: Initial gaps, shape (trials,).
        times: Increasing recorded times > 0, shape (times,) or (trials, times).
        tolerance: Relative tolerance of one step, shape (trials,).

    Returns:
        The curve at the recorded times.
    """
    trials, n, d = start[0].shape

    def among(rows: Tensor) -> Velocity:
        return _velocity(learning_of(rows), n, d)

    state = torch.cat([torch.stack(start, dim=1).reshape(trials, -1), beta[:, None], gap.log()[:, None]], dim=1)
    times = times.to(state).expand(trials, -1)
    whole = among(torch.arange(trials, device=state.device))
    states = integrate(
        whole,
        state,
        clock_of(times),
        relative=tolerance,
        absolute=ABSOLUTE,
        pair=EIGHTH if times.shape[1] <= _FEW else FIFTH,
        among=among,
    )[:, 1:]
    x, y = states[..., :-2].reshape(trials, -1, 2, n, d).unbind(2)
    return FeatureCurve(times, states[..., -2], states[..., -1], x, y)


def _velocity(learning: Learning, n: int, d: int) -> Velocity:
    """The flow of some trials."""

    def velocity(clock: Tensor, state: Tensor) -> Tensor:
        columns = state.mT.contiguous()
        both, beta, log_gap = columns[:-2].view(2, n, d, -1), columns[-2], columns[-1]
        (x, y), narrowing = both, narrowing_of(log_gap)
        a, cosines = beta * narrowing, (x[:, None] * y).sum(2)
        slopes = learning.slopes(cosines, a, beta)
        # -a (G y - <G y, x> x) for a row x, and alike for Y; the <G y, x> add up to <G, Z>.
        velocities = torch.empty_like(columns)
        moved = velocities[:-2].view(2, n, d, -1)
        torch.sum(slopes[:, :, None] * y, 1, out=moved[0])
        torch.sum(slopes[:, :, None] * x[:, None], 0, out=moved[1])
        along = (moved * both).sum(2, keepdim=True)
        torch.addcmul(moved.neg_(), along, both, out=moved).mul_(a)
        velocities[-2], velocities[-1] = learning.rates(Feeling(beta, narrowing, along[0].sum((0, 1)), slopes))
        return velocities.mul_(clock.exp()).mT

    return velocity


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
