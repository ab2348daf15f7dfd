"""A probability over two coordinates: Gaussian-process regression of its logit, by Laplace's approximation.

It chooses where to look next and draws the level set; no decision rests on it.

Source: Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, algorithms 3.1 and 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, logit

__all__ = ["Surface", "fit_surface", "level_lines"]

Floats = NDArray[np.float64]

_LENGTHS, _VARIANCES = (0.1, 0.2, 0.4, 0.8), (4.0, 25.0)
"""On the unit square, and in squared logits: from a bump to a slope, from a gentle descent to a step."""
_STEPS, _JITTER = 25, 1e-6


@dataclass(frozen=True)
class Surface:
    """The logit of the probability less that of the level, with its spread."""

    places: Floats
    length: float
    variance: float
    slope: Floats
    root: Floats
    factor: tuple[Floats, bool]

    def at(self, places: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation at places of the unit square, shape (places,) each."""
        cross = _kernel(places, self.places, self.length, self.variance)
        half = cho_solve(self.factor, self.root[:, None] * cross.T)
        spread = self.variance - np.einsum("ij,ji->i", cross * self.root, half)
        return cross @ self.slope, np.sqrt(np.maximum(spread, 1e-12))


def fit_surface(places: Floats, holds: Floats, replicates: Floats, required: Floats) -> Surface:
    """Fit the surface; length and variance are those of the largest evidence among a few.

    Args:
        places: Points of the unit square, shape (places, 2).
        holds: Outcomes that held, shape (places,).
        replicates: All outcomes.
        required: The level, in (0, 1).
    """
    fitted = [
        _laplace(places, holds, replicates, required, length, variance)
        for length in _LENGTHS
        for variance in _VARIANCES
    ]
    return max(fitted, key=lambda pair: pair[0])[1]


def _laplace(
    places: Floats, holds: Floats, replicates: Floats, required: Floats, length: float, variance: float
) -> tuple[float, Surface]:
    kernel = _kernel(places, places, length, variance) + _JITTER * np.eye(len(places))
    latent, level = np.zeros(len(places)), logit(required)
    for _ in range(_STEPS):
        p = expit(latent + level)
        weight = np.maximum(replicates * p * (1 - p), 1e-9)
        root = np.sqrt(weight)
        factor = cho_factor(np.eye(len(places)) + root[:, None] * kernel * root, lower=True)
        target = weight * latent + holds - replicates * p
        slope = target - root * cho_solve(factor, root * (kernel @ target))
        moved = kernel @ slope
        step = np.abs(moved - latent).max()
        latent = latent + (moved - latent) * min(1.0, 4.0 / max(step, 1e-12))  # a step of few logits cannot diverge
        if step < 1e-4:
            break
    eta = latent + level
    likelihood = -(holds * np.logaddexp(0, -eta) + (replicates - holds) * np.logaddexp(0, eta)).sum()
    evidence = float(likelihood - slope @ latent / 2 - np.log(np.diag(factor[0])).sum())
    return evidence, Surface(places, length, variance, slope, root, factor)


def _kernel(one: Floats, other: Floats, length: float, variance: float) -> Floats:
    """Matérn of order 5/2."""
    distance = np.sqrt(5 * ((one[:, None] - other) ** 2).sum(axis=-1)) / length
    return np.asarray(variance * (1 + distance + distance**2 / 3) * np.exp(-distance))


def level_lines(xs: Floats, ys: Floats, heights: Floats) -> list[list[tuple[float, float]]]:
    """Polygon lines on which a surface, linear along the edges of a grid, is zero (marching squares).

    Args:
        xs: First coordinates, shape (columns,).
        ys: Second coordinates, shape (rows,).
        heights: The surface, shape (columns, rows).
    """
    ends: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
    for i in range(len(xs) - 1):
        for j in range(len(ys) - 1):
            # Edges of a cell in turn: bottom, right, top, left; an edge is (direction, column, row).
            corners = heights[i, j], heights[i + 1, j], heights[i + 1, j + 1], heights[i, j + 1]
            edges = (0, i, j), (1, i + 1, j), (0, i, j + 1), (1, i, j)
            crossed = [edge for k, edge in enumerate(edges) if (corners[k] > 0) != (corners[(k + 1) % 4] > 0)]
            if len(crossed) == 4 and (sum(corners) > 0) == (corners[0] > 0):  # a saddle: cut off the other corners
                crossed = [*crossed[1:], crossed[0]]
            for one, other in zip(crossed[::2], crossed[1::2], strict=True):
                ends.setdefault(one, []).append(other)
                ends.setdefault(other, []).append(one)
    return [[_on_edge(edge, xs, ys, heights) for edge in chain] for chain in _chains(ends)]


def _chains(ends: dict[tuple[int, int, int], list[tuple[int, int, int]]]) -> list[list[tuple[int, int, int]]]:
    """Edges in the order of their lines; open lines first, from one of their ends."""
    chains, left = [], dict.fromkeys(sorted(ends, key=lambda edge: (len(ends[edge]), edge)))
    while left:
        edge = next(iter(left))
        chain = [edge]
        del left[edge]
        while following := [other for other in ends[chain[-1]] if other in left]:
            chain.append(following[0])
            del left[following[0]]
        if len(chain) > 2 and chain[0] in ends[chain[-1]]:
            chain.append(chain[0])
        chains.append(chain)
    return chains


def _on_edge(edge: tuple[int, int, int], xs: Floats, ys: Floats, heights: Floats) -> tuple[float, float]:
    direction, i, j = edge
    start, end = heights[i, j], heights[i + 1, j] if direction == 0 else heights[i, j + 1]
    share = float(start / (start - end))
    if direction == 0:
        return float(xs[i] + share * (xs[i + 1] - xs[i])), float(ys[j])
    return float(xs[i]), float(ys[j] + share * (ys[j + 1] - ys[j]))
