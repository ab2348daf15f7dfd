r"""Constellations: unit vectors of two modalities, as sigmoid losses see them, and the family of their optimum.

With scores $S_{ij} = \langle U_i, V_j \rangle$ a configuration is an $(m, b)$-constellation if $S_{ii} \ge b + m$ and
$S_{ij} \le b - m$ for $i \ne j$ (Bangachev et al. 2025, arXiv:2509.18552). The double-constant family (Lee et al. 2024,
arXiv:2402.12613) is $U = (\sqrt x\, W, \sqrt{1 - x})$, $V = (\sqrt x\, W, -\sqrt{1 - x})$ of one code W: at x = 1 the
modalities coincide, and the distance of their centres is $2 \sqrt{1 - x}$ where those of the code's points cancel.

Dimensions are floats, so that trials of all dimensions share a batch: a vector has `MOST` coordinates, and those beyond
its own d are 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from theoremcheck.streams import Streams

__all__ = ["MOST", "Separation", "double_constant", "extreme", "mean_of", "random_code"]

MOST = 16
"""Coordinates that every vector has."""


@dataclass(frozen=True)
class Separation:
    """How far matched scores lie above the others, and where the middle is.

    Attributes:
        margin: m, half the distance, shape (*); negative where they overlap.
        bias: b, the middle, shape (*).
    """

    margin: Tensor
    bias: Tensor


def extreme(scores: Tensor) -> Separation:
    r"""$(m^*, b^*)$: half the difference and half the sum of $\min_i S_{ii}$ and $\max_{i \ne j} S_{ij}$.

    Args:
        scores: S, shape (*, n, n), matched pairs on the diagonal.
    """
    own = torch.eye(scores.shape[-1], dtype=torch.bool, device=scores.device)
    least = scores.diagonal(dim1=-2, dim2=-1).amin(dim=-1)
    largest = scores.masked_fill(own, -torch.inf).amax(dim=(-2, -1))
    return Separation((least - largest) / 2, (least + largest) / 2)


def mean_of(first: Tensor, second: Tensor, pairs: Tensor | int) -> Separation:
    """The same of the means of matched scores, P, and of all others, Q, in place of the extremes.

    Args:
        first: U, shape (*, rows, coordinates); rows beyond the pairs are 0.
        second: V, of the same shape.
        pairs: n, a number or of shape (*).
    """
    matched = (first * second).sum(dim=(-2, -1))
    everything = (first.sum(dim=-2) * second.sum(dim=-2)).sum(dim=-1)
    mean, other = matched / pairs, (everything - matched) / (pairs * (pairs - 1))
    return Separation((mean - other) / 2, (mean + other) / 2)


def random_code(streams: Streams, label: str, points: int, dimension: Tensor) -> Tensor:
    """Independent uniform unit vectors of R^d, shape (trials, points, MOST).

    Args:
        streams: One stream a trial.
        label: Address of the draw.
        points: How many.
        dimension: d of each trial, shape (trials,).
    """
    own = torch.arange(MOST, device=streams.device) < dimension[:, None]
    return normalize(streams.normal(label, (points, MOST)) * own[:, None], dim=-1)


def double_constant(code: Tensor, spread: Tensor) -> tuple[Tensor, Tensor]:
    """Both modalities of the family, each of shape (trials, points, MOST).

    Args:
        code: W, of the same shape; its last coordinate is 0, and gives way to the axis.
        spread: x in [0, 1], the share of the code, shape (trials,).
    """
    share = spread[:, None, None]
    scaled = share.sqrt() * code[..., :-1]
    axis = (1 - share).sqrt().expand_as(scaled[..., :1])
    return torch.cat([axis, scaled], dim=-1), torch.cat([-axis, scaled], dim=-1)
