r"""Temperatures that are prescribed instead of learned (Yaras et al. 2025, appendices C and D).

In the scalar model $\ell(m) = e^{-m}$ the gap alone moves:
$\frac{d}{dt}\log\gamma = -2\beta(t)\, e^{-\beta(t)(1-\gamma^2)}$.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.yaras2025.flows.reduced import ABSOLUTE, ExponentialLoss
from models.yaras2025.flows.temperature import FIXED, Dynamics, narrowing_of
from theoremcheck.numerics import integrate

__all__ = ["TIED", "UNTIED", "PrescribedTemperature", "follow_schedule"]

TIED, UNTIED = Dynamics(FIXED), Dynamics(FIXED, tied=False)
"""One parameter that holds both heights, as in the paper, or two that start symmetric: the gap alone is learned."""

_NODES = 48
"""Gauss-Legendre nodes: more digits than a float has, for temperatures that vary by a factor of ten."""


@dataclass(frozen=True)
class PrescribedTemperature(ExponentialLoss):
    """A temperature on a straight path over the horizon: constant, linear in beta, or linear in temperature."""

    final_beta: float  # beta_1; beta_0 is the inherited beta
    closing: float  # 2 int beta exp(-beta) dt over the horizon, which fixes the horizon
    path: str  # "constant", "linear in beta" or "linear in temperature"

    def scheduled_beta(self, progress: Tensor) -> Tensor:
        """Inverse temperature after a share of the horizon in [0, 1], shape (trials, *) or (trials,)."""
        first, last = (field.reshape(-1, *[1] * (progress.ndim - 1)) for field in (self.beta, self.final_beta))
        if self.path == "constant":
            return first.expand(progress.shape)
        if self.path == "linear in beta":
            return first + (last - first) * progress
        return 1 / (1 / first + (1 / last - 1 / first) * progress)

    @property
    def mean_rate(self) -> Tensor:
        r"""Mean of $\beta e^{-\beta}$ over the path, shape (trials,)."""
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        progress = torch.as_tensor((1 + nodes) / 2).to(self.beta).expand(len(self.beta), -1)
        beta = self.scheduled_beta(progress)
        return (beta * (-beta).exp() * torch.as_tensor(weights / 2).to(self.beta)).sum(1)

    @property
    def horizon(self) -> Tensor:
        """Time at which the path ends."""
        return self.closing / (2 * self.mean_rate)


def follow_schedule(regime: PrescribedTemperature, dynamics: Dynamics = TIED) -> Tensor:
    r"""$\log\gamma$ at the horizon, shape (trials,), by integration in $s = \log(1+t)$.

    Args:
        regime: Batch of regimes.
        dynamics: What holds the heights; the temperature is the schedule's.
    """
    horizon = regime.horizon  # a quadrature

    def velocity(clock: Tensor, log_gap: Tensor) -> Tensor:
        beta = regime.scheduled_beta(torch.expm1(clock) / horizon)
        narrowing = narrowing_of(log_gap[:, 0])
        _, closing = dynamics.velocity(beta, narrowing, regime.force(beta * narrowing))
        return (closing * clock.exp())[:, None]

    grid = torch.stack([torch.zeros_like(horizon), horizon.log1p()], dim=1)
    end = integrate(velocity, regime.gap.log()[:, None], grid, relative=regime.tolerance, absolute=ABSOLUTE)
    return end[:, 1, 0]
