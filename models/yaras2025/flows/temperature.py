r"""How a learned temperature and the gap move together: parametrisations $\beta(\nu)$ and what the flow conserves.

Gradient flow moves the inverse temperature and the gap by the same force $g = g_a(Z)$ (Yaras et al. 2025, eq.
11):
$$ \dot\beta = \kappa\, \beta'(\nu)^2 (1-\gamma^2)\, g, \qquad \frac{d}{dt}\log\gamma = -c\, \beta g, $$
with $\kappa = 1$ and $c = 2$ in the paper. Dividing one by the other removes $g$, whatever the data: along
every flow
$$ \frac{1}{\kappa} V(\beta) + \frac{1}{c} \Bigl(\log\gamma - \frac{\gamma^2}{2}\Bigr), \qquad
   V'(\beta) = \frac{\beta}{\beta'(\nu)^2}, $$
is constant. For $\beta = e^\nu$ this is Lemma 3.1; the general form is derived here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn.functional import softplus

__all__ = [
    "CLIP",
    "EXPONENTIAL",
    "FIXED",
    "LINEAR",
    "SOFTPLUS",
    "Dynamics",
    "Map",
    "Temperature",
    "narrowing_of",
    "scaled_exponential",
    "side_by_side",
]

Map = Callable[[Tensor], Tensor]
"""Of something of each trial, shape (trials,)."""


@dataclass(frozen=True)
class Temperature:
    r"""A parametrisation $\beta(\nu)$ of the inverse temperature.

    Attributes:
        value: $\nu \mapsto \beta$.
        parameter: $\beta \mapsto \nu$.
        squared_slope: $\beta \mapsto \beta'(\nu)^2$.
        potential: $\beta \mapsto V(\beta)$ with $V' = \beta / \beta'(\nu)^2$.
        arms: The parametrisations of the blocks of a batch, where they differ.
    """

    value: Map
    parameter: Map
    squared_slope: Map
    potential: Map
    arms: tuple[Temperature, ...] = ()

    def among(self, rows: Tensor, trials: int) -> Temperature:
        """The same for some trials of a batch, by their increasing indices."""
        if not self.arms:
            return self
        blocks = torch.bincount(rows * len(self.arms) // trials, minlength=len(self.arms))
        return _blockwise(self.arms, blocks.tolist())


@dataclass(frozen=True)
class Dynamics:
    r"""What the theorems assume of the training, one field a hypothesis.

    Attributes:
        temperature: Parametrisation $\beta(\nu)$.
        learning_rate_ratio: $\kappa$, the learning rate of $\nu$ over that of all other parameters.
        tied: Whether one parameter holds both heights, $\gamma_X = -\gamma_Y = \gamma$. Two free heights that start
            symmetric stay so, and each feels half of the force.
    """

    temperature: Temperature
    learning_rate_ratio: float = 1.0  # kappa
    tied: bool = True

    def among(self, rows: Tensor, trials: int) -> Dynamics:
        """The same for some trials of a batch, by their increasing indices."""
        return replace(self, temperature=self.temperature.among(rows, trials))

    @property
    def pull(self) -> float:
        """$c$: 2 if the heights are tied, 1 if each moves by its own derivative."""
        return 2.0 if self.tied else 1.0

    def velocity(self, beta: Tensor, narrowing: Tensor, force: Tensor) -> tuple[Tensor, Tensor]:
        r"""$(\dot\beta, \frac{d}{dt}\log\gamma)$ under the force $g$ (eq. 11), where the narrowing is $1-\gamma^2$."""
        learning = self.temperature.squared_slope(beta) * self.learning_rate_ratio
        return learning.mul(narrowing).mul(force), (beta * force).mul(-self.pull)

    def invariant(self, beta: Tensor, log_gap: Tensor) -> Tensor:
        r"""The conserved $V(\beta)/\kappa + (\log\gamma - \gamma^2/2)/c$."""
        height = log_gap - (2 * log_gap).exp() / 2
        return self.temperature.potential(beta) / self.learning_rate_ratio + height / self.pull


def narrowing_of(log_gap: Tensor) -> Tensor:
    r"""$1 - \gamma^2$, with all its digits where the gap is near 1."""
    return torch.expm1(2.0 * log_gap).neg()


def scaled_exponential(scale: float) -> Temperature:
    r"""$\beta = e^{\nu/s}$, so $\beta' = \beta/s$ and $V = s^2 \log\beta$; $s = 1$ is CLIP's."""
    return Temperature(
        value=lambda nu: (nu / scale).exp(),
        parameter=lambda beta: scale * beta.log(),
        squared_slope=lambda beta: (beta / scale).square(),
        potential=lambda beta: scale**2 * beta.log(),
    )


def side_by_side(*temperatures: Temperature) -> Temperature:
    """Several parametrisations as one: each acts on its own block of the batch, in equal blocks."""
    return _blockwise(temperatures, None)


def _blockwise(temperatures: tuple[Temperature, ...], sizes: list[int] | None) -> Temperature:
    """Each on its own block, of the given sizes or of equal ones."""

    def maps_of(member: str) -> Map:
        maps = [getattr(temperature, member) for temperature in temperatures]

        def act(batch: Tensor) -> Tensor:
            blocks = batch.chunk(len(maps)) if sizes is None else batch.split(sizes)
            return torch.cat([act(block) for act, block in zip(maps, blocks, strict=True)])

        return act

    value, parameter, squared_slope, potential = map(maps_of, ("value", "parameter", "squared_slope", "potential"))
    return Temperature(value, parameter, squared_slope, potential, temperatures)


def _softplus_potential(beta: Tensor) -> Tensor:
    r"""The integral of $\beta / (1 - e^{-\beta})^2$.

    $(\beta+1) \log(e^\beta-1) - \frac{\beta^2}{2} - \mathrm{Li}_2(e^{-\beta}) - \frac{\beta}{1-e^{-\beta}}$.
    """
    lifted = beta + (-torch.expm1(-beta)).log()
    return (beta + 1) * lifted - beta.square() / 2 - _dilogarithm((-beta).exp()) + beta / torch.expm1(-beta)


def _dilogarithm(x: Tensor) -> Tensor:
    r"""$\mathrm{Li}_2(x) = \sum_k x^k/k^2$; 64 terms leave less than 1e-13 for x below $e^{-1/2}$."""
    k = torch.arange(1, 65, dtype=x.dtype, device=x.device)
    return (x[..., None] ** k / k.square()).sum(-1)


EXPONENTIAL = scaled_exponential(1.0)
"""CLIP: beta = exp(nu)."""

LINEAR = Temperature(
    value=lambda nu: nu,
    parameter=lambda beta: beta,
    squared_slope=torch.ones_like,
    potential=lambda beta: beta.square() / 2,
)
"""beta = nu."""

SOFTPLUS = Temperature(
    value=softplus,
    parameter=lambda beta: beta + (-torch.expm1(-beta)).log(),
    squared_slope=lambda beta: torch.expm1(-beta).square(),
    potential=_softplus_potential,
)
"""beta = log(1 + exp(nu)); the potential is accurate for beta above 1/2."""

FIXED = Temperature(
    value=lambda nu: nu,
    parameter=lambda beta: beta,
    squared_slope=torch.zeros_like,
    potential=lambda beta: torch.full_like(beta, torch.inf),
)
"""A temperature that is not learned; nothing is conserved."""

CLIP = Dynamics(EXPONENTIAL)
"""What the paper assumes: beta = exp(nu), one learning rate, one gap parameter."""
