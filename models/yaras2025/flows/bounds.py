r"""Closed forms of how the gap closes: the lower bound of Theorem 3.2, and laws of late times.

Each takes a batch of regimes, with fields of shape (trials,), and times of shape (trials, times).
"""

from __future__ import annotations

import torch
from torch import Tensor

from models.yaras2025.flows.reduced import ExponentialLoss, UniformMargin

__all__ = [
    "gap_lower_bound",
    "gap_lower_bound_as_printed",
    "late_clock",
    "linear_temperature_law",
    "neglected_by_the_clock",
]


def gap_lower_bound(regime: UniformMargin, time: Tensor) -> Tensor:
    r"""The bound of Theorem 3.2 with the constants that its proof gives: $c_4^2$ above, $c_3 c_4 t$ below (derived).

    $$ \gamma(t) \ge \frac{c_4^2}{\log\bigl(c_3 c_4 t + e^{c_4/\sqrt{\gamma_0}}\bigr)^2} $$
    """
    c2, c3, c4 = _constants(regime)
    return c4.square() / torch.logaddexp((c3 * c4 * time).log(), c4 / _column(regime.gap).sqrt()).square()


def gap_lower_bound_as_printed(regime: UniformMargin, time: Tensor) -> Tensor:
    r"""The end of the proof of Theorem 3.2 as printed: $c_2$ above, $c_3 t$ below."""
    c2, c3, c4 = _constants(regime)
    return c2 / torch.logaddexp((c3 * time).log(), c4 / _column(regime.gap).sqrt()).square()


def _constants(regime: UniformMargin) -> tuple[Tensor, Tensor, Tensor]:
    """$c_2, c_3, c_4$ of the proof of Theorem 3.2, each of shape (trials, 1)."""
    strength = _column(regime.margin * regime.beta * regime.gap.sqrt())
    c1 = 2 * strength * (_column(regime.pairs) - 1)
    c2 = strength * (1 - _column(regime.gap).square()) * (-_column(regime.gap).square() / 4).exp()
    return c2, 55 * c1 / 2, c2 - 0.1


def late_clock(regime: UniformMargin, time: Tensor, beta: Tensor) -> Tensor:
    r"""$F(t) = b - 2\log b + \log(1 + 2/b + 6/b^2) - \log((n-1)t)$, $b = \alpha\beta(t)$; it tends to 0 (derived).

    Late, $\dot b = b^2 (n-1) e^{-b}$, and $\int e^b b^{-2} db = e^b b^{-2} (1 + 2/b + 6/b^2 + 24/b^3 + \dots)$.
    """
    b = _column(regime.margin) * beta
    series = (2 / b + 6 / b.square()).log1p()
    return b - 2 * b.log() + series - ((_column(regime.pairs) - 1) * time).log()


def neglected_by_the_clock(regime: UniformMargin, beta: Tensor) -> Tensor:
    r"""$(24 + C^4)/b^3$, the next terms that $F$ leaves out (derived).

    24 continues the series; $C^4/b^3 = b\gamma^2$ is what the gap still takes from $a = \beta(1-\gamma^2)$, with
    $C = \alpha\beta_0\sqrt{\gamma_0}\, e^{-\gamma_0^2/4}$.
    """
    gap_term = (regime.margin * regime.beta).pow(4) * regime.gap.square() * (-regime.gap.square()).exp()
    return (24 + _column(gap_term)) / (_column(regime.margin) * beta).pow(3)


def linear_temperature_law(regime: ExponentialLoss, time: Tensor) -> Tensor:
    r"""Late $\log\gamma(t)$ of the scalar model with $\beta = \nu$ (derived).

    $\log\gamma_0 + \beta_0^2 - \gamma_0^2/2 - \log(t + e^{\beta_0})^2$.
    """
    start = regime.gap.log() + regime.beta.square() - regime.gap.square() / 2
    return _column(start) - torch.logaddexp(time.log(), _column(regime.beta)).square()


def _column(field: Tensor) -> Tensor:
    """A field of shape (trials,) beside times of shape (trials, times)."""
    return field[:, None]
