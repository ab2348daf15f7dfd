r"""What the flow of cross-entropy becomes at late times: the scalar flow slowed down, and a power of the logarithm.

Both read the flow of pairs whose other cosines all lie exactly $\alpha$ below, of `flows.reduced`. With $b =
\alpha\beta$ and the time $(n-1)t$ its velocities are those of the scalar model $\ell(m) = e^{-m}$ of section 3.1, each
divided by $1 + (n-1)e^{-a\alpha}$, where $a = \beta(1-\gamma^2)$. Derived.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, section 3.1 and Theorem 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

from models.yaras2025.flows.reduced import ExponentialLoss, GapCurve, UniformMargin, follow
from models.yaras2025.flows.temperature import Dynamics, narrowing_of, scaled_exponential

__all__ = ["ScaledFlow", "follow_scalar", "local_exponent", "local_exponent_law"]


@dataclass(frozen=True)
class ScaledFlow(UniformMargin):
    r"""A learned temperature $\beta = e^{\nu/s}$ whose $\nu$ has $\kappa$ times the others' learning rate."""

    scale: float  # s
    rate_ratio: float  # kappa

    @property
    def exponent(self) -> Tensor:
        r"""$p = 2 s^2 / \kappa$: the gap is $\Theta(\log(t)^{-p})$."""
        return torch.as_tensor(2 * self.scale**2 / self.rate_ratio)

    def dynamics(self, tied: bool) -> Dynamics:
        """The parametrisation of each trial."""
        return Dynamics(scaled_exponential(self.scale), self.rate_ratio, tied)


def follow_scalar(regime: UniformMargin, time: Tensor, slowing: tuple[float, ...]) -> GapCurve:
    r"""The scalar model from $\alpha\beta_0$ and $\gamma_0$, read at the times $(n-1)t$ times each factor.

    Args:
        regime: Batch of pairs of uniform margin.
        time: $t$, increasing, shape (times,).
        slowing: Factors.

    Returns:
        One curve after another, shape (factors * trials, times).
    """
    copies = len(slowing)
    gap, beta, tolerance = (
        torch.as_tensor(field).repeat(copies) for field in (regime.gap, regime.margin * regime.beta, regime.tolerance)
    )
    clock = (torch.as_tensor(regime.pairs) - 1)[:, None] * time.to(gap)
    # In a batch the fields are tensors of shape (trials,).
    scalar = ExponentialLoss(*(cast(float, field) for field in (gap, beta, tolerance)))
    return follow(scalar, torch.cat([factor * clock for factor in slowing]))


def local_exponent(regime: ScaledFlow, curve: GapCurve, tied: bool) -> Tensor:
    r"""$\hat p(t) = -\frac{d \log\gamma}{d \log\log t}$ from the velocity of the flow, shape (trials, times)."""
    beta, log_gap = curve.beta.mT, curve.log_gap.mT  # trials last, as the regime's fields are
    narrowing = narrowing_of(log_gap)
    _, closing = regime.dynamics(tied).velocity(beta, narrowing, regime.force(beta * narrowing))
    return -closing.mT * curve.time * curve.time.log()


def local_exponent_law(regime: ScaledFlow, curve: GapCurve) -> Tensor:
    r"""$p \log t / (b - 2)$ with $b = \alpha\beta(t)$, what is left of $p$ at a finite time; shape (trials, times).

    Late, $\dot b = \frac{\kappa}{s^2} b^2 (n-1) e^{-b}$, so that $\frac{d \log b}{d \log t} \to \frac{1}{b-2}$.
    """
    margin = torch.as_tensor(regime.margin)[:, None]
    return regime.exponent[:, None] * curve.time.log() / (margin * curve.beta - 2)
