r"""Critics of pairs of letters, trained in the population: on laws, with infinitely many pairs and negatives.

For $P = p(x, y)$ and $Q = p(x) p(y)$ the Jensen-Shannon value of a critic T is

$$ J(T) = -E_P \log(1 + e^{-T}) - E_Q \log(1 + e^{T}), \qquad \log 4 + J(T) \le 2\, JSD(P, Q), $$

with equality at $T = \log P / Q$ alone. The critic is a table, or the scaled cosine of one unit vector a letter, as
in the released code: $T = e^\tau \langle a_x, b_y \rangle$ without a bias. Gradients are in closed form, and a letter
without probability has none, so tables of all sizes share a batch. Shrivastava et al. 2023, arXiv:2112.07133.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, log, pi

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import gammaincinv
from torch import Tensor

from models.adam import Adam
from theoremcheck.numerics import jensen_shannon, log_density_ratio, product_of_marginals, total_correlation
from theoremcheck.streams import Streams

__all__ = [
    "ChannelOrTable",
    "Cosine",
    "PairTable",
    "Slope",
    "fit_cosine",
    "fit_table",
    "information",
    "infonce_slope",
    "jensen_shannon_value",
    "jsd_slope",
    "jsd_slope_of_positives",
    "jsd_slope_of_two_negatives",
    "offset_ratio",
    "residual",
]

FLOOR = 1e-4
LEARNING_RATE = 0.05


def _random_table(
    rows: Tensor, columns: Tensor, shape: tuple[int, int], concentration: Tensor, streams: Streams
) -> Tensor:
    """Dirichlet tables with a floor, in the first rows and columns, shape (trials, *shape), float64."""
    levels = replace(streams, dtype=torch.float64).uniform("table", shape)
    alpha = concentration.double()[:, None, None].cpu().numpy()
    gammas = torch.from_numpy(np.asarray(gammaincinv(alpha, levels.cpu().numpy()))).to(levels.device)
    row, column = (torch.arange(count, device=levels.device) for count in shape)
    there = (row[:, None] < rows[:, None, None]) & (column < columns[:, None, None])
    gammas = gammas * there
    raised = gammas / gammas.sum(dim=(1, 2), keepdim=True) + FLOOR * there
    return raised / raised.sum(dim=(1, 2), keepdim=True)


@dataclass(frozen=True)
class PairTable:
    """A random law of pairs and a training; floats are tensors of shape (trials,), so that all sizes share a batch."""

    size: float  # which of SIZES
    concentration: float  # alpha of the Dirichlet law
    dim: int
    steps: int

    SIZES = ((2, 3), (3, 3), (4, 4), (5, 6))

    def law(self, streams: Streams) -> Tensor:
        """Probabilities, shape (trials, 5, 6)."""
        sizes = torch.tensor(self.SIZES, dtype=torch.float64, device=streams.device)[self.size.long()]
        return _random_table(sizes[:, 0], sizes[:, 1], self.SIZES[-1], self.concentration, streams)


@dataclass(frozen=True)
class ChannelOrTable:
    """A symmetric channel of m letters, or a random table; and a training."""

    letters: int  # m of a channel, or 0: a table
    error: float  # e, probability that a channel's output is another letter than its input
    size: float  # of a table, as in PairTable
    concentration: float  # of a table
    steps: int

    @property
    def dim(self) -> int:
        """d: m for a channel, whose symmetry needs no more; 16 for tables."""
        return self.letters or 16

    def law(self, streams: Streams) -> Tensor:
        """Probabilities, shape (trials, m, m) or (trials, 5, 6)."""
        if not self.letters:
            table = PairTable(self.size, self.concentration, self.dim, self.steps)
            return table.law(streams)
        m, error = self.letters, self.error[:, None, None]
        same = torch.eye(m, dtype=torch.float64, device=streams.device)
        return (same * (1 - error) + (1 - same) * error / (m - 1)) / m


Slope = Callable[[Tensor, Tensor, Tensor], Tensor]
"""(P, Q, T) -> slope of the objective by each entry of T, all of shape (trials, rows, columns)."""


def jsd_slope(joint: Tensor, product: Tensor, scores: Tensor) -> Tensor:
    r"""Of J: $P\, \sigma(-T) - Q\, \sigma(T) = P - (P + Q)\, \sigma(T)$."""
    return joint.addcmul(joint + product, scores.sigmoid(), value=-1)


def jsd_slope_of_two_negatives(joint: Tensor, product: Tensor, scores: Tensor) -> Tensor:
    """Of J with two negatives a positive, summed."""
    return jsd_slope(joint, 2 * product, scores)


def jsd_slope_of_positives(joint: Tensor, product: Tensor, scores: Tensor) -> Tensor:
    """Of J with positive pairs in place of negatives."""
    return jsd_slope(joint, joint, scores)


def infonce_slope(joint: Tensor, product: Tensor, scores: Tensor) -> Tensor:
    r"""Of symmetric InfoNCE with many candidates: $P - \frac12 e^T Q (1 / Z_x + 1 / Z_y)$."""
    weights = product * (scores - scores.amax(dim=(1, 2), keepdim=True)).exp()
    tiny = torch.finfo(weights.dtype).tiny
    rows = joint.sum(dim=2, keepdim=True) / weights.sum(dim=2, keepdim=True).clamp(min=tiny)
    columns = joint.sum(dim=1, keepdim=True) / weights.sum(dim=1, keepdim=True).clamp(min=tiny)
    return joint - weights * (rows + columns) / 2


def fit_table(joint: Tensor, slope: Slope, steps: int) -> Tensor:
    """A critic with a number for every pair of letters, from 0; shape (trials, rows, columns)."""
    scores, product = torch.zeros_like(joint), product_of_marginals(joint)
    _ascend(scores, lambda: slope(joint, product, scores), steps)
    return scores


@dataclass(frozen=True)
class Cosine:
    r"""A trained cosine critic.

    Attributes:
        first: $a_x$, unit vectors, shape (trials, rows, dim).
        second: $b_y$, unit vectors, shape (trials, columns, dim).
        scale: $e^\tau$, shape (trials,).
        bias: Shape (trials,); 0 in the released code.
    """

    first: Tensor
    second: Tensor
    scale: Tensor
    bias: Tensor

    @property
    def scores(self) -> Tensor:
        """T, shape (trials, rows, columns)."""
        return self.scale[:, None, None] * (self.first @ self.second.mT) + self.bias[:, None, None]


def fit_cosine(
    joint: Tensor, slope: Slope, dim: int, steps: int, streams: Streams, *, bias: bool = False, starts: int = 1
) -> Cosine:
    r"""From Gaussian vectors and $\tau = \log(1 / 0.07)$.

    Args:
        joint: Laws, shape (trials, rows, columns).
        slope: The objective.
        dim: d.
        steps: Of Adam.
        streams: One stream a trial.
        bias: Whether a bias, from 0, is learned as well.
        starts: Critics of each law, each from a start of its own; those of a law follow each other in what is returned.
    """
    joint = joint.repeat_interleave(starts, dim=0)
    critics, rows, columns = joint.shape
    product = product_of_marginals(joint)
    vectors = streams.normal("start", (starts, (rows + columns) * dim)).flatten(0, 1).to(joint)
    weights = torch.cat([vectors, vectors.new_full((critics, 1), -log(0.07)), vectors.new_zeros(critics, 1)], dim=1)
    letters = weights[:, :-2].unflatten(1, (rows + columns, dim))

    def read() -> tuple[Tensor, Tensor, Cosine]:
        norms = letters.norm(dim=2, keepdim=True)
        units = letters / norms
        first, second = units.split((rows, columns), dim=1)
        return norms, units, Cosine(first, second, weights[:, -2].exp(), weights[:, -1])

    def gradient() -> Tensor:
        norms, units, critic = read()
        scaled = critic.first * critic.scale[:, None, None]
        scores = torch.baddbmm(critic.bias[:, None, None], scaled, critic.second.mT)
        by_score = slope(joint, product, scores)
        by_first = (by_score @ critic.second).mul_(critic.scale[:, None, None])
        by_unit = torch.cat([by_first, by_score.mT @ scaled], dim=1)
        along = (by_unit * units).sum(dim=2, keepdim=True)
        by_letter = by_unit.addcmul_(units, along, value=-1).div_(norms)
        by_tau = along.sum(dim=1) / 2  # T less its bias is linear in either vector: each counts it once
        by_bias = by_score.sum(dim=(1, 2)) if bias else torch.zeros_like(critic.bias)
        return torch.cat([by_letter.flatten(start_dim=1), by_tau, by_bias[:, None]], dim=1)

    _ascend(weights, gradient, steps)
    return read()[2]


def jensen_shannon_value(joint: Tensor, scores: Tensor) -> Tensor:
    r"""$\log 4 + J(T)$ in nats, shape (trials,)."""
    product = product_of_marginals(joint)
    return log(4) - (joint * F.softplus(-scores) + product * F.softplus(scores)).sum(dim=(1, 2))


def residual(joint: Tensor, scores: Tensor) -> Tensor:
    r"""$E_P (T - \log r)^2 / E_P (\log r)^2$, shape (trials,)."""
    ratio = log_density_ratio(joint)
    return (joint * (scores - ratio).square()).sum(dim=(1, 2)) / (joint * ratio.square()).sum(dim=(1, 2))


def offset_ratio(joint: Tensor, critic: Cosine) -> Tensor:
    r"""$-e^\tau \langle E a, E b \rangle / KL(Q \| P)$, shape (trials,); means under the marginals."""
    product = product_of_marginals(joint)
    first = (joint.sum(dim=2)[:, None, :] @ critic.first)[:, 0]
    second = (joint.sum(dim=1)[:, None, :] @ critic.second)[:, 0]
    reverse = -torch.where(product > 0, product * log_density_ratio(joint), torch.zeros_like(joint)).sum(dim=(1, 2))
    return -critic.scale * (first * second).sum(dim=1) / reverse


def information(joint: Tensor) -> tuple[Tensor, Tensor]:
    """Mutual information, and twice the Jensen-Shannon divergence, each of shape (trials,)."""
    return total_correlation(joint), 2 * jensen_shannon(joint)


def _ascend(weights: Tensor, gradient: Callable[[], Tensor], steps: int) -> None:
    """Adam with a cosine schedule, in place; each trial's gradient is its own."""
    adam = Adam(weights, maximize=True)
    for step in range(steps):
        weights.grad = gradient()
        adam.step(LEARNING_RATE * (1 + cos(pi * step / steps)) / 2)
    weights.grad = None
