r"""A direction that separates two modalities: constellations with signed scores, and the algorithm of Theorem 3.6.

A configuration is signed if $\langle U_i, V_i \rangle > 0$ for all i and $\langle U_i, V_j \rangle < 0$ for all $i \ne
j$. Invertible linear maps keep all signs, $U \to A U$ and $V \to A^{-T} V$: of one signed configuration they make many
that look like nothing in the paper.

Bangachev et al. 2025, arXiv:2509.18552, Theorem 3.6 and its proof; the generators and the tilt are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import nnls
from torch import Tensor
from torch.nn.functional import normalize, pad

from models.constellations import MOST, double_constant, random_code
from models.pair_tables import simplex
from theoremcheck.streams import Streams

__all__ = ["SignedPairs", "SimplexPairs", "least_norm_direction", "tilted"]


@dataclass(frozen=True)
class SignedPairs:
    """A double-constant configuration over a random code, then a linear map; signed by construction."""

    pairs: int  # N
    dimension: float  # d
    place: float  # of the spread x within the range in which all signs are as they should be, in (0, 1)
    condition_number: float  # of the linear map

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor]:
        r"""Both modalities, shape (trials, pairs, MOST) each.

        $S_{ii} = 2x - 1$ and $S_{ij} = x (1 + c_{ij}) - 1$: signed for x between 1/2 and $1 / (1 + \max c_{ij})$.
        """
        code = random_code(streams, "code", self.pairs, self.dimension - 1)
        own = torch.eye(self.pairs, dtype=torch.bool, device=streams.device)
        largest = (code @ code.mT).masked_fill(own, -1.0).amax(dim=(1, 2))
        spread = 0.5 + self.place * (1 / (1 + largest) - 0.5)
        return _mapped(double_constant(code, spread), self.dimension, self.condition_number, streams)


@dataclass(frozen=True)
class SimplexPairs:
    """The regular simplex of d + 1 points in d dimensions, both modalities alike, then a linear map."""

    dimension: int  # d
    condition_number: float  # of the linear map

    def draw(self, streams: Streams, *, doubled: bool = False) -> tuple[Tensor, Tensor]:
        """Both modalities, shape (trials, d + 1 or d + 2, MOST) each.

        Args:
            streams: One stream a trial.
            doubled: Whether one pair more stands beside the first, at a distance of about a twentieth.
        """
        corners = simplex(self.dimension + 1, self.condition_number).expand(streams.trials, -1, -1)
        if doubled:
            beside = corners[:, :1] + 0.05 * normalize(streams.normal("beside", (1, self.dimension)), dim=-1)
            corners = torch.cat([corners, normalize(beside, dim=-1)], dim=1)
        rows = pad(corners, (0, MOST - self.dimension))
        size = torch.full_like(self.condition_number, self.dimension)
        return _mapped((rows, rows), size, self.condition_number, streams)


def least_norm_direction(rows: Tensor) -> Tensor:
    r"""Direction of the point of least norm in the convex hull of some vectors, shape (trials, coordinates).

    By non-negative least squares: among the $\lambda = s \mu$ with $\mu$ in the simplex, $|U^T \lambda|^2 + (1 - s)^2$
    is least at $s = 1 / (1 + |U^T \mu|^2)$, and its value grows with $|U^T \mu|$.

    Args:
        rows: U, shape (trials, vectors, coordinates).
    """
    with_sum = pad(rows, (0, 1), value=1.0).mT.cpu().numpy()
    target = np.zeros(with_sum.shape[1])
    target[-1] = 1.0
    weights = np.stack([nnls(matrix, target)[0] for matrix in with_sum])  # SciPy has no batches of them
    nearest = (torch.from_numpy(weights).to(rows)[:, None] @ rows)[:, 0]
    return normalize(nearest, dim=-1, eps=1e-300)  # where the hull holds 0, round-off has a direction of its own


def tilted(first: Tensor, second: Tensor, direction: Tensor, share: float) -> Tensor:
    r"""Captions moved along a direction h as far as the signs allow, shape (trials, pairs, coordinates).

    $V_j + \alpha_j h$ with $\alpha_j$ such a share of $\min_{i \ne j} |S_{ij}| / \langle U_i, h \rangle$, at which the
    first sign would turn. It wants $\langle U_i, h \rangle > 0$ for all i; nothing moves where that is not so.
    """
    own = torch.eye(first.shape[1], dtype=torch.bool, device=first.device)
    along = (first @ direction[..., None]).expand(-1, -1, second.shape[1])
    room = (-(first @ second.mT) / along).masked_fill(own, torch.inf).amin(dim=1)
    return normalize(second + share * room.clamp(min=0.0)[..., None] * direction[:, None], dim=-1)


def _mapped(
    both: tuple[Tensor, Tensor], dimension: Tensor, condition_number: Tensor, streams: Streams
) -> tuple[Tensor, Tensor]:
    """Both modalities under a reflection, then A and its inverse transposed, diagonal with the condition number."""
    own = (torch.arange(MOST, device=streams.device) < dimension[:, None]).to(streams.dtype)
    across = normalize(streams.normal("reflection", (MOST,)) * own, dim=-1)[:, None]
    level = streams.uniform("stretch", (MOST,))
    stretch = (condition_number.log()[:, None] * (level - 0.5)).exp()[:, None]
    turned = [rows - 2 * (rows @ across.mT) @ across for rows in both]
    return normalize(turned[0] * stretch, dim=-1), normalize(turned[1] / stretch, dim=-1)
