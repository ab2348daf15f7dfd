r"""Positives alone on the population, in law exactly, at any dimension and width.

With $P_A = [F_A | G_A]$ (columns $a_k$ of the signals, and of the noise), $N_A = \|P_A\|$,
$c = \langle F_A, F_B \rangle / N_A N_B$ and $\rho = N_B / N_A$, gradient flow of $-E f_A \cdot f_B$ on the clock
$ds = dt / N_A N_B$ is
$$ a_k' = \sigma_k^2 (b_k - c \rho\, a_k), \qquad b_k' = \sigma_k^2 (a_k - (c / \rho)\, b_k), \qquad
   g_A' = -\sigma_\xi^2 c \rho\, g_A . $$
So each pair of columns stays in its plane, and the flow closes on inner products: three numbers a signal, and three for
all noise columns together, whose power is one and the same. Their law at the start is Wishart; so d = 10^6 costs what
d = 16 costs. $\|W_A\|^2 + \|W_B\|^2 = \sum_j (|a_j|^2 + |b_j|^2) / \lambda_j$ is conserved. Derived.

Source: Ren and Li 2023, arXiv:2304.03717; the model is reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import torch
from torch import Tensor

from theoremcheck.numerics import chi, integrate
from theoremcheck.streams import Streams

__all__ = ["Moments", "Population", "column_powers", "draw_moments", "flow_of_positives", "length_ratio", "scatter"]

_ABSOLUTE = 1e-12

Moments = Tensor
r"""$|a|^2, |b|^2, a \cdot b$ of every signal and last of all noise columns together, shape (trials, 3, rank + 1)."""


@dataclass(frozen=True)
class Population:
    """A data model without samples; the weakest signal has power 1."""

    rank: int  # r, signals
    dim: int  # d
    width_per_dim: float  # m / d
    strongest: float  # sigma_1^2 / sigma_r^2
    noise: float  # sigma_xi / sigma_r
    clock_end: float  # s at the end
    tolerance: float  # of the integrator

    @property
    def width(self) -> Tensor:
        """Features m, shape (trials,)."""
        return torch.as_tensor(self.width_per_dim) * self.dim

    def powers(self, streams: Streams) -> Tensor:
        r"""$\sigma_k^2$, the inner ones uniform between the two ends, shape (trials, rank)."""
        strongest = torch.as_tensor(self.strongest)[:, None]
        inner = 1 + (strongest - 1) * streams.uniform("inner powers", (self.rank - 2,))
        return torch.cat([strongest, inner, torch.ones_like(strongest)], dim=1)


def column_powers(population: Population, powers: Tensor) -> Tensor:
    r"""$\sigma_1^2, \dots, \sigma_r^2, \sigma_\xi^2$, shape (trials, rank + 1)."""
    return torch.cat([powers, torch.as_tensor(population.noise).square()[:, None]], dim=1)


def draw_moments(population: Population, powers: Tensor, streams: Streams) -> Moments:
    """Inner products of Gaussian weights with entries N(0, 1/m), by Bartlett's decomposition.

    Args:
        population: Regimes.
        powers: Of the signals, shape (trials, rank).
        streams: One stream a trial.
    """
    lengths = torch.ones(population.rank + 1, dtype=powers.dtype, device=powers.device)
    lengths[-1] = population.dim - population.rank  # all noise columns as one long vector
    degrees = population.width[:, None] * lengths
    first = chi(degrees, streams, "first")
    along = streams.normal("along", (population.rank + 1,))
    second = along.square() + chi(degrees - 1, streams, "across").square()
    scale = column_powers(population, powers) / population.width[:, None]
    return torch.stack([first.square(), second, first * along], dim=1) * scale[:, None]


def flow_of_positives(
    population: Population, powers: Tensor, start: Moments, shared_noise: bool = False, points: int = 2
) -> Tensor:
    """Moments on an even grid of the clock from 0 to the horizon, shape (trials, points, 3, rank + 1).

    Args:
        population: Regimes.
        powers: Of the signals, shape (trials, rank).
        start: Moments at s = 0.
        shared_noise: Whether both views have the same noise, which positives then attract as well.
        points: Of the grid.
    """
    rates = column_powers(population, powers)
    attracted = torch.ones_like(rates[0])
    attracted[-1] = float(shared_noise)
    # States are short, and calls cost the time: constant matrices sum and mix the moments of a trial, K columns a kind.
    # What is pulled up is (2 a.b, 2 a.b, |a|^2 + |b|^2); what is lost, the moments times 2 c rho, 2 c / rho, their sum.
    ones = torch.ones_like(attracted)
    sums = torch.block_diag(ones, ones, attracted).mT
    pulls = torch.kron(rates.new_tensor([[0, 0, 1], [0, 0, 1], [2, 2, 0]]), attracted.diag())
    losses = torch.kron(rates.new_tensor([[2, 0, 1], [0, 2, 1]]), ones)
    speeds = rates.repeat(1, 3)

    def velocity(clock: Tensor, state: Tensor) -> Tensor:
        totals = state @ sums  # N_A^2, N_B^2 and <F_A, F_B>
        by = totals[:, 2:] / totals[:, :2]  # c rho and c / rho
        return torch.addcmul(state @ pulls, by @ losses, state, value=-1).mul_(speeds)

    share = torch.linspace(0, 1, points, dtype=rates.dtype, device=rates.device)
    grid = torch.as_tensor(population.clock_end)[:, None] * share
    tolerance = torch.as_tensor(population.tolerance)
    states = integrate(velocity, start.flatten(1), grid, relative=tolerance, absolute=_ABSOLUTE)
    return states.reshape(-1, points, *start.shape[1:])


def length_ratio(moments: Tensor) -> Tensor:
    r"""$|a_1| / |a_r|$, shape (*) of moments (*, 3, rank + 1)."""
    lengths = moments[..., 0, :-1]
    return (lengths[..., 0] / lengths[..., -1]).sqrt()


def scatter(population: Population) -> Tensor:
    r"""Standard deviation of the logarithm of the final length ratio at a finite width, shape (trials,).

    $\sqrt{(1 + (\sigma_r^2 / \sigma_1^2)^2) / 2m}$: conservation pins $|a_1|$; what is left is the length of the start
    of $a_r + b_r$, of relative standard deviation $1 / \sqrt{2m}$, and $\sigma_r^2\, d\Phi$, which is
    $\sigma_r^2 / \sigma_1^2$ of that of the first signal.
    """
    share = 1 / torch.as_tensor(population.strongest)
    return ((1 + share.square()) / population.width).sqrt() / sqrt(2)
