r"""The flow of inverse temperature and gap alone, where the force is a closed form $g(a)$ of $a = \beta(1-\gamma^2)$.

Two such forces occur in Yaras et al. 2025: pairs matched with one and the same margin everywhere (the extremal
case of Theorem 3.2), and the loss $\ell(m) = e^{-m}$ of section 3.1 and appendix C. Time is logarithmic,
$s = \log(1+t)$: late motion is one of $\log t$, so a flow to $t = 10^{30}$ costs little more than one to
$10^3$.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10
from typing import Any, Protocol

import torch
from torch import Tensor

from models.yaras2025.flows.temperature import CLIP, Dynamics, narrowing_of
from theoremcheck.numerics import EIGHTH, integrate

__all__ = [
    "ExponentialLoss",
    "GapCurve",
    "GaussianLoss",
    "ReducedRegime",
    "UniformMargin",
    "clock_of",
    "follow",
    "least_beta",
    "log_times",
    "refined",
]

ABSOLUTE = 1e-13
"""Absolute tolerance of a step: below every relative one in use, so that only those decide."""


class ReducedRegime(Protocol):
    """What the flow needs: where it starts, and the force."""

    @property
    def gap(self) -> Tensor:
        """Initial half-height of the gap."""

    @property
    def beta(self) -> Tensor:
        """Initial inverse temperature."""

    @property
    def tolerance(self) -> Tensor:
        """Relative tolerance of one step of the integrator."""

    def force(self, a: Tensor) -> Tensor:
        """$g(a)$."""


@dataclass(frozen=True)
class ExponentialLoss:
    r"""The scalar model of section 3.1 and appendix C: $\ell(m) = e^{-m}$ at $m = \beta(1-\gamma^2)$."""

    gap: float  # gamma_0, in (0, 1)
    beta: float  # beta_0 = 1 / temperature, positive
    tolerance: float  # of the integrator

    def force(self, a: Tensor) -> Tensor:
        """$e^{-a}$."""
        return (-a).exp()


@dataclass(frozen=True)
class GaussianLoss(ExponentialLoss):
    r"""The same with a loss that falls faster, $\ell(m) = e^{-m^2}$; no source has it."""

    def force(self, a: Tensor) -> Tensor:
        """$2 a e^{-a^2}$."""
        return 2 * a * (-a.square()).exp()


@dataclass(frozen=True)
class UniformMargin:
    r"""Matched pairs all of whose other cosines lie exactly $\alpha$ below: $g(a) = \alpha / (1 + e^{a\alpha}/(n-1))$.

    Of all matched cosines of margin at least $\alpha$ these have the largest force (Lemma B.1b).
    """

    pairs: float  # n, at least 2
    margin: float  # alpha, in (0, n / (n - 1)]
    gap: float  # gamma_0, in (0, 1)
    threshold_multiple: float  # beta_0 over the least value that Theorem 3.2 allows
    tolerance: float  # of the integrator

    @property
    def beta(self) -> Tensor:
        """Initial inverse temperature."""
        return self.threshold_multiple * least_beta(self.pairs, self.margin, self.gap)

    def force(self, a: Tensor) -> Tensor:
        r"""$\alpha (1 - p_1)$ with the softmax weight $p_1$ of the pair itself, in a form that cannot overflow."""
        return self.margin * torch.sigmoid((self.pairs - 1.0).log() - a * self.margin)


def least_beta(pairs: Tensor, margin: Tensor, gap: Tensor) -> Tensor:
    r"""$\frac{\log(4(n-1))}{\alpha(1-\gamma_0^2)}$, the least $\beta_0$ that Theorem 3.2 allows."""
    return (4 * (pairs - 1.0)).log() / (margin * (1 - gap.square()))


@dataclass(frozen=True)
class GapCurve:
    """Inverse temperature and logarithm of the gap at recorded times, each of shape (trials, times)."""

    time: Tensor  # t
    beta: Tensor
    log_gap: Tensor  # log(gamma): the gap itself may be far below the smallest float

    @property
    def gap(self) -> Tensor:
        """The gap; what is below exp(-600) is shown as that, so that its logarithm stays finite."""
        return self.log_gap.clamp(min=-600).exp()


def follow(regime: ReducedRegime, times: Tensor, dynamics: Dynamics = CLIP) -> GapCurve:
    """Integrate the reduced flow from time 0.

    Args:
        regime: Batch of regimes.
        times: Increasing recorded times > 0, shape (times,) or (trials, times).
        dynamics: What is assumed of the training; the paper's by default.

    Returns:
        The curve at the recorded times.
    """
    start = torch.stack([regime.beta, regime.gap.log()], dim=1)

    def velocity(clock: Tensor, state: Tensor) -> Tensor:
        beta, log_gap = state.unbind(1)
        narrowing = narrowing_of(log_gap)
        rates = dynamics.velocity(beta, narrowing, regime.force(beta * narrowing))
        return torch.stack(rates, dim=1).mul_(clock.exp()[:, None])

    times = times.to(start).expand(len(start), -1)
    states = integrate(velocity, start, clock_of(times), relative=regime.tolerance, absolute=ABSOLUTE, pair=EIGHTH)[
        :, 1:
    ]
    return GapCurve(times, states[..., 0], states[..., 1])


def clock_of(times: Tensor) -> Tensor:
    r"""The grid $s = \log(1+t)$ of an integration that starts at time 0, shape (trials, times + 1)."""
    return torch.cat([torch.zeros_like(times[:, :1]), times.log1p()], dim=1)


def log_times(first: float, last: float, count: int) -> Tensor:
    """Times in geometric progression, float64, shape (count,)."""
    return torch.logspace(log10(first), log10(last), count, dtype=torch.float64)


def refined(regime: Any) -> Any:
    """The same batch of regimes, integrated with a hundredth of the tolerance."""
    return replace(regime, tolerance=regime.tolerance / 100)
