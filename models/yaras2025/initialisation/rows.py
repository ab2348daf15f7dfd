r"""How the rows $H_X, H_Y$ of the two modalities are drawn at the start.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import torch
from torch import Tensor

from models.unit_vectors import random_rows, tangent
from models.yaras2025.initialisation.start import Initialisation
from theoremcheck.streams import Streams

__all__ = ["beside", "Pairing", "Rows", "balanced_rows", "cone_rows", "matched_rows", "unrelated_rows"]

Rows = tuple[Tensor, Tensor]
"""$H_X$ and $H_Y$, each of shape (trials, *, n, d)."""


Pairing = Callable[..., Rows]
"""How the two modalities are drawn, from (start, streams) or (start, streams, repeats).

With `repeats` a trial has several initialisations: rows of shape (trials, *repeats, n, d).
"""


def unrelated_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    """All rows independent and uniform on the sphere: the hypothesis of Theorem 3.3."""
    shape = (*repeats, start.pairs, start.dim)
    return random_rows(streams, "x", *shape), random_rows(streams, "y", *shape)


def matched_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    """Each pair in one point, uniform on the sphere."""
    x, _ = unrelated_rows(start, streams, repeats)
    return x, x


def balanced_rows(start: Initialisation, streams: Streams, repeats: tuple[int, ...] = ()) -> Rows:
    r"""Uniform rows whose pairs have cosine $A_d(a)$: related enough that the gap parameter stands still (derived)."""
    x, y = unrelated_rows(start, streams, repeats)
    cosine = beside(start.softmax_mean(), x)
    across = tangent(y, x)
    across = across / across.norm(dim=-1, keepdim=True)
    return x, cosine * x + (1 - cosine.square()).sqrt() * across


def cone_rows(start: Initialisation, streams: Streams, offset: float) -> Rows:
    """Independent rows that are not uniform: before normalisation each has a mean, `offset` long, opposite for Y."""
    means = torch.zeros(start.dim, dtype=streams.dtype, device=streams.device)
    means[0] = offset * sqrt(start.dim)  # a standard normal row has norm sqrt(d)
    shape = (start.pairs, start.dim)
    x, y = streams.normal("x", shape) + means, streams.normal("y", shape) - means
    return x / x.norm(dim=-1, keepdim=True), y / y.norm(dim=-1, keepdim=True)


def beside(per_trial: Tensor, rows: Tensor) -> Tensor:
    """A tensor of shape (trials,) as (trials, 1, ..., 1) to multiply rows with."""
    return per_trial.reshape(-1, *[1] * (rows.dim() - 1))
