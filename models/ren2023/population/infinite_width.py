r"""Contrastive training on the population in the limit of infinite width, exactly, at any inverse temperature.

For $m \to \infty$ the columns of $P_A$ and $P_B$ are orthogonal at the start, and stay so. With
$M_k = a_k \cdot b_k / N_A N_B$, centred signals in $\{\pm 1\}^r$ and the weight K of the negatives the loss is
$$ L = 2 \log\Bigl(1 + K e^{-\tau^2 \sum_k M_k} \prod_k \cosh(\tau^2 M_k)\Bigr) , $$
with no average left; the noise enters through $N_A = N_B$ alone. On the clock $ds = 2 q_0 \tau^2 dt / N_A N_B$,
$q_0 = K / (1 + K)$, with q the softmax mass of the negatives, $w_k = (q / q_0) (1 - \tanh(\tau^2 M_k))$ and
$C = \sum_k w_k M_k$,
$$ \frac{d}{ds} \log|a_k + b_k| = \sigma_k^2 (w_k - C), \qquad
   \frac{d}{ds} \log|a_k - b_k| = -\sigma_k^2 (w_k + C), \qquad \frac{d}{ds} \log|g| = -\sigma_\xi^2 C . $$
Logarithms make what decays move evenly, so that no step is bound by it, and a run to $s = 10^5$ costs a few hundred.
Positives alone are $w_k = 1$. Derived.

Source: Ren and Li 2023, arXiv:2304.03717; the model is reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import torch
from torch import Tensor
from torch.nn.functional import softplus

from theoremcheck.numerics import integrate
from theoremcheck.streams import Streams

__all__ = ["Limit", "Pull", "both", "condition_number", "first_crossing", "follow_limit", "positives_alone", "shares"]

Pull = Callable[[Tensor, Tensor, Tensor], Tensor]
r"""($M$, $\tau^2$, $K$) -> $w_k$, shapes (trials, rank), (trials, 1), (trials, 1) -> (trials, rank)."""


@dataclass(frozen=True)
class Limit:
    """A data model at infinite width; the weakest signal has power 1."""

    rank: int  # r
    dim: float  # d
    strongest: float  # sigma_1^2 / sigma_r^2
    noise: float  # sigma_xi / sigma_r
    negatives: float  # K
    tolerance: float  # of the integrator

    def powers(self, streams: Streams) -> Tensor:
        r"""$\sigma_k^2$, the inner ones uniform between the two ends, shape (trials, rank)."""
        strongest = torch.as_tensor(self.strongest)[:, None]
        inner = 1 + (strongest - 1) * streams.uniform("inner powers", (self.rank - 2,))
        return torch.cat([strongest, inner, torch.ones_like(strongest)], dim=1)


def both(similarity: Tensor, inverse_temperature: Tensor, negatives: Tensor) -> Tensor:
    r"""$w_k = (q / q_0)(1 - \tanh(\tau^2 M_k))$ with positives and negatives."""
    # log cosh x - x = softplus(-2 x) - log 2, and 1 - tanh x = 2 sigmoid(-2 x)
    opposed = -2 * inverse_temperature * similarity
    excess = softplus(opposed, threshold=40).sum(1, keepdim=True) - similarity.shape[1] * log(2)
    mass = torch.sigmoid(negatives.log() + excess)
    return mass * (2 * (1 + negatives) / negatives) * opposed.sigmoid()


def positives_alone(similarity: Tensor, inverse_temperature: Tensor, negatives: Tensor) -> Tensor:
    """$w_k = 1$."""
    return torch.ones_like(similarity)


def follow_limit(limit: Limit, powers: Tensor, inverse_temperature: Tensor, clock: Tensor, pull: Pull = both) -> Tensor:
    r"""$\log|a_k + b_k|$, $\log|a_k - b_k|$ and $\log|g|$ at the given times, shape (trials, times, 2 rank + 1).

    Args:
        limit: Batch of regimes.
        powers: $\sigma_k^2$, shape (trials, rank).
        inverse_temperature: $\tau^2$, shape (trials,).
        clock: Increasing times s > 0, shape (trials, times).
        pull: The loss.
    """
    noise = torch.as_tensor(limit.noise).square()[:, None]
    temperature, negatives = inverse_temperature[:, None], torch.as_tensor(limit.negatives)[:, None]
    # States are short, and calls cost the time: constant matrices put w_k, -w_k and 0 in their places.
    eye, rates = (
        torch.eye(limit.rank, dtype=powers.dtype, device=powers.device),
        torch.cat([powers, powers, noise], dim=1),
    )
    places = torch.cat([eye, -eye, torch.zeros_like(eye[:, :1])], dim=1)
    table = _products(limit.rank, powers)

    def velocity(now: Tensor, state: Tensor) -> Tensor:
        similarity = _similarity(state, table)
        weight = pull(similarity, temperature, negatives)
        total = (weight * similarity).sum(1, keepdim=True)
        return (weight @ places).sub_(total).mul_(rates)

    half = (2 * powers).log() / 2
    columns = torch.as_tensor(limit.dim)[:, None] - limit.rank
    start = torch.cat([half, half, (columns * noise).log() / 2], dim=1)
    grid = torch.cat([torch.zeros_like(clock[:, :1]), clock], dim=1)
    tolerance = torch.as_tensor(limit.tolerance)
    # Logarithms pass through 0, and errors of theirs are relative errors of lengths: hence the absolute tolerance.
    return integrate(velocity, start, grid, relative=tolerance, absolute=1e-7)[:, 1:]


def shares(state: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    r"""$M_k$, and $|a_k|^2 / N_A^2$, each of shape (*, rank), of states (*, 2 rank + 1)."""
    doubled = 2 * (state - state.amax(-1, keepdim=True))
    plus, minus, noise = doubled.split([rank, rank, 1], dim=-1)
    plus, minus = plus.exp() / 4, minus.exp() / 4
    norm = (plus + minus).sum(-1, keepdim=True) + noise.exp()
    return (plus - minus) / norm, (plus + minus) / norm


def _products(rank: int, like: Tensor) -> Tensor:
    r"""Takes $|a_k \pm b_k|^2$ and $|g|^2$ to $a_k \cdot b_k$ and $N_A^2$, shape (2 rank + 1, rank + 1)."""
    eye = torch.eye(rank, dtype=like.dtype, device=like.device)
    squares = torch.cat([torch.full_like(like[0], 1 / 4).repeat(2), torch.ones_like(like[0, :1])])
    return torch.cat([torch.cat([eye, -eye, 0 * eye[:1]]) / 4, squares[:, None]], dim=1)


def _similarity(state: Tensor, table: Tensor) -> Tensor:
    """The first of `shares`, in fewer calls, for states of shape (trials, 2 rank + 1)."""
    totals = (state - state.amax(1, keepdim=True)).mul_(2).exp_() @ table
    return totals[:, :-1] / totals[:, -1:]


def condition_number(state: Tensor, rank: int) -> Tensor:
    """Of orthogonal columns the ratio of the longest to the shortest, shape (*)."""
    powers = shares(state, rank)[1]
    return (powers.amax(-1) / powers.amin(-1)).sqrt()


def first_crossing(clock: Tensor, curve: Tensor, level: float, never: float) -> Tensor:
    """Where a curve first falls below a level, by interpolation of logarithms, or what stands for never; (trials,)."""
    below = curve < level
    index = below.int().argmax(dim=1).clamp(min=1)[:, None]
    (s0, s1), (y0, y1) = (
        (values.gather(1, index - 1).log(), values.gather(1, index).log()) for values in (clock, curve)
    )
    share = (torch.full_like(y0, level).log() - y0) / (y1 - y0)
    found = (s0 + share * (s1 - s0)).exp()[:, 0]
    return torch.where(below.any(dim=1), found, never)
