"""Second moments of many Gaussian samples in a few coordinates, drawn without drawing the samples.

The mean of n independent standard normal vectors and their scatter about it are independent, the one Gaussian and the
other Wishart with n - 1 degrees of freedom (Bartlett 1933). So the sample covariance of a mixture of Gaussians costs as
much as its groups, whatever n is.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import gammaincinv
from scipy.stats import binom
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["binomial", "coarse_uniform", "normal_moments", "pooled_scatter", "wishart_root"]


def binomial(streams: Streams, label: str, counts: Tensor, share: Tensor) -> Tensor:
    """Binomial counts by inverse distribution function, in the streams' floating type.

    Args:
        streams: One stream a trial.
        label: Of the draw.
        counts: Number of attempts, shape (trials, ...).
        share: Probability of success, broadcastable against `counts`.
    """
    uniforms = streams.uniform(label, counts.shape[1:])
    drawn = binom.ppf(_array(uniforms), _array(counts), _array(share.expand_as(counts)))
    return torch.as_tensor(drawn).to(counts)


def coarse_uniform(streams: Streams, label: str, shape: Sequence[int]) -> Tensor:
    r"""Uniform on (0, 1) in steps of $2^{-26}$, two from each draw of 52 bits; shape (trials, *shape).

    For chances that are compared with a probability: float32 knows it to no more than that.
    """
    count = prod(shape)
    drawn = replace(streams, dtype=torch.float64).uniform(label, (-(-count // 2),)) * 2.0**26
    high = drawn.floor()
    both = torch.cat([((high + 0.5) * 2.0**-26).to(streams.dtype), (drawn - high).to(streams.dtype)], dim=1)
    return both[:, :count].reshape(-1, *shape)


def wishart_root(streams: Streams, label: str, freedom: Tensor, size: int) -> Tensor:
    r"""L of shape (trials, ..., size, size), lower triangular, with $L L^T \sim W_{size}(I, \nu)$.

    Bartlett's decomposition: $\chi$ of $\nu, \nu - 1, \dots$ degrees of freedom on the diagonal and standard normals
    below. Fewer degrees than rows leave the last columns empty, and none leaves nothing: the law is exact there too.

    Args:
        streams: One stream a trial.
        label: Of the draws.
        freedom: $\nu$, whole numbers, shape (trials, ...).
        size: Rows.
    """
    rows = freedom[..., None] - torch.arange(size).to(freedom)
    uniforms = streams.uniform(label, rows.shape[1:])
    squares = 2 * gammaincinv(_array(rows.clamp(min=1)) / 2, _array(uniforms))
    root = torch.diag_embed(torch.as_tensor(squares).to(freedom).sqrt())
    lower, earlier = torch.tril_indices(size, size, -1, device=root.device)
    root[..., lower, earlier] = streams.normal(label, (*rows.shape[1:-1], len(lower)))
    return root * (rows > 0)[..., None, :]


def normal_moments(streams: Streams, label: str, counts: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Mean of `counts` standard normal vectors, and a root of their scatter about it; anything where there are none.

    Args:
        streams: One stream a trial.
        label: Of the draws.
        counts: Samples in each group, shape (trials, ...).
        size: Coordinates.

    Returns:
        Shapes (trials, ..., size) and (trials, ..., size, size).
    """
    means = streams.normal(f"{label}, means", (*counts.shape[1:], size)) / counts.clamp(min=1).sqrt()[..., None]
    return means, wishart_root(streams, f"{label}, scatter", counts - 1, size)


def pooled_scatter(counts: Tensor, centres: Tensor, loadings: Tensor, moments: tuple[Tensor, Tensor]) -> Tensor:
    r"""$\sum_i (x_i - \bar x)(x_i - \bar x)^T$ of groups $x = c_g + A_g z$, z standard normal.

    Args:
        counts: Samples in each group, shape (..., groups).
        centres: $c_g$, shape (..., groups, q).
        loadings: $A_g$, shape (..., groups, q, k).
        moments: Of z in each group, as `normal_moments` draws them.

    Returns:
        Shape (..., q, q).
    """
    means, roots = moments
    inside = loadings @ roots
    within = (inside @ inside.mT).sum(dim=-3)
    centre = centres + (loadings @ means[..., None])[..., 0]
    weights = counts[..., None]
    apart = centre - (weights * centre).sum(dim=-2, keepdim=True) / weights.sum(dim=-2, keepdim=True)
    return within + (weights * apart).mT @ apart


def _array(tensor: Tensor) -> NDArray[np.float64]:
    return tensor.double().cpu().numpy()
