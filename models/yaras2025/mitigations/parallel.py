r"""Temperatures of every kind from one start, on the paper's parallel model with free features.

Several arms share a start and differ in their temperature alone: frozen, learned in some parametrisation, or scheduled.
They are followed as one batch, arm after arm. For matched pairs of margin $\alpha$ at the inverse temperature $\beta$,
$$ -\frac{d \log\gamma}{dt} = r(\beta) = \frac{2\beta\alpha}{1 + e^{\beta\alpha}/(n-1)} , $$
which rises up to $\beta^* = x^* / \alpha$ and falls beyond, with $x^* = 1 + (n-1) e^{-x^*}$ (derived). Pairs that have
spread to a simplex have $\alpha^* = n/(n-1)$, which needs $d \ge n - 1$.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, appendices C, D and F; definitions of appendix D.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import torch
from torch import Tensor

from models.unit_vectors import random_rows
from models.yaras2025.flows.free_features import (
    FeatureCurve,
    Learning,
    follow_features,
    integrate_features,
    slopes_of_pairs,
)
from models.yaras2025.flows.temperature import Dynamics, Map, Temperature, side_by_side
from theoremcheck.streams import Streams

__all__ = [
    "Spread",
    "Start",
    "best_beta",
    "closing_rate",
    "follow_arms",
    "follow_frozen",
    "follow_schedules",
    "matched_start",
    "random_start",
    "simplex_margin",
]

Start = tuple[Tensor, Tensor]
"""Unit features of both modalities, each of shape (trials, n, d)."""


@dataclass(frozen=True)
class Spread:
    """Free features from a start in common, and how long they are trained."""

    pairs: int  # n
    dim: int  # d
    gap: float  # gamma_0, in (0, 1)
    beta: float  # inverse temperature at the start, in units that the page names
    duration: float  # T, in units that the page names
    tolerance: float  # of the integrator

    @property
    def best(self) -> float:
        r"""$\beta^*$ of pairs that have spread to a simplex."""
        return best_beta(self.pairs)


def matched_start(spread: Spread, streams: Streams) -> Start:
    """The same uniform rows in both modalities."""
    rows = random_rows(streams, "x", spread.pairs, spread.dim)
    return rows, rows


def random_start(spread: Spread, streams: Streams) -> Start:
    """Independent uniform rows: pairs that are mismatched at first."""
    shape = (spread.pairs, spread.dim)
    return random_rows(streams, "x", *shape), random_rows(streams, "y", *shape)


def simplex_margin(pairs: int) -> float:
    r"""$\alpha^* = n/(n-1)$."""
    return pairs / (pairs - 1)


def best_beta(pairs: int) -> float:
    r"""$\beta^* = x^* / \alpha^*$ with $x^* = 1 + (n-1) e^{-x^*}$, by Newton's method."""
    x = 1 + log(pairs)  # right of the root of an increasing concave function
    for _ in range(30):
        rest = (pairs - 1) * exp(-x)
        x -= (x - 1 - rest) / (1 + rest)
    return x / simplex_margin(pairs)


def closing_rate(beta: Tensor, margin: Tensor | float, pairs: int) -> Tensor:
    r"""$r(\beta) = 2\beta\alpha / (1 + e^{\beta\alpha}/(n-1))$."""
    strength = beta * margin
    return 2 * strength * torch.sigmoid(log(pairs - 1) - strength)


def follow_arms(
    start: Start, beta: Tensor, gap: Tensor, times: Tensor, tolerance: Tensor, arms: tuple[Temperature, ...]
) -> FeatureCurve:
    """The flow of each parametrisation, arm after arm: shape (arms * trials, ...).

    Args:
        start: Features in common.
        beta: Inverse temperatures at the start, shape (trials,).
        gap: Gap parameters at the start, shape (trials,).
        times: Recorded times, shape (trials, times).
        tolerance: Of the integrator, shape (trials,).
        arms: Parametrisations of the temperature.
    """
    copies = len(arms)
    fields = (beta, gap, tolerance)
    beta, gap, tolerance = (field.repeat(copies) for field in fields)
    rows = (start[0].repeat(copies, 1, 1), start[1].repeat(copies, 1, 1))
    return follow_features(rows, beta, gap, times.repeat(copies, 1), tolerance, Dynamics(side_by_side(*arms)))


def follow_frozen(start: Start, betas: Tensor, gap: Tensor, times: Tensor, tolerance: Tensor) -> FeatureCurve:
    """The flow at temperatures that are not learned, arm after arm.

    Args:
        start: Features in common.
        betas: Shape (trials, arms).
        gap: Gap parameters at the start, shape (trials,).
        times: Recorded times, shape (trials, times).
        tolerance: Of the integrator, shape (trials,).
    """
    return _follow_prescribed(start, betas, gap, times, tolerance, lambda rows: torch.zeros_like)


def follow_schedules(
    start: Start, temperatures: tuple[Tensor, Tensor], gap: Tensor, horizon: Tensor, tolerance: Tensor
) -> FeatureCurve:
    r"""The flow at temperatures $1/\beta$ that go on a straight line from one to another, arm after arm, at its end.

    Args:
        start: Features in common.
        temperatures: First and last, each of shape (trials, arms).
        gap: Gap parameters at the start, shape (trials,).
        horizon: $T$, shape (trials,).
        tolerance: Of the integrator, shape (trials,).
    """
    first, last = temperatures
    speed = ((last - first) / horizon[:, None]).mT.flatten()  # of the temperature; of beta it is -beta^2 times that

    def velocity_of(rows: Tensor) -> Map:
        slowing = -speed[rows]
        return lambda beta: beta.square() * slowing

    return _follow_prescribed(start, 1 / first, gap, horizon[:, None], tolerance, velocity_of)


def _follow_prescribed(
    start: Start,
    betas: Tensor,
    gap: Tensor,
    times: Tensor,
    tolerance: Tensor,
    beta_velocity_of: Callable[[Tensor], Map],
) -> FeatureCurve:
    def learning_of(rows: Tensor) -> Learning:
        beta_velocity = beta_velocity_of(rows)
        return Learning(slopes_of_pairs, lambda now: (beta_velocity(now.beta), 2.0 * now.beta * now.tilt))

    copies = betas.shape[1]
    rows = (start[0].repeat(copies, 1, 1), start[1].repeat(copies, 1, 1))
    return integrate_features(
        learning_of, rows, betas.mT.flatten(), gap.repeat(copies), times.repeat(copies, 1), tolerance.repeat(copies)
    )
