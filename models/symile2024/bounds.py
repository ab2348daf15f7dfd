r"""Symile's bound on total correlation at a finite number of candidates, exactly: critics, negatives and gaps.

With an anchor x, one positive $(y_1, z_1) \sim p(y, z | x)$ and N - 1 negatives from $p(y) p(z)$,
$B_N(g) = \log N + E \log e^{g(x, y_1, z_1)} / \sum_j e^{g(x, y_j, z_j)}$.

Saporta et al. 2024, arXiv:2411.01053, reconstructed; evaluated by `theoremcheck.numerics.contrastive_bound`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import log

import torch
from torch import Tensor

from models.symile2024.tables import MOST_LETTERS, dirichlet
from theoremcheck.numerics import (
    chi_square,
    contrastive_bound,
    expected_log_sum,
    gaussian_table,
    log_density_ratio,
    marginal,
    total_correlation,
)
from theoremcheck.streams import Streams

__all__ = [
    "Bound",
    "Critic",
    "EquicorrelatedGaussian",
    "Negatives",
    "RandomTable",
    "TableOnALadder",
    "TableWithPools",
    "among_negatives_alone",
    "among_candidates",
    "among_combinations",
    "critics_around",
    "gaussian_gap",
    "independent",
    "opposite",
    "optimal",
    "pairwise",
    "rolled",
    "shifted_by_letter",
    "sizes_of",
    "twice_optimal",
]


@dataclass(frozen=True)
class Letters:
    """A random law of three modalities.

    Sizes are floats so that tables of all sizes share a batch; in a batch every field is a tensor of shape (trials,).
    """

    letters_x: float
    letters_y: float
    letters_z: float
    concentration: float  # alpha of the Dirichlet law

    def law(self, streams: Streams) -> Tensor:
        """Probabilities, shape (trials, 4, 4, 4)."""
        return dirichlet((self.letters_x, self.letters_y, self.letters_z), self.concentration, streams, "table")


@dataclass(frozen=True)
class RandomTable(Letters):
    """The law, and how many candidates an anchor meets."""

    candidates: float  # N


@dataclass(frozen=True)
class TableWithPools(Letters):
    """The law, and two pools whose combinations an anchor meets."""

    pool: int  # n


@dataclass(frozen=True)
class TableOnALadder(Letters):
    r"""The law, met by $N = c \max(64, 8 \mu_3 / \chi^2)$ candidates, $\mu_3 = E_q (r - 1)^3$.

    The gap is $\frac{\chi^2}{2N} (1 - \frac{\mu_3}{3 N \chi^2} + \dots)$: its rate shows where the second term is
    small, here at most 1/24. That ratio of moments is below $\max r$; a table whose rare letters come together has r
    in the thousands.
    """

    multiple: float  # c

    def candidates_of(self, joint: Tensor) -> Tensor:
        """N, shape (trials,)."""
        ratio = log_density_ratio(joint, 3).exp()
        first, second = ((joint * ratio**power).sum(dim=(1, 2, 3)) for power in (1, 2))
        return self.multiple * (8 * (second - 3 * first + 2) / (first - 1)).clamp(min=64.0)


@dataclass(frozen=True)
class EquicorrelatedGaussian:
    """Three standard normal variables, any two of them with the same correlation."""

    correlation: float  # rho
    multiple: float  # N / 64

    def law(self, points: int = 32, reach: float = 7.0) -> Tensor:
        """Probabilities on a grid; at rho = 0.8 it errs by e^-39, and leaves out 1e-11 of the law."""
        matrix = self.correlation[:, None, None].double().expand(-1, 3, 3).clone()
        matrix.diagonal(dim1=1, dim2=2).fill_(1.0)
        return gaussian_table(matrix, points, reach)[1]


Negatives = Callable[[Tensor, Letters], Tensor]
"""(tables, regimes) -> law of one negative (y, z), shape (trials, 4, 4)."""

Bound = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
"""(tables, scores, candidates, law of negatives) -> nats, shape (*, trials)."""

Critic = Callable[[Tensor, Streams], Tensor]
"""(tables, streams) -> scores, shape (trials, 4, 4, 4)."""


def independent(joint: Tensor, tables: Letters) -> Tensor:
    """Negatives as the theorem has them: $p(y) p(z)$."""
    return marginal(joint, 1, modalities=3)[:, :, None] * marginal(joint, 2, modalities=3)[:, None, :]


def rolled(joint: Tensor, tables: Letters) -> Tensor:
    """Negatives whose y has another marginal: that of the next letter."""
    first = marginal(joint, 1, modalities=3)
    after = (torch.arange(MOST_LETTERS, device=joint.device) + 1) % tables.letters_y[:, None]
    return (
        first.gather(1, after.long())[:, :, None]
        * (first > 0)[:, :, None]
        * marginal(joint, 2, modalities=3)[:, None, :]
    )


def among_candidates(joint: Tensor, scores: Tensor, candidates: Tensor, negatives: Tensor) -> Tensor:
    """$B_N$."""
    return contrastive_bound(joint, scores, candidates, modalities=3, negatives=negatives)


def among_negatives_alone(joint: Tensor, scores: Tensor, candidates: Tensor, negatives: Tensor) -> Tensor:
    """The same with the positive left out of the denominator."""
    law = negatives.flatten(start_dim=1)[:, None, :].expand(-1, joint.shape[1], -1)
    rows = scores.flatten(start_dim=-2)
    log_sum = expected_log_sum(rows, law.expand_as(rows), candidates[:, None] - 1)
    matched = (joint * scores).sum(dim=(-3, -2, -1))
    return candidates.log() + matched - (marginal(joint, 0, modalities=3) * log_sum).sum(dim=-1)


def among_combinations(joint: Tensor, scores: Tensor, pool: int, keep: bool = True) -> Tensor:
    r"""The bound with $n^2$ candidates, all combinations of two independent pools, by enumeration; shape (*, trials).

    $2 \log n + E \log e^{g(x, y_1, z_1)} / \sum_{j, k} e^{g(x, y_j, z_k)}$, where $y_2, \dots, y_n$ and $z_2, \dots,
    z_n$ are drawn from p(y) and p(z), independently of each other and of the positive.

    Args:
        joint: Tables, shape (trials, m, m, m).
        scores: g, shape (*, trials, m, m, m).
        pool: n; there are m^(2n + 1) terms.
        keep: Whether the positive stays in the denominator.
    """
    m, count = joint.shape[1], 2 * pool + 1  # axes x, y_1, z_1, y_2, z_2, ...
    weights = (scores - scores.amax(dim=(-3, -2, -1), keepdim=True)).exp()

    def spread(table: Tensor, *axes: int) -> Tensor:
        return table.reshape(*table.shape[: -len(axes)], *(m if axis in axes else 1 for axis in range(count)))

    chance, total = spread(joint, 0, 1, 2), torch.zeros((), dtype=joint.dtype)
    for each in range(1, pool):
        chance = chance * spread(marginal(joint, 1, modalities=3), 2 * each + 1)
        chance = chance * spread(marginal(joint, 2, modalities=3), 2 * each + 2)
    for y, z in product(range(pool), repeat=2):
        if keep or (y, z) != (0, 0):
            axes = (0, 2 * y + 1, 2 * z + 2)
            ordered = weights if axes[1] < axes[2] else weights.mT
            total = total + spread(ordered, *sorted(axes))
    logs = spread(weights, 0, 1, 2).log() - total.log()
    return 2 * log(pool) + (chance * logs).flatten(start_dim=-count).sum(dim=-1)


def critics_around(joint: Tensor, negatives: Tensor, streams: Streams) -> Tensor:
    r"""Five critics: $g^* = \log p / p(x) q$ with q the law of negatives, three disturbed ones, and one of noise alone.

    These are $g^* + N(0, 1)$, $2 g^*$, $g^* + \kappa(y)$ and $2 N(0, 1)$; shape (5, trials, 4, 4, 4).
    """
    reference = marginal(joint, 0, modalities=3)[:, :, None, None] * negatives[:, None]
    best = torch.where(joint > 0, (joint / reference).log(), torch.zeros_like(joint))
    shape = joint.shape[1:]
    return torch.stack(
        [
            best,
            best + streams.normal("disturbance", shape),
            2 * best,
            best + streams.normal("kappa", (MOST_LETTERS,))[:, None, :, None],
            2 * streams.normal("noise", shape),
        ]
    )


def optimal(joint: Tensor, streams: Streams) -> Tensor:
    r"""$\log r$."""
    return log_density_ratio(joint, 3)


def twice_optimal(joint: Tensor, streams: Streams) -> Tensor:
    r"""$2 \log r$."""
    return 2 * optimal(joint, streams)


def opposite(joint: Tensor, streams: Streams) -> Tensor:
    r"""$-\log r$."""
    return -optimal(joint, streams)


def shifted_by_letter(joint: Tensor, streams: Streams) -> Tensor:
    r"""$\log r + \kappa(y)$, of standard deviation 1."""
    return optimal(joint, streams) + streams.normal("kappa", (MOST_LETTERS,))[:, None, :, None]


def pairwise(joint: Tensor, streams: Streams) -> Tensor:
    """Sum of the pointwise mutual informations of the three pairs: what pairwise CLIP learns."""
    first, second, third = (
        log_density_ratio(marginal(joint, *pair, modalities=3)) for pair in ((0, 1), (0, 2), (1, 2))
    )
    return first[:, :, :, None] + second[:, :, None, :] + third[:, None, :, :]


def sizes_of(joint: Tensor) -> tuple[Tensor, Tensor]:
    r"""Total correlation and $\chi^2$, each of shape (trials,)."""
    return total_correlation(joint, 3), chi_square(joint, 3)


def gaussian_gap(gaussian: EquicorrelatedGaussian) -> Tensor:
    r"""$TC - B_N(\log r)$, shape (trials,)."""
    law = gaussian.law()
    ratio, (y, z) = log_density_ratio(law, 3), torch.triu_indices(law.shape[2], law.shape[3], device=law.device)
    # The law stays when all signs change, and when y and z change places: so anchors below 0 and pairs with y at most
    # z stand for all, and the quadrature meets a quarter of the outcomes.
    twice = torch.where(y < z, 2.0, 1.0)
    below = slice(law.shape[1] // 2)
    bound = contrastive_bound(
        2 * twice * law[:, below, y, z],
        ratio[:, below, y, z],
        64 * gaussian.multiple.double(),
        negatives=twice * marginal(law, 1, modalities=3)[:, y] * marginal(law, 2, modalities=3)[:, z],
    )
    return total_correlation(law, 3) - bound
