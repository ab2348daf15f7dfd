r"""Gaussian vectors of any dimension, drawn as coordinates in an orthonormal basis of their own span.

A computation that sees n standard Gaussian vectors of $R^d$ through their inner products alone needs no vector of
length d. Gram and Schmidt make of them a basis of their span, in which vector k has k coordinates: independent N(0, 1)
along the earlier basis vectors, and $\chi_{d - k + 1}$ along its own (Bartlett 1933; the Gram matrix is Wishart's).
That is the same law as the vectors' own, not an approximation, for every $d \ge n$ and at a cost that does not depend
on d.

A further Gaussian vector that is independent of them has independent N(0, 1) coordinates in that basis, and no
training sees its part outside the span: `streams.normal(label, (points, coordinates))` draws such fresh points.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import gammainccinv, gammaincinv, ndtri
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["chi", "gaussian_coordinates"]

_LARGE = 1e5
"""Degrees of freedom from which on chi-square quantiles are expanded; see `_quantile`."""


def gaussian_coordinates(count: int, dim: Tensor | float, streams: Streams, label: str, fixed: int = 0) -> Tensor:
    r"""Coordinates of standard Gaussian vectors of $R^d$: fixed orthonormal directions first, then their own span.

    More vectors begin with the fewer ones, and a vector's coordinates beyond its own are zero.

    Args:
        count: Number of vectors n.
        dim: d, a number or one for each trial; at least `count + fixed`.
        streams: One stream a trial.
        label: Address of the draw.
        fixed: Number of orthonormal directions of $R^d$, given before the vectors are drawn, that get coordinates.

    Returns:
        Coordinates of shape (trials, count, fixed + count), the last `count` columns lower triangular.

    Raises:
        ValueError: If a trial's dimension cannot hold the vectors; the message gives the numbers.
    """
    # On the CPU, where the quantiles of `chi` are computed: the check then waits for no device a second time.
    dims = torch.as_tensor(dim, dtype=torch.float64).cpu().expand(streams.trials)
    if (dims < count + fixed).any():
        raise ValueError(
            f"dim={float(dims.min()):g} must be at least {count + fixed}: {count} vectors and {fixed} fixed directions"
        )
    rows, columns = torch.tril_indices(count, count, offset=-1, device=streams.device)
    triangle = torch.zeros(streams.trials, count, count, dtype=streams.dtype, device=streams.device)
    triangle[:, rows, columns] = streams.normal(f"{label}/below", (len(rows),))
    degrees = dims[:, None] - fixed - torch.arange(count)
    triangle.diagonal(dim1=1, dim2=2).copy_(chi(degrees, streams, f"{label}/diagonal"))
    return torch.cat([streams.normal(f"{label}/fixed", (count, fixed)), triangle], dim=2)


def chi(degrees: Tensor, streams: Streams, label: str) -> Tensor:
    r"""Square roots of chi-square variates, by inverse distribution function.

    Args:
        degrees: Degrees of freedom, at least 1, shape (trials, count); best on the CPU, where the quantile is computed.
        streams: One stream a trial.
        label: Address of the draw.

    Returns:
        $\chi$ variates, shape (trials, count), in the streams' dtype; drawn in float64.
    """
    uniforms = replace(streams, dtype=torch.float64).uniform(label, degrees.shape[1:])
    squares = _quantile(degrees.double().cpu().numpy(), uniforms.cpu().numpy())
    return torch.from_numpy(np.sqrt(squares)).to(device=streams.device, dtype=streams.dtype)


def _quantile(degrees: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    r"""Chi-square quantiles to the round-off of float64, for any degrees of freedom.

    SciPy's inverse of the incomplete gamma function keeps that up to about 1e5 degrees; far down its lower tail it is
    wrong by 1e-3 standard deviations at 1e7 and by a quarter of one at 1e10. From 1e5 on the expansion of Cornish and
    Fisher (1938; Goldberg and Levine 1946) in the normal quantile g, up to $\nu^{-2}$, is exact: its first neglected
    term is $O(\nu^{-7/2})$ relative to $\nu$, and the two agree to 2e-15 at 1e5 down to levels of 1e-14.
    """
    squares = np.empty_like(levels)
    large = degrees > _LARGE
    squares[large] = _expansion(degrees[large], ndtri(levels[large]))
    half, level = degrees[~large] / 2, levels[~large]
    # Each half from its own tail: 1 - level is exact, a lower level close to 1 is not.
    lower = level < 0.5
    small = np.empty_like(half)
    small[lower] = 2 * gammaincinv(half[lower], level[lower])
    small[~lower] = 2 * gammainccinv(half[~lower], 1 - level[~lower])
    squares[~large] = small
    return squares


def _expansion(degrees: NDArray[np.float64], g: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cornish-Fisher expansion of the chi-square quantile at the normal quantile g."""
    root = np.sqrt(2 * degrees)
    return (
        degrees
        + root * g
        + 2 / 3 * (g**2 - 1)
        + (g**3 - 7 * g) / (9 * root)
        - (6 * g**4 + 14 * g**2 - 32) / (405 * degrees)
        + (9 * g**5 + 256 * g**3 - 433 * g) / (4860 * degrees * root)
        + (12 * g**6 - 243 * g**4 - 923 * g**2 + 1472) / (25515 * degrees**2)
    )
